using System.Diagnostics;
using System.Formats.Tar;
using System.Net;
using System.Text.RegularExpressions;

namespace Charter.EndToEnd.Tests;

public sealed partial class Backups(Installation charter) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("charter-backup-").FullName;

    private string Archive => Path.Combine(_folder, "backup");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_backup_that_is_made_while_people_work_is_whole_and_of_one_instant()
    {
        using var enough = new CancellationTokenSource();
        var (before, pledged) = (new List<Guid>(), new TaskCompletionSource());
        var work = Task.WhenAll(Enumerable.Range(0, 2).Select(n => Work(n, before, pledged, enough.Token)));
        await Task.WhenAny(pledged.Task, work);
        Guid[] acknowledged;
        lock (before)
            acknowledged = [.. before];

        var (code, said) = await Command("backup", Archive);
        for (var again = 0; again < 4 && code == 0 && HeldFor(said) >= 1000; again++)   // a machine may stall while all are held
            (code, said) = await Command("backup", "--replace", Archive);
        await enough.CancelAsync();
        await work;

        code.ShouldBe(0, said);
        HeldFor(said).ShouldBeLessThan(1000);
        (await Run("stat", ["--format=%a", Archive])).Said.Trim().ShouldBe("600");
        (await Command("backup", "--verify", Archive)).ShouldSatisfyAllConditions(v => v.Said.ShouldContain("is whole"), v => v.Code.ShouldBe(0));

        TarFile.ExtractToDirectory(Archive, _folder, overwriteFiles: false);
        var pledges = await Column("pledge", "pledge", "id");
        acknowledged.ShouldBeSubsetOf(pledges.Select(Guid.Parse));
        // What one service heard of another stands in the other's database: in both directions, so no order of five dumps would do.
        (await Column("signatory", "register_pledge", "pledge_id")).ShouldBeSubsetOf(pledges);
        (await Column("signatory", "register_evidence", "evidence_id")).ShouldBeSubsetOf(await Column("pledge", "evidence", "id"));
        var signatories = await Column("signatory", "signature", "organisation_id");
        (await Column("pledge", "ledger", "organisation_id")).ShouldBeSubsetOf(signatories);
        (await Column("champions", "member", "organisation_id")).ShouldBeSubsetOf(signatories);
        (await Column("identity", "membership", "organisation_id")).ShouldBeSubsetOf(await Column("signatory", "organisation", "id"));
        foreach (var file in (await Column("pledge", "evidence", "sha256")).Where(f => f != @"\N"))
            File.Exists(Path.Combine(_folder, "evidence", file[..2], file[2..4], file)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_backup_neither_replaces_a_file_unasked_nor_passes_when_damaged()
    {
        (await Command("backup", Archive)).Code.ShouldBe(0);
        (await Command("backup", Archive)).ShouldSatisfyAllConditions(b => b.Code.ShouldBe(1), b => b.Said.ShouldContain("exists"));
        var bytes = await File.ReadAllBytesAsync(Archive);
        bytes[bytes.AsSpan().IndexOf("PGDMP"u8) + 2000] ^= 1;
        await File.WriteAllBytesAsync(Archive, bytes);
        (await Command("backup", "--verify", Archive)).ShouldSatisfyAllConditions(v => v.Code.ShouldBe(1), v => v.Said.ShouldContain("is damaged"));
        (await Command("backup", "--replace", Archive)).Code.ShouldBe(0);
        Directory.GetFiles(_folder).ShouldBe([Archive]);
    }

    /// <summary>Keeps all services busy with each other until told that it is enough, within the gateway's limit for one person.</summary>
    private async Task Work(int worker, List<Guid> acknowledged, TaskCompletionSource pledged, CancellationToken enough)
    {
        var newcomer = await charter.As("newcomer");
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while (!enough.IsCancellationRequested)
        {
            var organisation = await charter.SignedOrganisation($"Backup Sample {worker} {Guid.NewGuid():n}");
            for (var i = 0; i < 5 && !enough.IsCancellationRequested; i++)
            {
                await beat.WaitForNextTickAsync(CancellationToken.None);
                var pledge = await newcomer.Posts($"/api/organisations/{organisation}/pledges", The_journey_by_api.Pledge()).Answers_with(HttpStatusCode.Created);
                lock (acknowledged)
                    acknowledged.Add(pledge.Id());
                await newcomer.PostAsync($"/api/pledges/{pledge.Id()}/evidence", The_journey_by_api.Upload($"Minute of {Guid.NewGuid()}"), CancellationToken.None).Answers_with(HttpStatusCode.Created);
                pledged.TrySetResult();
            }
        }
    }

    private static Task<(int Code, string Said)> Command(params string[] arguments) => Run(Path.Combine(Installation.Root, "charter"), arguments);

    private static async Task<(int Code, string Said)> Run(string program, string[] arguments)
    {
        using var command = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment = { ["CHARTER_HOME"] = Environment.GetEnvironmentVariable("CHARTER_TEST_HOME") },
        })!;
        var said = await Task.WhenAll(command.StandardOutput.ReadToEndAsync(), command.StandardError.ReadToEndAsync());
        await command.WaitForExitAsync();
        return (command.ExitCode, string.Concat(said));
    }

    /// <summary>One column of a table in a dump, as PostgreSQL writes it.</summary>
    private async Task<string[]> Column(string database, string table, string column)
    {
        var programs = Directory.GetDirectories("/usr/lib/postgresql").MaxBy(d => int.Parse(Path.GetFileName(d)))!;
        var (code, text) = await Run(Path.Combine(programs, "bin", "pg_restore"), ["--data-only", $"--table={table}", "--file=-", Path.Combine(_folder, "databases", $"{database}.dump")]);
        code.ShouldBe(0, text);
        var lines = text.Split('\n').SkipWhile(l => !l.StartsWith("COPY ", StringComparison.Ordinal)).ToArray();
        var position = Array.IndexOf(lines[0][(lines[0].IndexOf('(') + 1)..lines[0].IndexOf(')')].Split(", "), column);
        string[] values = [.. lines.Skip(1).TakeWhile(l => l != @"\.").Select(l => l.Split('\t')[position])];
        values.ShouldNotBeEmpty();
        return values;
    }

    private static int HeldFor(string said) => int.Parse(Held().Match(said).Groups[1].ValueSpan);

    [GeneratedRegex(@"held for (\d+) ms")]
    private static partial Regex Held();
}
