using System.Net;
using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Signatories.Tests;

public sealed class What_a_successor_shows(UndisturbedFixture service) : IClassFixture<UndisturbedFixture>
{
    private DateOnly Today => service.Clock.Today();

    private Task Succeed(Guid predecessor, Guid successor) => service.As(service.Registrar).Posts($"/api/organisations/{predecessor}/succession",
        new { successorId = successor, kind = SuccessionKinds.Succession, on = Today.Iso() }).Answers_with(HttpStatusCode.Created);

    private Task Reverse(Guid predecessor) =>
        service.As(service.Registrar).Posts($"/api/organisations/{predecessor}/succession/reversal", new { reason = "It was another." }).Answers_with(HttpStatusCode.OK);

    private Task Verify(Guid organisation, Guid charter, string commitment) =>
        service.Deliver(new LedgerOpened(organisation, charter, 1, [new(1, commitment, commitment, Bindings.EverySignatory, "Adapt policies.", DutyStates.Verified)], DateTimeOffset.UtcNow));

    private KiteMarkAwarded Award(Guid organisation, string level, DateOnly until) =>
        new(Guid.CreateVersion7(), 1, Guid.NewGuid(), organisation, "scheme", level, Today, until, Guid.NewGuid(), DateTimeOffset.UtcNow);

