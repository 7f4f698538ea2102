using System.Net;
using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

public sealed class Ledgers_over_versions(PledgeFixture service)
{
    /// <summary>Version 2: C1 is worded anew, C2 stands word for word as C9, P1 asks for the same of commissioners, and "embed" stays.</summary>
    private static CharterPublished Second(Guid charter) => PledgeFixture.Published(charter, 2) with
    {
        Duties =
        [
            new("embed", "embed", "every-signatory", "Embed it."), new("deliver", "deliver", "every-signatory", "Deliver it, contract by contract."), new("demonstrate", "demonstrate", "every-signatory", "Show it."),
            new("C1", "embed", "commissioner", "Ask clearly."), new("C9", "deliver", "commissioner", "Weigh."), new("C3", "embed", "commissioner", "Measure."),
        ],
    };

    private async Task<Organisation> Verified(params (string Commitment, string Duty)[] duties)
    {
        var by = await service.SignedOrganisation();
        foreach (var (commitment, duty) in duties)
            await service.Review(await service.SubmittedEvidence(by, await service.MadePledge(by, commitment, duty)), service.Reviewer).Answers_with(HttpStatusCode.OK);
        return by;
    }

    private async Task SignsSecond(Organisation by)
    {
        await service.Deliver(Second(by.Charter));
        await service.Deliver(PledgeFixture.Signed(by.Charter, by.Id, version: 2), times: 2);
    }

    private Task<JsonElement> Ledger(Organisation by, int version) => service.As(Person.With()).GetAsync($"/api/organisations/{by.Id}/ledgers/{by.Charter}/{version}").Answers_with(HttpStatusCode.OK);

    private static Dictionary<string, JsonElement> Items(JsonElement ledger) => PledgeFixture.Items(ledger).ToDictionary(d => d.Text("code")!);

    [Fact]
    public async Task A_duty_that_stands_word_for_word_in_the_new_version_keeps_what_was_shown_for_it_and_every_other_begins_anew()
    {
        var by = await Verified(("embed", "C1"), ("deliver", "C2"), ("embed", "P1"));
        await SignsSecond(by);

        var duties = Items(await Ledger(by, 2));
        duties["embed"].Text("state").ShouldBe("verified");
        duties["C9"].Text("state").ShouldBe("verified");
        duties["C9"].GetProperty("keptFrom").GetInt32().ShouldBe(1);
        duties["C1"].Text("state").ShouldBe("not-started");
        duties["C3"].Text("state").ShouldBe("not-started", "the same words bind somebody else");
        duties["deliver"].Text("state").ShouldBe("not-started");
        var opened = await service.Published<LedgerOpened>(e => e.OrganisationId == by.Id && e.CharterVersion == 2);
        opened.Duties.Where(d => d.State == DutyStates.Verified).Select(d => d.Code).ShouldBe(["embed", "C9"], ignoreOrder: true);
        await service.Published<LedgerOpened>(2, e => e.OrganisationId == by.Id);
    }

    [Fact]
    public async Task Evidence_on_an_older_pledge_moves_only_duties_that_still_say_the_same()
    {
        var by = await service.SignedOrganisation();
        var (asks, weighs) = (await service.MadePledge(by, "embed", "C1"), await service.MadePledge(by, "deliver", "C2"));
        await SignsSecond(by);
        foreach (var pledge in new[] { asks, weighs })
            await service.Review(await service.SubmittedEvidence(by, pledge), service.Reviewer).Answers_with(HttpStatusCode.OK);

        var second = Items(await Ledger(by, 2));
        (second["C1"].Text("state"), second["C9"].Text("state"), second["deliver"].Text("state"), second["embed"].Text("state")).ShouldBe(("not-started", "verified", "not-started", "verified"));
        Items(await Ledger(by, 1)).Where(d => d.Key is "C1" or "C2" or "deliver").ShouldAllBe(d => d.Value.Text("state") == "verified");
    }

