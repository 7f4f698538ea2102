using System.Diagnostics;
using System.Net;
using Npgsql;

namespace Charter.EndToEnd.Tests;

/// <summary>While copies are made anew they are short for moments, which other tests would take for a fault.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class Alone;

[Collection("alone")]
public sealed class Rebuilding_a_read_model(Installation charter)
{
    private static readonly (string Service, string Database, string[] Copies)[] Services =
    [
        ("signatory", "signatory", ["register_duty", "register_pledge", "register_evidence", "register_mark", "register_entry"]),
        ("pledge", "pledge", ["organisation", "ledger", "ledger_duty"]),
        ("champions-network", "champions", ["member"]),
        ("kite-mark", "kitemark", ["organisation"]),
        ("identity", "identity", ["membership"]),
    ];

    [Fact]
    public async Task Whatever_was_done_to_the_copies_they_are_as_before_when_the_owners_have_stated_their_facts_again()
    {
        var organisations = await Organisations();
        var (seen, since) = ("", DateTime.UtcNow);
        await Eventually.Passes(async () =>   // what other tests did is told and heard everywhere: nothing waits, and for a while nothing has changed
        {
            foreach (var (_, database, _) in Services)
                (await Sql(database, "select count(*) from outbox")).ShouldBe("0");
            if (await Rows() is var now && now != seen)
                (seen, since) = (now, DateTime.UtcNow);
            (DateTime.UtcNow - since).ShouldBeGreaterThan(TimeSpan.FromSeconds(15));
        }, seconds: 180);
        var (rows, entries) = (await Rows(), await Entries());
        entries.ShouldContain("\"awardId\"");   // the sample partnership has everything there is to copy
        entries.ShouldContain("\"progress\":{");
        entries.ShouldContain("\"verified\"");

        await Sql("signatory", "delete from register_duty; update register_pledge set facts = facts || '{\"Title\": \"Wrong\"}', version = 99; delete from register_evidence; delete from register_entry; update register_mark set level = 'gold'");
        await Sql("pledge", "update organisation set name = 'Wrong', as_at = 'infinity'");
        await Sql("champions", "update member set name = 'Wrong', stated_at = 'infinity', member_since = '1999-01-01'");
        await Sql("kitemark", "update organisation set signature_id = null, embed_verified_at = null");
        foreach (var (service, _, _) in Services)
            (await Charter("rebuild", service)).ShouldContain($"The copies of {service} are complete again after ");

        (await Rows()).ShouldBe(rows);
        (await Entries()).ShouldBe(entries);
        (await Charter("replay-errors")).Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(line => line.EndsWith(": 0 messages put back"));

        async Task<string> Rows() => string.Join('\n', await Task.WhenAll(Services.SelectMany(s => s.Copies.Select(table =>
            Sql(s.Database, $"select coalesce(string_agg(t::text, E'\\n' order by t::text), '') from {table} t")))));

        async Task<string> Entries() => string.Join('\n', await Task.WhenAll(organisations.Select(async id =>
            (await charter.Anonymous().GetAsync($"/api/register/{id}").Answers_with(HttpStatusCode.OK)).GetRawText())));
    }

    private async Task<IReadOnlyList<Guid>> Organisations()
    {
        var all = new List<Guid>();
        for (string? after = ""; after is not null;)
        {
            var page = await charter.Anonymous().GetAsync($"/api/register?size=100&after={after}").Answers_with(HttpStatusCode.OK);
            all.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.Id("organisationId")));
            after = page.Text("next");
        }
        return all;
    }

    private static async Task<string> Sql(string database, string statement)
    {
        var server = new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable("CHARTER_TEST_POSTGRES")) { Database = database, Pooling = false };
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = source.CreateCommand(statement);
        return (await command.ExecuteScalarAsync())?.ToString() ?? "";
    }

    private static async Task<string> Charter(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(Installation.Root, "charter"), command)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            Environment = { ["CHARTER_HOME"] = Environment.GetEnvironmentVariable("CHARTER_TEST_HOME") },
        })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"./charter {string.Join(' ', command)} failed: {output}");
    }
}