    private async Task<string[]> Commitments(Guid organisation)
    {
        var found = new List<string>();
        foreach (var commitment in Charter.Contracts.Commitments.All)
            if ((await service.Anonymous().GetAsync($"/api/register?status=all&size=100&commitment={commitment}").Answers_with(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().Any(i => i.Id("organisationId") == organisation))
                found.Add(commitment);
        return [.. found];
    }

    [Fact]
    public async Task Commitments_with_verified_evidence_go_with_the_place_and_come_back_with_it()
    {
        var before = await Counted();
        var charter = await service.CharterWith(null);
        var ((from, _, _), (to, _, _)) = (await service.Signed(charter), await service.Signed(charter));
        await Verify(from, charter.Charter, "embed");
        await Succeed(from, to);
        (await Commitments(to)).ShouldBe(["embed"]);
        (await Commitments(from)).ShouldBeEmpty();

        await Verify(from, charter.Charter, "deliver");   // was on its way
        await Verify(to, charter.Charter, "demonstrate");
        (await Commitments(to)).ShouldBe(["embed", "deliver", "demonstrate"]);
        var (end, _) = await service.ConfirmedOrganisation();
        await Succeed(to, end);
        (await Commitments(end)).ShouldBe(["embed", "deliver", "demonstrate"]);

        var fallen = new LedgerDuty(1, "deliver", "deliver", Bindings.EverySignatory, "Adapt policies.", DutyStates.InPlace, 1);
        await service.Deliver(new DutyFellBack(from, charter.Charter, 1, fallen, "expired", Guid.NewGuid(), DateTimeOffset.UtcNow));
        (await Commitments(end)).ShouldBe(["embed", "demonstrate"]);
        await service.Deliver(new DutyAdvanced(from, charter.Charter, 1, fallen with { State = DutyStates.Verified }, DateTimeOffset.UtcNow));
        (await Commitments(end)).ShouldBe(["embed", "deliver", "demonstrate"]);

        await Reverse(to);
        await Reverse(from);
        (await Commitments(from)).ShouldBe(["embed", "deliver"]);
        (await Commitments(to)).ShouldBe(["demonstrate"]);
        (await Counted()).Select((count, i) => (count.Commitment, count.Entries - before[i].Entries)).ShouldBe([("embed", 1), ("deliver", 1), ("demonstrate", 1)]);

        // Others of this register have shown something too.
        async Task<(string Commitment, int Entries)[]> Counted()
        {
            var rows = (await service.Sql("select commitment, sum(entries) from register_commitment_counted where place = '' and status = 'in-force' group by 1")).Select(r => r.Split('|')).ToDictionary(r => r[0], r => int.Parse(r[1]));
            return [.. Charter.Contracts.Commitments.All.Select(c => (c, rows.GetValueOrDefault(c)))];
        }
    }

    [Fact]
    public async Task Under_a_newer_version_it_shows_what_its_predecessor_had_shown_for_duties_that_say_the_same_until_that_is_taken_back()
    {
        var charter = await service.CharterWith(null);
        var ((from, _, _), (to, signatory, _)) = (await service.Signed(charter), await service.Signed(charter));
        await Open(from, 1, DutyStates.Verified, "Adapt policies.", "Carry it through.");
        await Succeed(from, to);
        var second = await service.Supersede(charter);
        await service.Sign(signatory, to, second).Answers_with(HttpStatusCode.Created);
        await Open(to, 2, DutyStates.NotStarted, "Adapt policies.", "Carry it through, contract by contract.");
        (await Shown()).ShouldBe([("embed", "verified"), ("deliver", "not-started")]);
        await Reverse(from);
        (await Shown()).ShouldBe([("embed", "not-started"), ("deliver", "not-started")]);

        Task Open(Guid organisation, int version, string state, string embed, string deliver) => service.Deliver(new LedgerOpened(organisation, charter.Charter, version,
            [new(1, "embed", "embed", Bindings.EverySignatory, embed, state), new(2, "deliver", "deliver", Bindings.EverySignatory, deliver, state)], DateTimeOffset.UtcNow));
        async Task<(string?, string?)[]> Shown() => [.. (await service.RegisterEntry(to)).GetProperty("duties").EnumerateArray().Select(d => (d.Text("code"), d.Text("state")))];
    }

    [Fact]
    public async Task A_commitment_goes_when_the_duty_falls_back_of_whoever_it_was()
    {
        var charter = await service.CharterWith(null);
        var ((from, _, _), (to, _, _)) = (await service.Signed(charter), await service.Signed(charter));
        await Verify(from, charter.Charter, "embed");
        await Succeed(from, to);
        (await Commitments(to)).ShouldBe(["embed"]);
        await service.Deliver(new DutyFellBack(from, charter.Charter, 1, new(1, "embed", "embed", Bindings.EverySignatory, "Adapt policies.", DutyStates.InPlace, 1), SetbackReasons.Expired, Guid.NewGuid(), DateTimeOffset.UtcNow));
        (await Commitments(to)).ShouldBeEmpty();
        await Reverse(from);
        (await Commitments(from)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whose_place_was_taken_is_not_among_those_who_could_have_signed()
    {
        var charter = await service.CharterWith(null);
        var ((from, _, _), (to, _, _)) = (await service.Signed(charter), await service.Signed(charter));
        var (signed, confirmed) = await Counted();
        await Succeed(from, to);
        (await Counted()).ShouldBe((signed - 1, confirmed - 1));
        await Reverse(from);
        (await Counted()).ShouldBe((signed, confirmed));
        (await service.Sql("select sum(change) from register_daily where status = 'confirmed' and place = ''")).ShouldBe([$"{confirmed}"]);

        async Task<(long, long)> Counted()
        {
            service.Clock.Advance(TimeSpan.FromSeconds(2));   // the latest answer is kept for one
            var counted = await service.Anonymous().GetAsync("/api/register/statistics").Answers_with(HttpStatusCode.OK);
            return (counted.GetProperty("signed").GetInt64(), counted.GetProperty("confirmed").GetInt64());
        }
    }

    [Fact]
    public async Task When_the_better_mark_is_over_the_other_that_is_in_force_shows_from_that_day_on()
    {
        var charter = await service.CharterWith(null);
        var ((from, _, _), (to, _, _)) = (await service.Signed(charter), await service.Signed(charter));
        var (gold, silver) = (Award(from, "gold", Today.AddDays(10)), Award(to, "silver", Today.AddYears(2)));
        await service.Deliver(gold);
        await service.Deliver(silver);
        await Succeed(from, to);
        (await Mark()).ShouldBe(gold.AwardId);
        var over = Today.AddDays(11);
        service.Clock.Advance(TimeSpan.FromDays(11));
        await Eventually.Passes(async () => (await Mark()).ShouldBe(silver.AwardId));
        (await service.Sql($"select mark, from_on = '{over.Iso()}' from register_period where organisation_id = '{to}' order by from_on")).ShouldBe(["gold|False", "silver|True"]);

        async Task<Guid> Mark() => (await service.RegisterEntry(to)).GetProperty("mark").Id("awardId");
    }

    [Fact]
    public async Task When_the_signature_that_it_goes_by_ends_another_that_it_was_left_shows_from_that_day_on()
    {
        var charter = await service.CharterWith(null);
        var ((early, _, first), (late, _, second), (to, signatory)) = (await service.Signed(charter), await service.Signed(charter), await service.ConfirmedOrganisation());
        await Succeed(early, to);
        await Succeed(late, to);
        (await service.Shown(to)).Id("carriedFrom").ShouldBe(late);
        await service.Sql($"update register_period set from_on = from_on - 20 where organisation_id = '{to}'");

        await service.Withdraw(signatory, second).Answers_with(HttpStatusCode.OK);
        var shown = await service.Shown(to);
        (shown.Id("carriedFrom"), shown.Text("status"), shown.Id()).ShouldBe((early, "in-force", first));
        (await service.Sql($"select signature_id, until_on is null from register_period where organisation_id = '{to}' order by from_on")).ShouldBe([$"{second}|False", $"{first}|True"]);
        await service.Withdraw(signatory, first).Answers_with(HttpStatusCode.OK);
        (await service.Shown(to)).Text("status").ShouldBe("withdrawn");
    }

    [Fact]
    public async Task Since_when_the_signature_holds_that_it_was_left_is_shown()
    {
        var ((from, _, _), (to, _)) = (await service.Signed(await service.CharterWith(null)), await service.ConfirmedOrganisation());
        await Succeed(from, to);
        var period = (await service.Shown(to)).GetProperty("periods").EnumerateArray().Single();
        (period.Text("from"), period.GetProperty("until").ValueKind).ShouldBe((Today.Iso(), JsonValueKind.Null));
    }

    [Fact]
    public async Task What_a_predecessor_had_begun_to_sign_waits_for_nobody_any_more()
    {
        var charter = await service.CharterWith(new { countersigned = true });
        var ((from, signatory), (to, _)) = (await service.ConfirmedOrganisation(), await service.ConfirmedOrganisation());
        var open = (await service.Sign(signatory, from, charter).Answers_with(HttpStatusCode.Accepted)).Id();
        await Succeed(from, to);
        var registrar = service.As(service.Registrar);
        (await registrar.GetAsync("/api/signatures/open?waiting=true&size=100").Answers_with(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().ShouldNotContain(o => o.Id() == open);
        await registrar.Posts($"/api/signatures/open/{open}/countersignature", null).Is_refused(HttpStatusCode.Conflict, "open-signature-ended");
        (await service.Sql($"select name from open_signature_part where signature_id = '{open}'")).ShouldBeEmpty();
        await Reverse(from);
        await service.Sign(signatory, from, charter).Answers_with(HttpStatusCode.Accepted);
    }
}
