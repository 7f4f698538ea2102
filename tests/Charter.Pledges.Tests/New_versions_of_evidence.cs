using System.Net;
using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

public sealed class New_versions_of_evidence(PledgeFixture service)
{
    private static MultipartFormDataContent Better() => PledgeFixture.Form(link: "https://www.example.org/better", title: "Our policy, dated").With("whatChanged", "It has a date and a signature.");

    private Task<HttpResponseMessage> Renew(Organisation by, Guid evidence, HttpContent? form = null) => service.As(by.Editor).PostAsync($"/api/evidence/{evidence}/versions", form ?? Better());

    [Fact]
    public async Task What_was_returned_gets_a_new_version_and_its_history_stays_readable()
    {
        var organisation = await service.SignedOrganisation();
        var pledge = await service.MadePledge(organisation);
        var first = (await service.Submitted(organisation, pledge, PledgeFixture.Form(link: "https://www.example.org/", kind: "policy").With("duties", "P1"))).Id();
        await service.As(service.Reviewer).Posts($"/api/evidence/{first}/review", new { outcome = "returned", reasons = new[] { "no-impact", "not-dated" }, reason = "Say from when it holds." }).Answers_with(HttpStatusCode.OK);
        var second = await Renew(organisation, first).Answers_with(HttpStatusCode.Created);

        second.GetProperty("edition").GetInt32().ShouldBe(2);
        second.Text("state").ShouldBe("submitted");
        second.Text("kind").ShouldBe("policy");
        PledgeFixture.Items(second, "duties").Select(d => d.GetString()).ShouldBe(["P1", "embed"]);
        var before = await service.Evidence(organisation, first);
        before.Text("state").ShouldBe("superseded");
        before.GetProperty("isNewest").GetBoolean().ShouldBeFalse();
        before.Text("reason").ShouldBe("Say from when it holds.");
        PledgeFixture.Items(before, "reasons").Select(r => r.GetString()).ShouldBe(["not-dated", "no-impact"]);
        PledgeFixture.Items(second, "editions").Select(e => (e.GetProperty("edition").GetInt32(), e.Text("state"), e.Text("whatChanged"))).ShouldBe([(2, "submitted", "It has a date and a signature."), (1, "superseded", null)]);
        var told = await service.Published<EvidenceSuperseded>(e => e.Evidence.EvidenceId == first);
        told.SupersededBy.ShouldBe(second.Id());
        (await service.Published<EvidenceSubmitted>(e => e.Evidence.EvidenceId == second.Id())).Evidence.Supersedes.ShouldBe(first);
        var onPledge = PledgeFixture.Items(await service.As(organisation.Editor).GetAsync($"/api/pledges/{pledge}").Answers_with(HttpStatusCode.OK), "evidence");
        onPledge.Select(e => e.Id()).ShouldBe([second.Id()]);

        var seen = await service.As(service.Reviewer).GetAsync($"/api/evidence/{second.Id()}").Answers_with(HttpStatusCode.OK);
        PledgeFixture.Items(seen, "editions").Length.ShouldBe(2);
        seen.GetRawText().ShouldNotContain("from when it holds");
    }

