using System.Net;
using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

public sealed class Totals_of_value(PledgeFixture service)
{
    private readonly string _outcome = $"Outcome {Guid.NewGuid():n}";

    private async Task<Organisation> Signed(string sector = "local-authority", string name = "Sample Council")
    {
        var (charter, id) = (Guid.NewGuid(), Guid.NewGuid());
        await service.Deliver(PledgeFixture.Published(charter) with { Outcomes = [_outcome] });
        await service.Deliver(PledgeFixture.Signed(charter, id, name: name) with { Sector = sector });
        return new(id, charter, Person.With().Of(id, Roles.Editor));
    }

    private Task<JsonElement> Totals(string more = "") => service.Totals($"outcome={_outcome}{more}");

    [Fact]
    public async Task Stages_confidences_and_units_are_never_added_together_and_the_period_is_carried_along()
    {
        var days = new List<string> { PledgeFixture.Date(PledgeFixture.Today) };
        var a = await Signed();
        foreach (var (amount, stage, confidence, unit) in new[] { (100m, "core", "measured", "gbp"), (50m, "core", "measured", "gbp"), (20m, "core", "guessed", "gbp"), (7m, "added", "estimated", "gbp"), (3m, "unpredicted", "estimated", "hours") })
            await service.Records(a, ValueLedger.Figure(amount, stage, confidence, unit, _outcome));
        await service.Records(a, ValueLedger.Figure(1, outcome: _outcome).With("periodFrom", "2025-04-01").With("periodUntil", "2025-09-30"));
        var totals = await Totals();
        (totals.Of("core"), totals.Of("added"), totals.Of("unpredicted"), totals.Of("unpredicted", "hours")).ShouldBe(("151 0 20 | 0", "0 7 0 | 0", "0 0 0 | 0", "0 3 0 | 0"));
        var core = totals.GetProperty("totals")[0].GetProperty("stages")[0].GetProperty("measured");
        (core.GetProperty("records").GetInt32(), core.Text("periodFrom"), core.Text("periodUntil")).ShouldBe((3, "2025-04-01", "2026-06-30"));
        days.Add(PledgeFixture.Date(PledgeFixture.Today));
        totals.Text("asAt")!.ShouldBeOneOf([.. days]);
        totals.GetProperty("licence").Text("name").ShouldBe("Open Government Licence v3.0");
    }

    [Fact]
    public async Task Totals_are_split_by_place_sector_pillar_and_outcome_and_a_county_includes_its_districts()
    {
        var (a, b) = (await Signed(), await Signed("business", "Sample Bakery"));
        await service.Records(a, ValueLedger.Figure(100, outcome: _outcome, place: "E08000006"));
        await service.Records(a, ValueLedger.Figure(10, outcome: _outcome, place: "E11000001", pillar: "social"));
        await service.Records(b, ValueLedger.Figure(1, outcome: _outcome, place: null));
        (await By("place")).ShouldBe([("E11000001", "Greater Manchester", "10 0 0 | 0"), ("E08000006", "Salford", "100 0 0 | 0"), ("", "", "1 0 0 | 0")]);
        (await By("sector")).ShouldBe([("business", "business", "1 0 0 | 0"), ("local-authority", "local-authority", "110 0 0 | 0")]);
        (await By("pillar")).ShouldBe([("economic", "economic", "101 0 0 | 0"), ("social", "social", "10 0 0 | 0")]);
        (await By("outcome")).ShouldBe([(_outcome, _outcome, "111 0 0 | 0")]);
        (await Totals("&place=E11000001")).Of("core").ShouldBe("110 0 0 | 0");
        (await Totals("&place=E08000006")).Of("core").ShouldBe("100 0 0 | 0");
        (await Totals("&sector=business")).Of("core").ShouldBe("1 0 0 | 0");
        (await Totals("&pillar=social")).Of("core").ShouldBe("10 0 0 | 0");

        async Task<(string?, string?, string)[]> By(string by) => [.. (await Totals($"&by={by}")).GetProperty("groups").EnumerateArray().Select(g => (g.Text("value"), g.Text("label"), g.Of("core")))];
    }

    [Theory]
    [InlineData("by=organisation", "by")]
    [InlineData("sector=pirates", "sector")]
    [InlineData("place=nowhere", "place")]
    [InlineData("pillar=x", "pillar")]
    [InlineData("asAt=2999-01-01", "asAt")]
    [InlineData("asAt=yesterday", "asAt")]
    public async Task What_is_not_known_is_named(string query, string field) => await service.Anonymous().GetAsync($"/api/value/totals?{query}").Is_invalid(field);

    [Fact]
    public async Task The_download_has_a_line_for_each_part_and_is_safe_in_a_spreadsheet()
    {
        var a = await Signed(name: "=Sample, Council");
        await service.Records(a, ValueLedger.Figure(100, outcome: _outcome));
        await service.Records(a, ValueLedger.Figure(0.5m, "added", "guessed", outcome: _outcome));
        var today = PledgeFixture.Date(PledgeFixture.Today);
        using var answer = await service.Anonymous().GetAsync($"/api/value/totals/export?outcome={_outcome}&asAt={today}");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        (await answer.Content.ReadAsStringAsync()).ShouldBe($"""
            organisation_id,label,unit,stage,confidence,amount,in_dispute,records,period_from,period_until,as_at,licence,measure_framework_id,measure_framework,measure_version,measure_code,measure_name
            {a.Id},"'=Sample, Council",gbp,core,measured,100,0,1,2026-01-01,2026-06-30,{today},https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/,,,,,
            {a.Id},"'=Sample, Council",gbp,added,guessed,0.5,0,1,2026-01-01,2026-06-30,{today},https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/,,,,,

            """.ReplaceLineEndings("\r\n"));
        var json = await service.Anonymous().GetAsync($"/api/value/totals/export?format=json&by=place&outcome={_outcome}").Answers_with(HttpStatusCode.OK);
        PledgeFixture.Items(json).Select(i => (i.Text("label"), i.Text("stage"), i.GetProperty("amount").GetRawText())).ShouldBe([("Salford", "core", "100"), ("Salford", "added", "0.5")]);
        await service.Anonymous().GetAsync("/api/value/totals/export?format=xml").Is_invalid("format");
    }

