using System.Net;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

public sealed class Recording_value(PledgeFixture service)
{
    [Fact]
    public async Task An_editor_records_value_that_everybody_can_read_and_others_are_told_of()
    {
        var by = await service.SignedOrganisation();
        var id = await service.Records(by, ValueLedger.Figure(1250.5m, "added", "estimated"));
        var value = (await service.Value(id)).GetProperty("value");
        (value.Id("organisationId"), value.Text("organisationName"), value.Text("stage"), value.GetProperty("amount").GetRawText(), value.Text("confidence"), value.Text("source"), value.Text("periodFrom"), value.GetProperty("place").Text("name"))
            .ShouldBe((by.Id, "Sample Council", "added", "1250.5", "estimated", "Payroll", "2026-01-01", "Salford"));
        var told = await service.Published<ValueStated>(e => e.Value.ValueId == id);
        (told.Value.Version, told.Value.Amount, told.IsDisputed, told.By).ShouldBe((1, 1250.5m, false, by.Editor.Subject));
        told.Shares.ShouldBe([new(by.Id, 1, 1)]);
        PledgeFixture.Items(await service.Anonymous().GetAsync($"/api/organisations/{by.Id}/value").Answers_with(HttpStatusCode.OK)).Single().Id().ShouldBe(id);
    }

    [Fact]
    public async Task A_correction_takes_the_place_of_the_figure_and_both_stay_to_be_read()
    {
        var by = await service.SignedOrganisation();
        var id = await service.Records(by, ValueLedger.Figure(1000));
        await service.As(by.Editor).Posts($"/api/value/{id}/corrections", ValueLedger.Figure(400, "unpredicted", "guessed").With("reason", "Two sites were counted twice.")).Answers_with(HttpStatusCode.OK);
        var read = await service.Value(id);
        read.GetProperty("entries").EnumerateArray().Select(e => (e.GetProperty("number").GetInt32(), e.Text("stage"), e.GetProperty("amount").GetRawText(), e.Text("reason")))
            .ShouldBe([(2, "unpredicted", "400", "Two sites were counted twice."), (1, "core", "1000", null)]);
        var totals = await service.Totals($"organisationId={by.Id}");
        (totals.Of("core"), totals.Of("unpredicted")).ShouldBe(("0 0 0 | 0", "0 0 400 | 0"));
        await service.As(by.Editor).Posts($"/api/value/{id}/corrections", ValueLedger.Figure(0).With("reason", "It did not happen.")).Answers_with(HttpStatusCode.OK);
        (await service.Totals($"organisationId={by.Id}")).GetProperty("totals").GetArrayLength().ShouldBe(0);
        await service.Claims(id, await service.SignedOrganisation(), 0.5m).Is_refused(HttpStatusCode.Conflict, "value-taken-back");
    }