    [Fact]
    public async Task The_old_ledger_stays_readable_and_the_list_says_which_one_counts()
    {
        var by = await Verified(("embed", "C1"));
        await SignsSecond(by);

        var list = PledgeFixture.Items(await service.As(Person.With()).GetAsync($"/api/organisations/{by.Id}/ledgers").Answers_with(HttpStatusCode.OK));
        list.Select(l => (l.GetProperty("charterVersion").GetInt32(), l.GetProperty("isCurrent").GetBoolean())).ShouldBe([(2, true), (1, false)]);
        list[1].GetProperty("states").GetProperty("verified").GetInt32().ShouldBe(2);
        var old = await Ledger(by, 1);
        old.GetProperty("isCurrent").GetBoolean().ShouldBeFalse();
        Items(old).Keys.ShouldBe(["embed", "deliver", "demonstrate", "C1", "C2", "P1", "P2"]);
        (await service.Duties(by.Id)).Keys.ShouldBe(["embed", "deliver", "demonstrate", "C1", "C9", "C3"]);
        await service.As(Person.With()).GetAsync($"/api/organisations/{by.Id}/ledgers/{by.Charter}/3").Is_refused(HttpStatusCode.NotFound, "not-found");
        await service.Anonymous().GetAsync($"/api/organisations/{by.Id}/ledgers").Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
    }

    [Fact]
    public async Task A_duty_says_what_it_stands_on_and_a_withdrawn_pledge_no_longer_carries_it()
    {
        var by = await service.SignedOrganisation();
        var (kept, given) = (await service.MadePledge(by, "embed", "C1"), await service.MadePledge(by, "embed", "C1"));
        await service.SubmittedEvidence(by, kept);
        await service.Review(await service.SubmittedEvidence(by, kept), service.Reviewer).Answers_with(HttpStatusCode.OK);
        await service.Review(await service.SubmittedEvidence(by, given), service.Reviewer, "returned", "It shows something else.").Answers_with(HttpStatusCode.OK);
        await service.As(by.Editor).Posts($"/api/pledges/{given}/withdrawal", new { reason = "The service has closed." }).Answers_with(HttpStatusCode.OK);

        var duty = Items(await Ledger(by, 1))["C1"];
        duty.GetProperty("standsOn").GetRawText().ShouldBe("""{"pledges":1,"pledgesEnded":1,"evidence":2,"evidenceVerified":1}""");
        Items(await Ledger(by, 1))["C2"].GetProperty("standsOn").GetRawText().ShouldBe("""{"pledges":0,"pledgesEnded":0,"evidence":0,"evidenceVerified":0}""");
    }

    [Fact]
    public async Task A_review_and_a_new_version_at_the_same_moment_leave_nothing_behind()
    {
        var by = await service.SignedOrganisation();
        var pledge = await service.MadePledge(by);
        var evidence = new List<Guid>();
        for (var i = 0; i < 5; i++)
            evidence.Add(await service.SubmittedEvidence(by, pledge));
        await service.Deliver(Second(by.Charter));
        await Task.WhenAll([service.Deliver(PledgeFixture.Signed(by.Charter, by.Id, version: 2)), .. evidence.Select(e => (Task)service.Review(e, service.Reviewer).Answers_with(HttpStatusCode.OK))]);
        (await service.Duties(by.Id))["embed"].ShouldBe("verified");
    }

    [Fact]
    public async Task What_a_duty_kept_is_stated_again_with_the_time_of_its_verification()
    {
        var alone = new PledgeFixture();
        await using var ending = alone;
        await alone.InitializeAsync();
        var by = await alone.SignedOrganisation();
        await alone.Review(await alone.SubmittedEvidence(by, await alone.MadePledge(by)), alone.Reviewer).Answers_with(HttpStatusCode.OK);
        var verified = await alone.Published<DutyAdvanced>(e => e.Duty.State == DutyStates.Verified);
        await alone.Deliver(Second(by.Charter));
        await alone.Deliver(PledgeFixture.Signed(by.Charter, by.Id, version: 2));

        (await alone.Run("restate", "signatory")).Item1.ShouldBe(0);
        await Eventually.Passes(() => { alone.AllRestated("signatory").OfType<DutyAdvanced>().Count().ShouldBe(2); return Task.CompletedTask; });
        foreach (var advanced in alone.AllRestated("signatory").OfType<DutyAdvanced>())
            advanced.OccurredAt.ShouldBe(verified.OccurredAt, TimeSpan.FromMicroseconds(1));
    }