    [Fact]
    public async Task A_period_that_was_corrected_is_in_no_total_any_more()
    {
        var a = await Signed();
        await service.Records(a, ValueLedger.Figure(100, outcome: _outcome));
        var wrong = await service.Records(a, ValueLedger.Figure(10, outcome: _outcome).With("periodFrom", "2019-01-01"));
        await Period("2019-01-01", 2, "110");
        await service.As(a.Editor).Posts($"/api/value/{wrong}/corrections", ValueLedger.Figure(11, outcome: _outcome).With("periodFrom", "2026-03-01").With("reason", "Another year.")).Answers_with(HttpStatusCode.OK);
        await Period("2026-01-01", 2, "111");

        Task Period(string from, int records, string amount) => Eventually.Passes(async () =>
        {
            foreach (var more in new[] { "", $"&organisationId={a.Id}", "&sector=local-authority", "&place=E08000006" })
            {
                var measured = (await Totals(more)).GetProperty("totals")[0].GetProperty("stages")[0].GetProperty("measured");
                (measured.Text("periodFrom"), measured.Text("periodUntil"), measured.GetProperty("records").GetInt32(), measured.GetProperty("amount").GetRawText()).ShouldBe((from, "2026-06-30", records, amount));
            }
            (await service.Sql($"select count(*) from value_sum_change where outcome = '{_outcome}'")).ShouldBe(["0"]);
        });
    }

    [Fact]
    public async Task An_organisation_that_is_of_another_sector_now_counts_there_and_a_shared_record_once()
    {
        var (a, b) = (await Signed("business"), await Signed("voluntary"));
        var shared = await service.Records(a, ValueLedger.Figure(100, outcome: _outcome).With("share", 0.6));
        await service.Claims(shared, b, 0.4m).Answers_with(HttpStatusCode.OK);
        (await Of("business"), await Of("voluntary")).ShouldBe((("60 0 0 | 0", 1), ("40 0 0 | 0", 1)));
        await service.Deliver(PledgeFixture.Signed(b.Charter, b.Id) with { Sector = "business", OrganisationVersion = 9 });
        await Eventually.Passes(async () => (await Of("business"), await Of("voluntary")).ShouldBe((("100 0 0 | 0", 1), ("", 0))));

        async Task<(string, int)> Of(string sector)
        {
            var totals = await Totals($"&sector={sector}");
            return (totals.Of("core"), totals.GetProperty("totals").EnumerateArray().Sum(t => t.GetProperty("stages")[0].GetProperty("measured").GetProperty("records").GetInt32()));
        }
    }

    [Fact]
    public async Task After_a_succession_the_amounts_are_the_successors_and_a_reversal_gives_them_back()
    {
        var (from, to) = (await Signed(), await Signed("business"));
        var shared = await service.Records(from, ValueLedger.Figure(1000, outcome: _outcome).With("share", 0.6));
        await service.Claims(shared, to, 0.4m).Answers_with(HttpStatusCode.OK);
        var disputed = await service.Records(to, ValueLedger.Figure(10, outcome: _outcome));
        await service.Claims(disputed, from, 1).Answers_with(HttpStatusCode.OK);
        var before = (await Of(from.Id), await Of(to.Id));
        before.ShouldBe(("600 0 0 | 10", "410 0 0 | 0"));
        var succession = new OrganisationSucceeded(Guid.CreateVersion7(), 1, SuccessionKinds.Merge, from.Id, to.Id, new(2026, 4, 1), "The successor", "business", ["E08000006"], Guid.NewGuid(), DateTimeOffset.UtcNow);
        await service.Deliver(succession, times: 2);
        await Eventually.Passes(async () => (await Of(from.Id), await Of(to.Id)).ShouldBe(("", "1010 0 0 | 10")));
        (await Totals("&by=sector")).GetProperty("groups").EnumerateArray().Single().Of("core").ShouldBe("1010 0 0 | 10");
        PledgeFixture.Items(await service.Anonymous().GetAsync($"/api/organisations/{to.Id}/value").Answers_with(HttpStatusCode.OK)).Select(v => v.GetProperty("counted").GetRawText()).ShouldBe(["10", "1000"]);

        var ours = to with { Editor = to.Editor.InPlaceOf(from.Id, to.Id) };
        await service.As(ours.Editor).Posts($"/api/value/{disputed}/claims", new { organisationId = from.Id, share = 0, reason = "We are one now." }).Answers_with(HttpStatusCode.OK);
        (await Of(to.Id)).ShouldBe("1010 0 0 | 0");
        await service.As(ours.Editor).Posts($"/api/organisations/{from.Id}/value", ValueLedger.Figure(outcome: _outcome)).Is_refused(HttpStatusCode.Conflict, "organisation-succeeded");
        await service.Deliver(new SuccessionReversed(succession.SuccessionId, 2, succession.Kind, from.Id, to.Id, succession.On, Guid.NewGuid(), DateTimeOffset.UtcNow));
        await Eventually.Passes(async () => (await Of(from.Id), await Of(to.Id)).ShouldBe(("600 0 0 | 0", "410 0 0 | 0")));

        async Task<string> Of(Guid organisation) => (await Totals($"&organisationId={organisation}")).Of("core");
    }
}