    [Fact]
    public async Task Two_corrections_at_once_become_one_and_a_refusal()
    {
        var by = await service.SignedOrganisation();
        var id = await service.Records(by, ValueLedger.Figure(1000));
        var answers = await Task.WhenAll(Enumerable.Range(1, 4).Select(i => service.As(by.Editor).Posts($"/api/value/{id}/corrections", ValueLedger.Figure(i).With("reason", "Counted anew."))));
        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.OK || a.StatusCode == HttpStatusCode.Conflict);
        var entries = (await service.Value(id)).GetProperty("entries").GetArrayLength();
        entries.ShouldBe(1 + answers.Count(a => a.StatusCode == HttpStatusCode.OK));
        (await service.Sql($"select count(*) from value_standing where value_id = '{id}' and until is null")).ShouldBe(["1"]);
    }

    [Theory]
    [InlineData("value_entry")]
    [InlineData("value_claim")]
    public async Task The_database_itself_lets_nobody_change_or_remove_what_was_entered(string table)
    {
        await service.Records(await service.SignedOrganisation(), ValueLedger.Figure());
        var column = table == "value_entry" ? "amount" : "share";
        foreach (var change in new[] { $"update {table} set {column} = {column}", $"delete from {table}", $"truncate {table}" })
            (await Should.ThrowAsync<Npgsql.PostgresException>(() => service.Sql(change))).MessageText.ShouldContain("append-only");
    }

    [Theory]
    [InlineData("stage", "bonus")]
    [InlineData("pillar", "moral")]
    [InlineData("outcome", "Something of our own")]
    [InlineData("title", " ")]
    [InlineData("unit", "points")]
    [InlineData("confidence", "certain")]
    [InlineData("source", "")]
    [InlineData("place", "E99999999")]
    public async Task Every_bad_word_is_named(string field, string value)
    {
        var by = await service.SignedOrganisation();
        await service.As(by.Editor).Posts($"/api/organisations/{by.Id}/value", ValueLedger.Figure().With(field, value)).Is_invalid(field);
    }

    [Fact]
    public async Task Figures_and_periods_that_cannot_be_are_refused_with_what_to_do()
    {
        var by = await service.SignedOrganisation();
        var next = PledgeFixture.Date(PledgeFixture.Today.AddYears(1));
        foreach (var (figure, field) in new[]
        {
            (ValueLedger.Figure(0), "amount"), (ValueLedger.Figure(-1), "amount"), (ValueLedger.Figure(0.00001m), "amount"), (ValueLedger.Figure().With("periodUntil", "2025-12-31"), "periodUntil"),
            (ValueLedger.Figure(confidence: "measured").With("periodUntil", next), "periodUntil"), (ValueLedger.Figure(stage: "unpredicted", confidence: "guessed").With("periodUntil", next), "periodUntil"),
            (ValueLedger.Figure().With("periodFrom", "1990-01-01"), "periodFrom"), (ValueLedger.Figure().With("share", 1.5), "share"), (ValueLedger.Figure().With("share", 0), "share"), (ValueLedger.Figure().With("share", 0.33333), "share"),
        })
            await service.As(by.Editor).Posts($"/api/organisations/{by.Id}/value", figure).Is_invalid(field);
        await service.Records(by, ValueLedger.Figure(stage: "added", confidence: "estimated").With("periodUntil", next));   // what is contracted lies ahead
        await service.As(by.Editor).Posts($"/api/value/{await service.Records(by, ValueLedger.Figure())}/corrections", ValueLedger.Figure()).Is_invalid("reason");
    }

    [Fact]
    public async Task Nobody_records_or_corrects_for_others_or_without_having_signed()
    {
        var (by, other) = (await service.SignedOrganisation(), await service.SignedOrganisation());
        await service.As(other.Editor).Posts($"/api/organisations/{by.Id}/value", ValueLedger.Figure()).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        var id = await service.Records(by, ValueLedger.Figure());
        await service.As(other.Editor).Posts($"/api/value/{id}/corrections", ValueLedger.Figure().With("reason", "Ours.")).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.As(other.Editor).Posts($"/api/value/{id}/claims", new { organisationId = by.Id, share = 0, reason = "Not theirs." }).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        var unsigned = Guid.NewGuid();
        await service.As(Person.With().Of(unsigned, Roles.Editor)).Posts($"/api/organisations/{unsigned}/value", ValueLedger.Figure()).Is_refused(HttpStatusCode.Conflict, "charter-not-signed");
        await service.Anonymous().GetAsync($"/api/value/{Guid.NewGuid()}").Is_refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task What_somebody_entered_is_shown_to_them()
    {
        var by = await service.SignedOrganisation();
        var id = await service.Records(by, ValueLedger.Figure());
        var held = await service.As(by.Editor).GetAsync("/api/personal-data/pledge").Answers_with(HttpStatusCode.OK);
        held.GetProperty("valueRecorded").EnumerateArray().Single().Id("valueId").ShouldBe(id);
        held.GetProperty("sharesClaimed").EnumerateArray().Single().GetProperty("share").GetDecimal().ShouldBe(1);
    }

    [Fact]
    public async Task Value_is_stated_again_as_it_stands()
    {
        await using var alone = new PledgeFixture();
        await alone.InitializeAsync();
        var (by, other) = (await alone.SignedOrganisation(), await alone.SignedOrganisation());
        var id = await alone.Records(by, ValueLedger.Figure(12.5m));
        await alone.Claims(id, other, 0.5m).Answers_with(HttpStatusCode.OK);
        var last = await alone.Published<ValueStated>(e => e.Value.ValueId == id && e.Value.Version == 2);
        (await alone.Run("restate", "signatory")).ExitCode.ShouldBe(0);
        await Eventually.Passes(() =>
        {
            var again = alone.AllRestated("signatory").OfType<ValueStated>().Single();
            (again.Value, again.IsDisputed, again.By).ShouldBe((last.Value, last.IsDisputed, last.By));
            again.Shares.ShouldBe(last.Shares);
            again.OccurredAt.ShouldBe(last.OccurredAt, TimeSpan.FromMicroseconds(1));   // as exactly as it is stored
            return Task.CompletedTask;
        });
    }
}
