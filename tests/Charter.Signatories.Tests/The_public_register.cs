using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using Charter.Contracts;

namespace Charter.Signatories.Tests;

public sealed class The_public_register(SignatoryFixture service)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Fact]
    public async Task It_is_found_by_the_beginnings_of_words_in_name_identifier_and_place()
    {
        var charter = await service.PublishedCharter();
        var word = $"zq{Guid.NewGuid():n}"[..12];
        var number = $"OC{Random.Shared.Next(100_000, 999_999)}";
        var (id, _) = await service.SignedOrganisation(charter, SignatoryFixture.Organisation($"The {word} Trust", places: ["E08000010"], identifiers: new { scheme = "GB-COH", id = number }));

        foreach (var query in new[] { word, word[..8].ToUpperInvariant() + " tru", number, $"wigan {word}" })
            (await Ids($"?q={Uri.EscapeDataString(query)}")).ShouldContain(id, query);
        (await Ids($"?q={word}+salford")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("' & | ! :* <-> ()")]
    [InlineData("%_\\")]
    [InlineData("<script>alert(1)</script>")]
    public async Task Any_text_may_be_searched_for(string query) =>
        await service.Anonymous().GetAsync($"/api/register?q={Uri.EscapeDataString(query)}").Answers_with(HttpStatusCode.OK);

    [Fact]
    public async Task Questions_take_their_part_of_the_room_for_answers()
    {
        using var listener = new MeterListener { InstrumentPublished = (instrument, l) => { if (instrument.Name == "charter.register.kept") l.EnableMeasurementEvents(instrument); } };
        Dictionary<Instrument, long> kept = [];   // by every service of this process, of which the others are asked by other tests
        listener.SetMeasurementEventCallback<long>((instrument, bytes, _, _) => kept[instrument] = bytes);
        listener.Start();
        await using var alone = new SignatoryFixture();
        await alone.InitializeAsync();
        Dictionary<Instrument, long> Kept()
        {
            kept = [];
            listener.RecordObservableInstruments();
            return kept;
        }
        var before = Kept();
        foreach (var i in Enumerable.Range(0, 50))
            await alone.Anonymous().GetAsync($"/api/register?q={i}{new string('a', 7_000)}").Answers_with(HttpStatusCode.OK);
        Kept().Select(k => k.Value - before.GetValueOrDefault(k.Key)).ShouldContain(more => more >= 50 * 2 * 14_000 && more <= 50 * 2 * 22_000);   // each is the key of an answer and of an estimate
    }

    [Fact]
    public async Task Totals_and_facets_agree_with_the_list_for_every_combination_of_filters()
    {
        var charter = await service.PublishedCharter();
        var mark = $"totals{Guid.NewGuid():n}"[..16];
        await service.SignedOrganisation(charter, SignatoryFixture.Organisation($"First organisation {mark}", sector: "faith", places: ["E08000001", "E08000002"]));
        await service.SignedOrganisation(charter, SignatoryFixture.Organisation($"Second organisation {mark}", sector: "faith", places: ["E08000002"]));
        await service.SignedOrganisation(charter, SignatoryFixture.Organisation($"Third organisation {mark}", sector: "housing", places: ["E08000002"]));

        // Other tests sign at the same moment, so totals are compared within one answer and its facets within the filter.
        foreach (var filter in new[] { "?sector=faith", "?place=E08000002", "?sector=faith&place=E08000002", "?sector=housing&mark=none", "?q=organisation&sector=faith", $"?q={mark}", $"?q={mark}&sector=faith&place=E08000002" })
        {
            var answer = await service.Anonymous().GetAsync($"/api/register{filter}&size=100").Answers_with(HttpStatusCode.OK);
            var total = answer.GetProperty("total").GetInt64();
            Math.Min(total, 100).ShouldBe(answer.GetProperty("items").GetArrayLength(), filter);
            if (filter.Contains(mark))
                total.ShouldBe(filter.Contains("faith") ? 2 : 3, filter);
            if (filter.Contains("sector=faith"))
                Facet(answer, "sector", "faith").ShouldBe(total, filter);
            if (filter.Contains("place="))
                Facet(answer, "place", "E08000002").ShouldBe(total, filter);
        }
    }

    [Fact]
    public async Task Pages_follow_each_other_by_name_without_gap_or_repetition()
    {
        var charter = await service.PublishedCharter();
        var mark = $"page{Guid.NewGuid():n}"[..14];
        foreach (var name in new[] { "beta", "Alpha", "gamma", "Éclair", "alpha" })
            await service.SignedOrganisation(charter, SignatoryFixture.Organisation($"{name} {mark}"));

        var names = new List<string>();
        var after = "";
        do
        {
            var page = await service.Anonymous().GetAsync($"/api/register?q={mark}&size=2&after={after}").Answers_with(HttpStatusCode.OK);
            names.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.Text("name")!.Split(' ')[0]));
            page.GetProperty("total").GetInt32().ShouldBe(5);
            after = page.Text("next");
        } while (after is not null);
        names.Select(n => n.ToLowerInvariant()).ShouldBe(["alpha", "alpha", "beta", "gamma", "éclair"]);
    }

    [Fact]
    public async Task A_mark_is_shown_and_counted_once_however_often_it_is_announced()
    {
        var charter = await service.PublishedCharter();
        var (id, _) = await service.SignedOrganisation(charter, SignatoryFixture.Organisation(sector: "industry-body"));
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var award = new KiteMarkAwarded(Guid.NewGuid(), 1, Guid.NewGuid(), id, "scheme", "bronze", today, today.AddYears(3), Guid.NewGuid(), Now);

        await service.Deliver(award, times: 2);
        await service.Deliver(award);   // the same fact under another message id

        (await service.RegisterEntry(id)).GetProperty("mark").Id("awardId").ShouldBe(award.AwardId);
        var answer = await service.Anonymous().GetAsync("/api/register?sector=industry-body&mark=bronze").Answers_with(HttpStatusCode.OK);
        answer.GetProperty("total").GetInt32().ShouldBe(answer.GetProperty("items").GetArrayLength());
        answer.GetProperty("items").EnumerateArray().Select(i => i.Id("organisationId")).ShouldContain(id);
    }

    [Fact]
    public async Task Duties_keep_their_furthest_state_when_events_come_twice_and_backwards()
    {
        var charter = await service.PublishedCharter();
        var (id, _) = await service.SignedOrganisation(charter);
        LedgerDuty Embed(string state) => new(1, "embed", "embed", Bindings.EverySignatory, "Adapt policies.", state);

        await service.Deliver(new DutyAdvanced(id, charter.Id, 1, Embed(DutyStates.Verified), Now), times: 2);
        await service.Deliver(new DutyAdvanced(id, charter.Id, 1, Embed(DutyStates.InPlace), Now), times: 2);
        await service.Deliver(new LedgerOpened(id, charter.Id, 1, [Embed(DutyStates.NotStarted), new(2, "deliver", "deliver", Bindings.EverySignatory, "Carry it through.", DutyStates.NotStarted)], Now), times: 2);

        var duties = (await service.RegisterEntry(id)).GetProperty("duties").EnumerateArray().Select(d => (d.Text("code"), d.Text("state"))).ToArray();
        duties.ShouldBe([("embed", "verified"), ("deliver", "not-started")]);
    }

    [Fact]
    public async Task A_duty_that_fell_back_is_shown_so_whatever_the_order_and_the_commitment_is_counted_no_more()
    {
        var charter = await service.PublishedCharter();
        var (id, _) = await service.SignedOrganisation(charter, SignatoryFixture.Organisation(sector: "faith"));
        LedgerDuty Embed(string state, int revision) => new(1, "embed", "embed", Bindings.EverySignatory, "Adapt policies.", state, revision);
        async Task<string?> Shown() => (await service.RegisterEntry(id)).GetProperty("duties").EnumerateArray().Single().Text("state");
        async Task<bool> IsCounted() => (await service.Anonymous().GetAsync("/api/register?sector=faith&commitment=embed&size=100").Answers_with(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().Any(i => i.Id("organisationId") == id);

        await service.Deliver(new DutyAdvanced(id, charter.Id, 1, Embed(DutyStates.Verified, 0), Now));
        (await IsCounted()).ShouldBeTrue();
        await service.Deliver(new DutyFellBack(id, charter.Id, 1, Embed(DutyStates.InPlace, 1), SetbackReasons.Expired, Guid.NewGuid(), Now), times: 2);
        await service.Deliver(new DutyAdvanced(id, charter.Id, 1, Embed(DutyStates.Verified, 0), Now));   // late
        (await Shown()).ShouldBe("in-place");
        (await IsCounted()).ShouldBeFalse();

        await service.Deliver(new DutyAdvanced(id, charter.Id, 1, Embed(DutyStates.Verified, 1), Now));
        await service.Deliver(new DutyFellBack(id, charter.Id, 1, Embed(DutyStates.InPlace, 1), SetbackReasons.Expired, Guid.NewGuid(), Now));   // later still
        (await Shown()).ShouldBe("verified");
        (await IsCounted()).ShouldBeTrue();
    }

    [Fact]
    public async Task Evidence_that_expired_is_said_to_be_and_what_was_superseded_refused_or_taken_back_is_not_shown()
    {
        var charter = await service.PublishedCharter();
        var (id, _) = await service.SignedOrganisation(charter);
        var pledge = new PledgeFacts(Guid.NewGuid(), 1, id, "embed", "social", "Improving family life", "Policy", "policies", "count", 0, 3, new(2030, 1, 1), "active");
        EvidenceFacts Evidence(string state) => new(Guid.NewGuid(), 2, pledge.PledgeId, id, "embed", $"Minute {state}", new(2024, 1, 1), state, "policy", new(2026, 12, 31));
        await service.Deliver(new PledgeMade(pledge, Guid.NewGuid(), Now));
        await service.Deliver(new EvidenceExpired(Evidence(EvidenceStates.Expired), Now));
        await service.Deliver(new EvidenceSuperseded(Evidence(EvidenceStates.Superseded), Guid.NewGuid(), Now));
        await service.Deliver(new EvidenceRefused(Evidence(EvidenceStates.Refused), Guid.NewGuid(), Now));
        await service.Deliver(new EvidenceWithdrawn(Evidence(EvidenceStates.Withdrawn), Guid.NewGuid(), Now));
        var shown = (await service.RegisterEntry(id)).GetProperty("pledges").EnumerateArray().Single();
        shown.GetProperty("evidence").EnumerateArray().Select(e => e.Text("title")).ShouldBe(["Minute expired"]);
    }

    [Fact]
    public async Task A_pledge_says_from_when_where_and_for_whom_it_is_and_whether_a_rule_ended_it()
    {
        var charter = await service.PublishedCharter();
        var (id, _) = await service.SignedOrganisation(charter);
        var pledge = new PledgeFacts(Guid.NewGuid(), 1, id, "embed", "social", "Improving family life", "Policy", "policies", "count", 0, 3, new(2026, 10, 1), "active",
            BaselineOn: new(2026, 3, 31), Place: "E08000006", TargetGroups: ["disability", "age"], Segment: "community");
        await service.Deliver(new PledgeMade(pledge, Guid.NewGuid(), Now));
        async Task<System.Text.Json.JsonElement> Shown() => (await service.RegisterEntry(id)).GetProperty("pledges").EnumerateArray().Single();
        var shown = await Shown();
        (shown.Text("baselineOn"), shown.GetProperty("place").Text("name"), shown.Text("segment"), shown.Text("endedOn")).ShouldBe(("2026-03-31", "Salford", "community", null));
        shown.GetProperty("targetGroups").EnumerateArray().Select(g => g.GetString()).ShouldBe(["disability", "age"]);

        await service.Deliver(new PledgeMissed(pledge with { Version = 2, Status = "missed", EndedOn = new(2026, 11, 1), EndedByRule = true }, Guid.Empty, Now, ByRule: true));
        shown = await Shown();
        (shown.Text("status"), shown.Text("endedOn"), shown.GetProperty("endedByRule").GetBoolean()).ShouldBe(("missed", "2026-11-01", true));
        await service.Deliver(new PledgeReopened(pledge with { Version = 3, DueOn = new(2027, 3, 1) }, Guid.NewGuid(), Now), times: 2);
        await service.Deliver(new PledgeMade(pledge with { Place = null, TargetGroups = null, BaselineOn = null, Segment = null }, Guid.NewGuid(), Now));
        shown = await Shown();
        (shown.Text("status"), shown.Text("dueOn"), shown.GetProperty("endedByRule").GetBoolean()).ShouldBe(("active", "2027-03-01", false));
    }

    [Fact]
    public async Task Pledges_and_evidence_keep_their_newest_version_when_events_come_twice_and_backwards()
    {
        var charter = await service.PublishedCharter();
        var (id, _) = await service.SignedOrganisation(charter);
        var pledge = new PledgeFacts(Guid.NewGuid(), 1, id, "embed", "social", "Improving family life", "Policy", "policies", "count", 0, 3, new(2030, 1, 1), "active", PromisedOn: new(2025, 5, 4));
        var evidence = new EvidenceFacts(Guid.NewGuid(), 1, pledge.PledgeId, id, "embed", "Board minute", new(2026, 1, 1), EvidenceStates.Submitted);

        await service.Deliver(new EvidenceVerified(evidence with { Version = 2, State = EvidenceStates.Verified }, Guid.NewGuid(), Now), times: 2);
        await service.Deliver(new EvidenceSubmitted(evidence, Guid.NewGuid(), Now), times: 2);
        await service.Deliver(new PledgeProgressReported(pledge with { Version = 2, ProgressValue = 1.5m, ProgressOn = new(2026, 6, 1) }, Guid.NewGuid(), Now), times: 2);
        await service.Deliver(new PledgeMade(pledge, Guid.NewGuid(), Now), times: 2);

        var shown = (await service.RegisterEntry(id)).GetProperty("pledges").EnumerateArray().Single();
        shown.GetProperty("progress").GetProperty("value").GetDecimal().ShouldBe(1.5m);
        shown.Text("promisedOn").ShouldBe("2025-05-04", "it was entered afterwards");
        shown.GetProperty("evidence").EnumerateArray().Single().Text("state").ShouldBe("verified");
    }

    [Theory]
    [InlineData("?sector=charities", "sector")]
    [InlineData("?place=Salford", "place")]
    [InlineData("?size=0", "size")]
    [InlineData("?after=%7B%7D", "after")]
    [InlineData("?after=eyJOYW1lIjoiXHUwMDAwIiwiSWQiOiIwMTk4OGY2ZS03YTUxLTdjM2UtOWQzYS0yZjFmNWMxZjlhMTAifQ", "after")]   // a NUL in the name
    [InlineData("?after=e30", "after")]   // {}
    [InlineData("?q=%00", "q")]
    public async Task A_bad_filter_is_named(string query, string field) => await service.Anonymous().GetAsync($"/api/register{query}").Is_invalid(field);

    [Fact]
    public async Task An_organisation_that_has_not_signed_is_not_on_it()
    {
        var (id, _) = await service.ConfirmedOrganisation();
        await service.Anonymous().GetAsync($"/api/register/{id}").Is_refused(HttpStatusCode.NotFound, "not-on-register");
        await service.Anonymous().GetAsync("/api/register/salford").Is_invalid("organisationId");
    }

    [Fact]
    public async Task It_answers_head_like_get_without_the_body()
    {
        using var answer = await service.Anonymous().SendAsync(new(HttpMethod.Head, "/api/register"));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_signature_to_another_charter_leaves_the_entry_with_the_first()
    {
        var first = await service.PublishedCharter();
        var (id, signatory) = await service.SignedOrganisation(first);
        var second = await service.PublishedCharter();
        await service.As(signatory).Posts($"/api/charters/{second.Id}/signatures", SignatoryFixture.Signing(id, second.Hash)).Answers_with(HttpStatusCode.Created);

        (await service.RegisterEntry(id)).GetProperty("signature").Id("charterId").ShouldBe(first.Id);
        (await service.As(signatory).GetAsync($"/api/organisations/{id}/signatures").Answers_with(HttpStatusCode.OK)).GetProperty("items").GetArrayLength().ShouldBe(2);
    }

    private static long Facet(JsonElement answer, string facet, string value) =>
        answer.GetProperty("facets").GetProperty(facet).EnumerateArray().Single(f => f.Text("value") == value).GetProperty("count").GetInt64();

    private async Task<IReadOnlyList<Guid>> Ids(string query) =>
        [.. (await service.Anonymous().GetAsync($"/api/register{query}").Answers_with(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().Select(i => i.Id("organisationId"))];
}
