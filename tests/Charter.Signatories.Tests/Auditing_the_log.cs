using System.Net;
using System.Text.Json;

namespace Charter.Signatories.Tests;

/// <summary>The command <c>verify-log</c> against a register whose owner has the database, and does with it what the triggers refuse.</summary>
public sealed class Auditing_the_log : IAsyncLifetime
{
    private readonly string _state = Path.Combine(Directory.CreateTempSubdirectory("charter-audit-").FullName, "state");
    private LogFixture _log = null!;

    public async ValueTask InitializeAsync()
    {
        _log = await LogFixture.Start();
        await _log.Record(21);
        await _log.Head(21);
    }

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    private async Task PublishHead() => await _log.As(_log.Registrar).Posts("/api/log/heads", "{}").Answers_with(HttpStatusCode.Created);

    private async Task<JsonElement> Entry(int index) => (await _log.Entries())[index];

    /// <summary>Another organisation stands in the facts, which are hashed anew.</summary>
    private Task Rewrite(int index) => _log.Tamper($"""
        update history_entry set facts = replace(facts, 'signed', 'lapsed') where id = (select history_entry_id from log_leaf where index = {index});
        update log_leaf set leaf_hash = sha256('\x00' || convert_to(facts, 'UTF8')) from history_entry h where h.id = history_entry_id and index = {index}
        """);

    [Fact]
    public async Task A_log_that_is_whole_passes_and_again_when_it_has_grown()
    {
        await PublishHead();
        var first = await _log.Verify(_state);
        first.ExitCode.ShouldBe(0, first.Output);
        first.Output.ShouldContain("21 entries read, each with the hash of its facts");
        first.Output.ShouldContain("The log is whole.");

        await _log.Record(1300);   // more than a page
        await _log.Head(1321);
        await PublishHead();
        var second = await _log.Verify(_state);
        second.ExitCode.ShouldBe(0, second.Output);
        second.Output.ShouldContain("3 published heads are states of this log");
        second.Output.ShouldContain("the log proves that its 1,321 entries begin with the 21 of the last time");
    }

    [Fact]
    public async Task An_entry_whose_facts_were_altered_is_named_with_its_organisation()
    {
        var altered = await Entry(13);
        await _log.Tamper($"update history_entry set facts = replace(facts, 'signed', 'lapsed') where id = '{altered.Text("entryId")}'");
        var audit = await _log.Verify();
        audit.ExitCode.ShouldBe(1);
        audit.Output.ShouldContain($"Entry 13 ({altered.Text("entryId")}) of organisation {altered.Text("organisationId")} was altered");
        audit.Output.Split("was altered").Length.ShouldBe(2);
    }

    [Fact]
    public async Task An_entry_that_is_shown_under_another_organisation_is_named()
    {
        var altered = await Entry(4);
        await _log.Tamper($"update history_entry set organisation_id = gen_random_uuid() where id = '{altered.Text("entryId")}'");
        var audit = await _log.Verify();
        audit.ExitCode.ShouldBe(1);
        audit.Output.ShouldContain($"Entry 4 ({altered.Text("entryId")})");
        audit.Output.ShouldContain("name another organisation");
    }

    [Theory]
    [InlineData(13, "12", "13")]
    [InlineData(0, "0", "1")]
    public async Task An_entry_that_was_altered_with_its_hash_is_found_by_proofs_and_named_by_what_was_kept(int index, string left, string right)
    {
        var altered = await Entry(index);
        (await _log.Verify(_state)).ExitCode.ShouldBe(0);
        await Rewrite(index);

        var audit = await _log.Verify();
        audit.ExitCode.ShouldBe(1);
        audit.Output.ShouldContain($"Entry {left} (");
        audit.Output.ShouldContain($" or {right} (");
        audit.Output.ShouldContain("is not the one that the signed root was made of");

        audit = await _log.Verify(_state);
        audit.ExitCode.ShouldBe(1);
        audit.Output.ShouldContain($"Entry {index} is not what it was the last time. It was of organisation {altered.Text("organisationId")}");
        (await _log.Verify(_state)).Output.ShouldContain($"Entry {index} is not what it was", customMessage: "what was kept is not replaced by what is wrong");
    }

    [Fact]
    public async Task A_log_that_was_made_anew_with_an_altered_entry_is_found_by_published_heads_and_by_what_was_kept()
    {
        await PublishHead();
        (await _log.Verify(_state)).ExitCode.ShouldBe(0);
        var altered = await Entry(7);
        await _log.Tamper($"""
            update history_entry set facts = replace(facts, 'signed', 'lapsed') where id = '{altered.Text("entryId")}';
            insert into log_waiting (history_entry_id) select history_entry_id from log_leaf order by index;
            delete from log_leaf;
            delete from log_node
            """);
        await Eventually.Passes(async () => (await _log.Entries()).Length.ShouldBe(21));
        _log.Clock.Advance(TimeSpan.FromMinutes(2));   // the head of before is no longer handed out

        var audit = await _log.Verify();
        audit.ExitCode.ShouldBe(1);
        audit.Output.ShouldContain("is no state of this log");
        audit.Output.ShouldContain("an entry from 0 to 20 was altered");

        audit = await _log.Verify(_state);
        audit.ExitCode.ShouldBe(1);
        audit.Output.ShouldContain($"Entry 7 is not what it was the last time. It was of organisation {altered.Text("organisationId")}");
        audit.Output.ShouldContain("cannot prove that its 21 entries begin with the 21 of the last time");
    }

    [Fact]
    public async Task A_log_that_was_shortened_is_found_by_published_heads_and_by_what_was_kept()
    {
        await PublishHead();
        (await _log.Verify(_state)).ExitCode.ShouldBe(0);
        await _log.Tamper("delete from log_node where (index + 1) * (1 << level) > 20; delete from log_leaf where index = 20");
        var audit = await _log.Verify(_state);
        audit.ExitCode.ShouldBe(1);
        audit.Output.ShouldContain("the log went back");
        audit.Output.ShouldContain("The log is shorter than the last time: 21 entries");
    }

    [Fact]
    public async Task A_head_that_nobody_signed_and_a_key_that_was_exchanged_are_found()
    {
        await PublishHead();
        (await _log.Verify(_state)).ExitCode.ShouldBe(0);
        await _log.Tamper("update log_head set signed_at = signed_at + interval '1 hour' where day is null; update log_key set key_id = 'another'");
        var audit = await _log.Verify(_state);
        audit.ExitCode.ShouldBe(1);
        audit.Output.ShouldContain("is not good under any published key");
        audit.Output.ShouldContain("is no longer published as it was");
    }
}