    [Fact]
    public async Task What_was_verified_counts_until_the_new_version_is_verified_too()
    {
        var organisation = await service.SignedOrganisation();
        var pledge = await service.MadePledge(organisation, "embed", "C1");
        var first = await service.SubmittedEvidence(organisation, pledge);
        await service.Review(first, service.Reviewer).Answers_with(HttpStatusCode.OK);
        var second = (await Renew(organisation, first).Answers_with(HttpStatusCode.Created)).Id();
        (await service.Evidence(organisation, first)).Text("state").ShouldBe("verified");
        await Renew(organisation, first).Is_refused(HttpStatusCode.Conflict, "evidence-superseded");

        await service.Review(second, service.Reviewer).Answers_with(HttpStatusCode.OK);
        (await service.Evidence(organisation, first)).Text("state").ShouldBe("superseded");
        (await service.Duties(organisation.Id))["C1"].ShouldBe("verified");
        await service.Published<EvidenceSuperseded>(e => e.Evidence.EvidenceId == first && e.SupersededBy == second);
        service.AllPublished<DutyFellBack>(e => e.OrganisationId == organisation.Id).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_duty_that_the_new_version_does_not_show_falls_back()
    {
        var organisation = await service.SignedOrganisation();
        var first = (await service.Submitted(organisation, await service.MadePledge(organisation), PledgeFixture.Form(link: "https://www.example.org/").With("duties", "P1"))).Id();
        await service.Review(first, service.Reviewer).Answers_with(HttpStatusCode.OK);
        var second = (await Renew(organisation, first, Better().With("duties", "")).Answers_with(HttpStatusCode.Created)).Id();
        (await service.Duties(organisation.Id))["P1"].ShouldBe("verified");
        await service.Review(second, service.Reviewer).Answers_with(HttpStatusCode.OK);
        var duties = await service.Duties(organisation.Id);
        (duties["embed"], duties["P1"]).ShouldBe(("verified", "not-started"));
        (await service.Published<DutyFellBack>(e => e.OrganisationId == organisation.Id && e.Duty.Code == "P1")).Reason.ShouldBe("evidence-superseded");
    }

    [Fact]
    public async Task What_still_waits_gets_none_and_only_editors_of_the_organisation_submit_one()
    {
        var (organisation, other) = (await service.SignedOrganisation(), await service.SignedOrganisation());
        var evidence = await service.SubmittedEvidence(organisation, await service.MadePledge(organisation));
        await Renew(organisation, evidence).Is_refused(HttpStatusCode.Conflict, "evidence-still-waits");
        await service.Review(evidence, service.Reviewer, "returned", "This shows nothing about it.").Answers_with(HttpStatusCode.OK);
        await Renew(other, evidence).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await Renew(organisation, Guid.NewGuid()).Is_refused(HttpStatusCode.NotFound, "not-found");
        await Renew(organisation, evidence, PledgeFixture.Form(title: "", kind: "gossip")).Is_invalid("title", "kind", "file");
    }

    [Fact]
    public async Task Of_two_new_versions_at_the_same_moment_one_stands()
    {
        var organisation = await service.SignedOrganisation();
        var evidence = await service.SubmittedEvidence(organisation, await service.MadePledge(organisation));
        await service.Review(evidence, service.Reviewer).Answers_with(HttpStatusCode.OK);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Renew(organisation, evidence)));
        answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(a => a.StatusCode == HttpStatusCode.Conflict).ShouldBe(5);
    }

    [Fact]
    public async Task One_that_was_taken_back_makes_room_for_another()
    {
        var organisation = await service.SignedOrganisation();
        var evidence = await service.SubmittedEvidence(organisation, await service.MadePledge(organisation));
        await service.Review(evidence, service.Reviewer).Answers_with(HttpStatusCode.OK);
        var wrong = (await Renew(organisation, evidence).Answers_with(HttpStatusCode.Created)).Id();
        await service.As(organisation.Editor).PostAsync($"/api/evidence/{wrong}/withdrawal", null).Answers_with(HttpStatusCode.OK);
        (await service.Duties(organisation.Id))["embed"].ShouldBe("verified");
        await Renew(organisation, evidence).Answers_with(HttpStatusCode.Created);
    }

    [Fact]
    public async Task What_was_taken_back_stays_hidden_when_a_new_version_comes_in_its_place()
    {
        var organisation = await service.SignedOrganisation();
        var evidence = await service.SubmittedEvidence(organisation, await service.MadePledge(organisation));
        var editor = service.As(organisation.Editor);
        await editor.PostAsync($"/api/evidence/{evidence}/withdrawal", null).Answers_with(HttpStatusCode.OK);
        var second = (await Renew(organisation, evidence).Answers_with(HttpStatusCode.Created)).Id();
        (await service.Evidence(organisation, evidence)).Text("state").ShouldBe("withdrawn");
        var reviewer = service.As(service.Reviewer);
        await reviewer.GetAsync($"/api/evidence/{evidence}").Is_refused(HttpStatusCode.Forbidden, "forbidden");
        PledgeFixture.Items(await reviewer.GetAsync($"/api/evidence/{second}").Answers_with(HttpStatusCode.OK), "editions").Select(e => e.Id()).ShouldBe([second]);
        await Renew(organisation, evidence).Is_refused(HttpStatusCode.Conflict, "evidence-superseded");
    }
}
