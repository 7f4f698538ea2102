using System.Net;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

public sealed class What_evidence_serves(PledgeFixture service)
{
    private static MultipartFormDataContent Link() => PledgeFixture.Form(link: "https://www.example.org/report");

    [Fact]
    public async Task One_item_may_show_several_duties_and_serve_several_pledges()
    {
        var organisation = await service.SignedOrganisation();
        var (pledge, other) = (await service.MadePledge(organisation, "embed", "C1"), await service.MadePledge(organisation, "deliver"));
        var evidence = await service.Submitted(organisation, pledge, Link().With("duties", "P2", "demonstrate").With("pledges", $"{other}"));
        PledgeFixture.Items(evidence, "duties").Select(d => d.GetString()).ShouldBe(["C1", "P2", "deliver", "demonstrate", "embed"]);
        PledgeFixture.Items(evidence, "pledges").Select(p => p.Id()).ShouldBe([other]);
        PledgeFixture.Items(await service.As(organisation.Editor).GetAsync($"/api/pledges/{other}").Answers_with(HttpStatusCode.OK), "evidence").Select(e => e.Id()).ShouldBe([evidence.Id()]);
        var told = (await service.Published<EvidenceSubmitted>(e => e.Evidence.EvidenceId == evidence.Id())).Evidence;
        told.Duties.ShouldBe(["C1", "P2", "deliver", "demonstrate"]);
        told.Pledges.ShouldBe([other]);

        await service.Review(evidence.Id(), service.Reviewer).Answers_with(HttpStatusCode.OK);
        var duties = await service.Duties(organisation.Id);
        foreach (var code in new[] { "embed", "deliver", "demonstrate", "C1", "P2" })
            duties[code].ShouldBe("verified", code);
        foreach (var code in new[] { "C2", "P1" })
            duties[code].ShouldBe("not-started", code);
    }

    [Fact]
    public async Task Duties_and_pledges_that_are_not_the_organisations_are_refused_together()
    {
        var (organisation, stranger) = (await service.SignedOrganisation("commissioner"), await service.SignedOrganisation());
        var pledge = await service.MadePledge(organisation);
        var theirs = await service.MadePledge(stranger);
        await service.As(organisation.Editor).PostAsync($"/api/pledges/{pledge}/evidence", Link().With("duties", "P1").With("pledges", $"{theirs}")).Is_invalid("duties", "pledges");
        await service.As(organisation.Editor).PostAsync($"/api/pledges/{pledge}/evidence", Link().With("pledges", "nonsense")).Is_invalid("pledges");
        (await service.Duties(organisation.Id))["embed"].ShouldBe("in-place");
    }

    [Fact]
    public async Task A_duty_falls_back_no_further_than_what_else_shows_it()
    {
        var organisation = await service.SignedOrganisation();
        var pledge = await service.MadePledge(organisation);
        var verified = await service.SubmittedEvidence(organisation, pledge);
        await service.Review(verified, service.Reviewer).Answers_with(HttpStatusCode.OK);
        var waiting = (await service.Submitted(organisation, pledge, Link().With("duties", "P1"))).Id();
        (await service.Duties(organisation.Id))["P1"].ShouldBe("evidenced");

        await service.As(organisation.Editor).PostAsync($"/api/evidence/{waiting}/withdrawal", null).Answers_with(HttpStatusCode.OK);
        var duties = await service.Duties(organisation.Id);
        duties["embed"].ShouldBe("verified");
        duties["P1"].ShouldBe("not-started");   // no pledge stands under it
        await service.Published<DutyFellBack>(e => e.OrganisationId == organisation.Id && e.Duty.Code == "P1");
        service.AllPublished<DutyFellBack>(e => e.OrganisationId == organisation.Id).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Its_people_and_those_who_judge_list_all_that_an_organisation_has()
    {
        var organisation = await service.SignedOrganisation();
        var pledge = await service.MadePledge(organisation);
        var (old, other) = (await service.SubmittedEvidence(organisation, pledge), (await service.Submitted(organisation, pledge, PledgeFixture.Form(link: "https://www.example.org/", kind: "survey"))).Id());
        var path = $"/api/organisations/{organisation.Id}/evidence";
        foreach (var person in new[] { organisation.Editor, service.Reviewer, Person.With(Roles.Registrar) })
            PledgeFixture.Items(await service.As(person).GetAsync(path).Answers_with(HttpStatusCode.OK)).Select(e => e.Id()).ShouldBe([other, old]);
        PledgeFixture.Items(await service.As(organisation.Editor).GetAsync($"{path}?kind=survey&state=submitted").Answers_with(HttpStatusCode.OK)).Select(e => e.Id()).ShouldBe([other]);
        var first = await service.As(organisation.Editor).GetAsync($"{path}?size=1").Answers_with(HttpStatusCode.OK);
        PledgeFixture.Items(await service.As(organisation.Editor).GetAsync($"{path}?size=1&after={first.Text("next")}").Answers_with(HttpStatusCode.OK)).Select(e => e.Id()).ShouldBe([old]);
        foreach (var stranger in new[] { (await service.SignedOrganisation()).Editor, Person.With().Of(Guid.NewGuid(), Roles.Champion) })
            await service.As(stranger).GetAsync(path).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.As(organisation.Editor).GetAsync($"{path}?state=gone").Is_invalid("state");
        await service.As(organisation.Editor).GetAsync($"{path}?kind=gone").Is_invalid("kind");
    }
}