    /// <summary>Two that signed version 1, the predecessor with verified duties, and the succession of the one by the other.</summary>
    private async Task<(Organisation From, Organisation To, OrganisationSucceeded Succession)> Left()
    {
        var from = await Verified(("embed", "C1"), ("deliver", "C2"));
        var to = Guid.NewGuid();
        await service.Deliver(PledgeFixture.Signed(from.Charter, to));
        var editor = Person.With().Of(to, Roles.Signatory, Roles.Editor).InPlaceOf(from.Id, to);
        return (from, new(to, from.Charter, editor), new(
            Guid.CreateVersion7(), 1, SuccessionKinds.Succession, from.Id, to, new(2026, 4, 1), "The successor", "local-authority", ["E08000006"], Guid.NewGuid(), DateTimeOffset.UtcNow));
    }

    private static SuccessionReversed Reversal(OrganisationSucceeded of) => new(of.SuccessionId, 2, of.Kind, of.PredecessorId, of.SuccessorId, of.On, Guid.NewGuid(), DateTimeOffset.UtcNow);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_successor_that_signs_a_newer_version_keeps_what_its_predecessor_showed_until_the_succession_is_taken_back(bool signsAfterwards)
    {
        var (from, to, succession) = await Left();
        if (!signsAfterwards)
            await SignsSecond(to);
        await service.Deliver(succession, times: 2);
        if (signsAfterwards)
            await SignsSecond(to);

        var duties = Items(await Ledger(to, 2));
        (duties["embed"].Text("state"), duties["C9"].Text("state"), duties["C9"].GetProperty("keptFrom").GetInt32(), duties["C9"].Text("verifiedAt")).ShouldBe(("verified", "verified", 1, Items(await Ledger(to, 1))["C2"].Text("verifiedAt")));
        (duties["C1"].Text("state"), duties["C3"].Text("state"), duties["deliver"].Text("state"), duties["demonstrate"].Text("state")).ShouldBe(("not-started", "not-started", "not-started", "not-started"), "other words are another duty");
        duties["C9"].GetProperty("standsOn").GetRawText().ShouldBe("""{"pledges":1,"pledgesEnded":0,"evidence":1,"evidenceVerified":1}""");
        (await service.Duties(to.Id))["C9"].ShouldBe("verified");
        PledgeFixture.Items(await service.As(to.Editor).GetAsync($"/api/organisations/{to.Id}/pledges/tasks").Answers_with(HttpStatusCode.OK)).Select(t => t.Text("code")).ShouldNotContain("C9");
        (await service.Sql($"select distinct state_rank from ledger_duty where organisation_id = '{to.Id}'")).ShouldBe(["0"], "it is looked up and not entered");

        await service.Deliver(Reversal(succession));
        Items(await Ledger(to, 2)).Values.ShouldAllBe(d => d.Text("state") == "not-started" && d.GetProperty("standsOn").GetProperty("evidence").GetInt32() == 0);
        Items(await Ledger(from, 1))["C2"].Text("state").ShouldBe("verified");
    }

    [Fact]
    public async Task What_is_shown_for_a_pledge_of_the_predecessor_after_the_successor_has_gone_on_counts_and_falls_back_too()
    {
        var (from, to, succession) = await Left();
        var pledge = await service.MadePledge(from, "demonstrate");
        await service.Deliver(succession);
        await SignsSecond(to);
        (await service.Duties(to.Id))["demonstrate"].ShouldBe("in-place");
        var evidence = await service.SubmittedEvidence(to, pledge);
        (await service.Duties(to.Id))["demonstrate"].ShouldBe("evidenced");
        await service.As(to.Editor).Posts($"/api/evidence/{evidence}/withdrawal", new { }).Answers_with(HttpStatusCode.OK);
        (await service.Duties(to.Id))["demonstrate"].ShouldBe("in-place");
        await service.Review(await service.SubmittedEvidence(to, pledge), service.Reviewer).Answers_with(HttpStatusCode.OK);
        (await service.Duties(to.Id))["demonstrate"].ShouldBe("verified");
    }
}
