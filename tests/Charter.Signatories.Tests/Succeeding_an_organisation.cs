using System.Net;
using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Signatories.Tests;

public sealed class Succeeding_an_organisation(SignatoryFixture service)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly DateOnly Today = TimeProvider.System.Today();
    private readonly List<KiteMarkAwarded> _marks = [];
    private readonly List<LedgerOpened> _ledgers = [];
    private static readonly string[] Tables = ["register_duty", "register_pledge", "register_evidence", "register_mark", "register_entry", "signature"];

    private Task<HttpResponseMessage> Enter(Guid predecessor, Guid successor, string kind = SuccessionKinds.Succession, DateOnly? on = null, string? note = null) =>
        service.As(service.Registrar).Posts($"/api/organisations/{predecessor}/succession", new { successorId = successor, kind, on = $"{on ?? Today:yyyy-MM-dd}", note });

    private Task<HttpResponseMessage> Reverse(Guid predecessor, string reason = "It was another trust.") =>
        service.As(service.Registrar).Posts($"/api/organisations/{predecessor}/succession/reversal", new { reason });

    private static PledgeMade Pledge(Guid organisation) => new(
        new(Guid.CreateVersion7(), 1, organisation, "embed", "social", "Improving family life", "Policy", "policies", "count", 0, 3, new(2030, 1, 1), "active"), Guid.NewGuid(), Now);

    private static KiteMarkAwarded Award(Guid organisation, string level = "bronze") =>
        new(Guid.CreateVersion7(), 1, Guid.NewGuid(), organisation, "scheme", level, Today, Today.AddYears(3), Guid.NewGuid(), Now);

    private static LedgerOpened Ledger(Guid organisation, Guid charter, string state) => new(organisation, charter, 1, [new(1, "embed", "embed", Bindings.EverySignatory, "Adapt policies.", state)], Now);

    /// <summary>Two that have signed; the first has a pledge with evidence, and a mark.</summary>
    private async Task<(Guid Predecessor, Guid Successor, Guid Pledge, Guid Award)> Two(bool successorSigned = true)
    {
        var charter = await service.PublishedCharter();
        var (from, _) = await service.SignedOrganisation(charter);
        var (to, _) = successorSigned ? await service.SignedOrganisation(charter) : await service.ConfirmedOrganisation();
        var (pledge, award) = (Pledge(from), Award(from));
        var ledger = Ledger(from, charter.Id, DutyStates.Verified);
        await service.Deliver(ledger);
        await service.Deliver(pledge);
        await service.Deliver(new EvidenceSubmitted(new(Guid.NewGuid(), 1, pledge.Pledge.PledgeId, from, "embed", "Board minute", new(2026, 1, 1), EvidenceStates.Submitted), Guid.NewGuid(), Now));
        await service.Deliver(award);
        _marks.Add(award);
        _ledgers.Add(ledger);
        return (from, to, pledge.Pledge.PledgeId, award.AwardId);
    }

    [Fact]
    public async Task The_successor_shows_what_the_predecessor_had_and_each_leads_to_the_other()
    {
        var (from, to, pledge, award) = await Two();
        await Enter(from, to, on: new(2024, 4, 1)).Answers_with(HttpStatusCode.Created);

        var after = await service.RegisterEntry(to);
        after.GetProperty("signature").Text("status").ShouldBe("in-force");
        after.GetProperty("pledges").EnumerateArray().Single().Id().ShouldBe(pledge);
        after.GetProperty("pledges")[0].Id("carriedFrom").ShouldBe(from);
        after.GetProperty("pledges")[0].GetProperty("evidence").GetArrayLength().ShouldBe(1);
        after.GetProperty("duties")[0].Text("state").ShouldBe("verified");
        after.GetProperty("mark").Id("awardId").ShouldBe(award);
        after.GetProperty("signature").GetProperty("carriedFrom").ValueKind.ShouldBe(JsonValueKind.Null);
        var one = after.GetProperty("predecessors").EnumerateArray().Single();
        (one.Id("organisationId"), one.Text("kind"), one.Text("on"), one.Text("enteredOn"), one.Text("signedOn")).ShouldBe((from, "succession", "2024-04-01", $"{Today:yyyy-MM-dd}", $"{Today:yyyy-MM-dd}"));

        var before = await service.RegisterEntry(from);
        before.GetProperty("signature").Text("status").ShouldBe("succeeded");
        before.GetProperty("successor").Id("organisationId").ShouldBe(to);
        before.GetProperty("pledges").GetArrayLength().ShouldBe(0);
        before.GetProperty("mark").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Who_has_not_signed_is_on_the_register_with_the_signature_that_it_was_left_and_then_with_its_own()
    {
        var charter = await service.PublishedCharter();
        var (from, _) = await service.SignedOrganisation(charter);
        var (to, signatory) = await service.ConfirmedOrganisation();
        await Enter(from, to).Answers_with(HttpStatusCode.Created);
        var signature = (await service.RegisterEntry(to)).GetProperty("signature");
        signature.Id("carriedFrom").ShouldBe(from);
        signature.Id().ShouldBe((await service.RegisterEntry(from)).GetProperty("signature").Id());

        var other = await service.PublishedCharter();
        await service.As(signatory).Posts($"/api/charters/{other.Id}/signatures", SignatoryFixture.Signing(to, other.Hash)).Answers_with(HttpStatusCode.Created);
        signature = (await service.RegisterEntry(to)).GetProperty("signature");
        signature.Id("charterId").ShouldBe(other.Id);
        signature.GetProperty("carriedFrom").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reversed_everything_is_as_it_was_and_what_was_added_since_stays(bool successorSigned)
    {
        var (from, to, _, _) = await Two(successorSigned);
        var (before, counts) = (await State(), await Counts());
        await Enter(from, to).Answers_with(HttpStatusCode.Created);
        (await State()).ShouldNotBe(before);
        await Reverse(from).Answers_with(HttpStatusCode.OK);
        (await State()).ShouldBe(before);
        (await Counts()).ShouldBe(counts);
        (await service.Sql($"select * from carried_over where organisation_id = '{from}' or holder_id = '{to}'")).ShouldBeEmpty();
        (await service.Anonymous().GetAsync($"/api/register/{to}")).StatusCode.ShouldBe(successorSigned ? HttpStatusCode.OK : HttpStatusCode.NotFound);

        await Enter(from, to).Answers_with(HttpStatusCode.Created);   // it can be entered anew
        var (added, late) = (Pledge(to), Pledge(from));
        await service.Deliver(added);
        await service.Deliver(late);   // was on its way
        Pledges(await service.RegisterEntry(to)).ShouldContain(added.Pledge.PledgeId);
        Pledges(await service.RegisterEntry(to)).ShouldContain(late.Pledge.PledgeId);
        await Reverse(from).Answers_with(HttpStatusCode.OK);
        Pledges(await service.RegisterEntry(from)).ShouldContain(late.Pledge.PledgeId);
        if (successorSigned)
            Pledges(await service.RegisterEntry(to)).ShouldBe([added.Pledge.PledgeId]);

        // since when an entry says what it says is history, which a reversal does not rewrite
        async Task<string> State() => string.Join('\n', await service.Sql(string.Join(" union all ",
            Tables.Select(t => $"select '{t} ' || (to_jsonb(t) - 'changed_on')::text from {t} t where organisation_id in ('{from}', '{to}')")
                .Append($"select o::text from organisation o where id in ('{from}', '{to}')")) + " order by 1"));
        async Task<string> Counts() => string.Join('\n', await service.Sql("select sum(entries)::text, status, mark from register_count where place = '' group by status, mark having sum(entries) <> 0 and status = 'succeeded' order by 2, 3"));
    }

    private static IEnumerable<Guid> Pledges(JsonElement entry) => entry.GetProperty("pledges").EnumerateArray().Select(p => p.Id());

    [Theory]
    [InlineData("bronze", "bronze", false)]
    [InlineData("bronze", "silver", true)]
    [InlineData("gold", "silver", false)]
    [InlineData(null, "bronze", true)]
    public async Task A_mark_passes_on_unless_the_successor_has_one_that_is_worth_as_much(string? own, string left, bool passes)
    {
        var charter = await service.PublishedCharter();
        var ((from, _), (to, _)) = (await service.SignedOrganisation(charter), await service.SignedOrganisation(charter));
        var (mine, theirs) = (own is null ? null : Award(to, own), Award(from, left));
        if (mine is not null)
            await service.Deliver(mine);
        await Enter(from, to).Answers_with(HttpStatusCode.Created);
        await service.Deliver(theirs);   // in whatever order
        (await service.RegisterEntry(to)).GetProperty("mark").Id("awardId").ShouldBe(passes ? theirs.AwardId : mine!.AwardId);
        (await service.RegisterEntry(from)).GetProperty("mark").ValueKind.ShouldBe(JsonValueKind.Null);
        await Reverse(from).Answers_with(HttpStatusCode.OK);
        (await service.RegisterEntry(from)).GetProperty("mark").Id("awardId").ShouldBe(theirs.AwardId);
    }

    [Fact]
    public async Task What_comes_down_a_chain_is_with_its_end_and_comes_back_step_by_step()
    {
        var (first, second, pledge, _) = await Two();
        var (third, _) = await service.ConfirmedOrganisation();
        await Enter(first, second).Answers_with(HttpStatusCode.Created);
        await Enter(second, third).Answers_with(HttpStatusCode.Created);
        Pledges(await service.RegisterEntry(third)).ShouldBe([pledge]);
        (await service.RegisterEntry(first)).GetProperty("successor").Id("organisationId").ShouldBe(second);

        await Reverse(first).Is_refused(HttpStatusCode.Conflict, "succession-later");
        await Reverse(second).Answers_with(HttpStatusCode.OK);
        Pledges(await service.RegisterEntry(second)).ShouldBe([pledge]);
        (await service.Anonymous().GetAsync($"/api/register/{third}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await Reverse(first).Answers_with(HttpStatusCode.OK);
        Pledges(await service.RegisterEntry(first)).ShouldBe([pledge]);
        Pledges(await service.RegisterEntry(second)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_cannot_be_is_refused_with_the_reason_also_before_it_is_entered()
    {
        var ((one, signatory), (two, _), (three, _)) = (await service.ConfirmedOrganisation(), await service.ConfirmedOrganisation(), await service.ConfirmedOrganisation());
        var waiting = (await service.As(Person.With()).Posts("/api/organisations", SignatoryFixture.Organisation()).Answers_with(HttpStatusCode.Created)).Id();
        await Both(one, one, "succession-onto-itself");
        await Both(one, waiting, "organisation-not-confirmed");
        await Both(waiting, one, "organisation-not-confirmed");
        await Enter(one, two).Answers_with(HttpStatusCode.Created);
        await Both(one, three, "organisation-succeeded");
        await Both(three, one, "successor-succeeded");
        await Both(two, one, "succession-cycle");
        (await Enter(Guid.NewGuid(), two)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await Enter(three, Guid.NewGuid()).Is_invalid("successorId");
        await Enter(three, two, kind: "takeover").Is_invalid("kind");
        await Enter(three, two, on: Today.AddDays(1)).Is_invalid("on");
        await Enter(three, two, on: Today.AddYears(-51)).Is_invalid("on");
        await Enter(three, two, note: new string('x', 2_001)).Is_invalid("note");
        await Reverse(one, " ").Is_invalid("reason");
        (await Reverse(three)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var charter = await service.PublishedCharter();
        await service.As(signatory).Posts($"/api/charters/{charter.Id}/signatures", SignatoryFixture.Signing(one, charter.Hash)).Is_refused(HttpStatusCode.Conflict, "organisation-succeeded");

        async Task Both(Guid predecessor, Guid successor, string code)
        {
            await Enter(predecessor, successor).Is_refused(HttpStatusCode.Conflict, code);
            await service.As(service.Registrar).GetAsync($"/api/organisations/{predecessor}/succession/preview?successor={successor}").Is_refused(HttpStatusCode.Conflict, code);
        }
    }

    [Fact]
    public async Task It_can_be_taken_back_for_thirty_days_and_no_longer()
    {
        var (from, to, _, _) = await Two();
        var entered = await Enter(from, to).Answers_with(HttpStatusCode.Created);
        entered.Text("reversibleUntil").ShouldBe($"{Today.AddDays(30):yyyy-MM-dd}");
        await service.Sql($"update succession set entered_on = entered_on - 31 where predecessor_id = '{from}'");
        await Reverse(from).Is_refused(HttpStatusCode.Conflict, "succession-final");
        await service.Sql($"update succession set entered_on = entered_on + 1 where predecessor_id = '{from}'");
        await Reverse(from).Answers_with(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_preview_counts_what_would_move()
    {
        var (from, to, _, _) = await Two(successorSigned: false);
        var preview = await service.As(service.Registrar).GetAsync($"/api/organisations/{from}/succession/preview?successor={to}").Answers_with(HttpStatusCode.OK);
        (preview.GetProperty("signatures").GetInt32(), preview.GetProperty("carriesSignature").GetBoolean(), preview.GetProperty("pledges").GetInt32(), preview.GetProperty("evidence").GetInt32(),
            preview.Text("mark"), preview.GetProperty("carriesMark").GetBoolean()).ShouldBe((1, true, 1, 1, "bronze", true));
        (await service.Sql($"select * from succession where predecessor_id = '{from}'")).ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_told_listed_and_kept_in_the_history_of_both()
    {
        var (from, to, _, _) = await Two();
        var id = (await Enter(from, to, SuccessionKinds.Merge, new(2025, 10, 1), " In the order of that day. ").Answers_with(HttpStatusCode.Created)).Id();
        var succeeded = await service.Published<OrganisationSucceeded>(e => e.SuccessionId == id);
        (succeeded.Version, succeeded.Kind, succeeded.PredecessorId, succeeded.SuccessorId, succeeded.On, succeeded.EnteredBy).ShouldBe((1, "merge", from, to, new(2025, 10, 1), service.Registrar.Subject));
        await Reverse(from).Answers_with(HttpStatusCode.OK);
        var reversed = await service.Published<SuccessionReversed>(e => e.SuccessionId == id);
        (reversed.Version, reversed.PredecessorId, reversed.SuccessorId).ShouldBe((2, from, to));

        foreach (var organisation in new[] { from, to })
        {
            var one = (await service.As(service.Registrar).GetAsync($"/api/organisations/successions?organisationId={organisation}").Answers_with(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().Single();
            (one.Id(), one.Text("status"), one.Text("note"), one.Text("reversalReason"), one.GetProperty("isReversible").GetBoolean()).ShouldBe((id, "reversed", "In the order of that day.", "It was another trust.", false));
        }
        (await service.Sql($"select kind, organisation_id from history_entry where subject_id = '{id}' order by occurred_at, kind"))
            .ShouldBe([$"succeeded|{from}", $"took-over|{to}", $"succession-reversed|{from}", $"take-over-reversed|{to}"]);
        (await service.Sql($"select facts::jsonb ->> 'legallyOn' from history_entry where subject_id = '{id}'")).Distinct().ShouldBe(["2025-10-01"]);
    }

    [Fact]
    public async Task Days_that_are_over_show_what_they_showed()
    {
        var (from, to, _, _) = await Two(successorSigned: false);
        await service.Sql($"update register_period set from_on = from_on - 20 where organisation_id = '{from}'");
        await Enter(from, to).Answers_with(HttpStatusCode.Created);
        (await service.Sql($"select status, until_on is null from register_period where organisation_id = '{from}' order by from_on")).ShouldBe(["in-force|False", "succeeded|True"]);
        // as if it had been entered ten days ago
        await service.Sql($"""
            update register_period set until_on = until_on - 10 where organisation_id = '{from}' and until_on is not null;
            update register_period set from_on = from_on - 10 where until_on is null and organisation_id in ('{from}', '{to}');
            """);
        await Reverse(from).Answers_with(HttpStatusCode.OK);
        (await service.Sql($"select status, coalesce(until_on - from_on, -1) from register_period where organisation_id = '{from}' order by from_on")).ShouldBe(["in-force|10", "succeeded|10", "in-force|-1"]);
        (await service.Sql($"select status, coalesce(until_on - from_on, -1) from register_period where organisation_id = '{to}' order by from_on")).ShouldBe(["in-force|10"]);
    }

    [Fact]
    public async Task Made_anew_the_register_shows_the_same()
    {
        await using var alone = new SignatoryFixture();
        await alone.InitializeAsync();
        var there = new Succeeding_an_organisation(alone);
        var (from, to, _, _) = await there.Two(successorSigned: false);
        var (back, kept, _, _) = await there.Two(successorSigned: false);
        await there.Enter(from, to).Answers_with(HttpStatusCode.Created);
        await there.Enter(back, kept).Answers_with(HttpStatusCode.Created);
        await there.Reverse(back).Answers_with(HttpStatusCode.OK);
        string[] own = ["register_entry", "register_period", "signature"];
        var before = await Rows();
        before.ShouldContain("succeeded");
        (await alone.Run("forget-copies")).ExitCode.ShouldBe(0);
        await alone.Sql("delete from carried_over");
        (await alone.Run("forget-copies")).ExitCode.ShouldBe(0);
        foreach (var mark in there._marks)
            await alone.Deliver(mark, audience: "signatory");
        foreach (var ledger in there._ledgers)
            await alone.Deliver(ledger, audience: "signatory");
        (await Rows()).ShouldBe(before);

        (await alone.Run("restate", "pledge")).ExitCode.ShouldBe(0);
        await Eventually.Passes(() =>
        {
            alone.AllRestated("pledge").OfType<OrganisationSucceeded>().Single().PredecessorId.ShouldBe(from);
            alone.AllRestated("pledge").OfType<SuccessionReversed>().Single().PredecessorId.ShouldBe(back);
            return Task.CompletedTask;
        });

        async Task<string> Rows() => string.Join('\n', await Task.WhenAll(new[] { from, to, back, kept }.Select(id => alone.Rows(id, own))));
    }

    [Fact]
    public async Task Only_a_registrar_enters_takes_back_looks_ahead_and_lists()
    {
        var (from, signatory) = await service.ConfirmedOrganisation();
        var client = service.As(signatory);
        await client.Posts($"/api/organisations/{from}/succession", new { }).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await client.Posts($"/api/organisations/{from}/succession/reversal", new { }).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await client.GetAsync($"/api/organisations/{from}/succession/preview?successor={from}").Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await client.GetAsync("/api/organisations/successions").Is_refused(HttpStatusCode.Forbidden, "forbidden");
    }

    /// <summary>Trusts by name and code from NHS ODS. Which trust came after which is not in the file: here any other does.</summary>
    [Fact]
    public async Task The_trusts_of_the_North_West_that_have_closed_can_be_succeeded()
    {
        var trusts = RealData.Json("nhs/north-west-trusts.json").GetProperty("trusts").EnumerateArray().ToList();
        var closed = trusts.FindAll(t => t.Text("closed") is not null);
        closed.Count.ShouldBe(10);
        var (heir, _) = await service.ConfirmedOrganisation(Trust(trusts.Find(t => t.Text("closed") is null)));
        foreach (var trust in closed)
        {
            var (id, _) = await service.ConfirmedOrganisation(Trust(trust));
            await Enter(id, heir, on: DateOnly.ParseExact(trust.Text("closed")!, "yyyyMMdd").AddDays(1)).Answers_with(HttpStatusCode.Created);
        }
        (await service.Sql($"select count(*) from carried_over where holder_id = '{heir}'")).ShouldBe(["10"]);

        static object Trust(JsonElement trust) => SignatoryFixture.Organisation(trust.Text("name"), "nhs-provider", identifiers: [new { scheme = "GB-NHS", id = trust.Text("ods") }]);
    }
}
