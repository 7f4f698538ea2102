using System.Net;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

public sealed class Duties_move_forward(PledgeFixture service)
{
    [Fact]
    public async Task A_duty_moves_with_the_pledge_its_evidence_and_the_review()
    {
        var organisation = await service.SignedOrganisation();
        async Task Stands(string state)
        {
            var duties = await service.Duties(organisation.Id);
            duties["embed"].ShouldBe(state);
            duties["C1"].ShouldBe(state);
            duties.Where(d => d.Key is not ("embed" or "C1")).ShouldAllBe(d => d.Value == "not-started");
        }

        await Stands("not-started");
        var pledge = await service.MadePledge(organisation, "embed", duty: "C1");
        await Stands("in-place");
        var evidence = await service.SubmittedEvidence(organisation, pledge);
        await Stands("evidenced");
        await service.Review(evidence, service.Reviewer).Answers_with(HttpStatusCode.OK);
        await Stands("verified");

        foreach (var (code, position) in new[] { ("embed", 1), ("C1", 4) })
        {
            foreach (var state in new[] { "in-place", "evidenced", "verified" })
                (await service.Published<DutyAdvanced>(e => e.OrganisationId == organisation.Id && e.Duty.Code == code && e.Duty.State == state)).Duty.Position.ShouldBe(position);
            await service.Published<DutyAdvanced>(3, e => e.OrganisationId == organisation.Id && e.Duty.Code == code);
        }
    }

    [Fact]
    public async Task A_duty_never_moves_back()
    {
        var organisation = await service.SignedOrganisation();
        var pledge = await service.MadePledge(organisation);
        await service.Review(await service.SubmittedEvidence(organisation, pledge), service.Reviewer).Answers_with(HttpStatusCode.OK);

        var second = await service.MadePledge(organisation);
        var returned = await service.SubmittedEvidence(organisation, second);
        await service.Review(returned, service.Reviewer, "returned", "This shows nothing about it.").Answers_with(HttpStatusCode.OK);

        (await service.Duties(organisation.Id))["embed"].ShouldBe("verified");
        await service.Published<EvidenceReturned>(e => e.Evidence.EvidenceId == returned);
        await service.Published<DutyAdvanced>(3, e => e.OrganisationId == organisation.Id);
    }

    [Fact]
    public async Task Returned_evidence_verifies_nothing()
    {
        var organisation = await service.SignedOrganisation();
        var evidence = await service.SubmittedEvidence(organisation, await service.MadePledge(organisation));
        await service.Review(evidence, service.Reviewer, "returned", "This shows nothing about it.").Answers_with(HttpStatusCode.OK);
        (await service.Duties(organisation.Id))["embed"].ShouldBe("evidenced");
    }

    [Fact]
    public async Task Requests_at_the_same_moment_all_succeed_and_each_step_is_announced_once()
    {
        var organisation = await service.SignedOrganisation();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => service.MadePledge(organisation, "embed", duty: "C1")));
        var pledge = await service.MadePledge(organisation, "embed", duty: "C1");
        var evidence = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => service.SubmittedEvidence(organisation, pledge)));
        await Task.WhenAll(evidence.Select(async e => await service.Review(e, service.Reviewer).Answers_with(HttpStatusCode.OK))
            .Concat(Enumerable.Range(0, 5).Select(async _ => (object)await service.SubmittedEvidence(organisation, pledge)).Cast<Task>()));

        foreach (var code in new[] { "embed", "C1" })
        {
            foreach (var state in new[] { "in-place", "evidenced", "verified" })
                await service.Published<DutyAdvanced>(e => e.OrganisationId == organisation.Id && e.Duty.Code == code && e.Duty.State == state);
            await service.Published<DutyAdvanced>(3, e => e.OrganisationId == organisation.Id && e.Duty.Code == code);
        }
    }

    [Fact]
    public async Task Evidence_on_a_pledge_of_an_earlier_version_counts_for_the_version_signed_since()
    {
        var organisation = await service.SignedOrganisation();
        var pledge = await service.MadePledge(organisation);
        await service.Deliver(PledgeFixture.Published(organisation.Charter, 2));
        await service.Deliver(PledgeFixture.Signed(organisation.Charter, organisation.Id, version: 2));
        (await service.Duties(organisation.Id))["embed"].ShouldBe("in-place");

        await service.Review(await service.SubmittedEvidence(organisation, pledge), service.Reviewer).Answers_with(HttpStatusCode.OK);

        (await service.Duties(organisation.Id))["embed"].ShouldBe("verified");
        foreach (var version in new[] { 1, 2 })
            await service.Published<DutyAdvanced>(e => e.OrganisationId == organisation.Id && e.CharterVersion == version && e.Duty.State == "verified");
    }

    [Fact]
    public async Task What_one_organisation_does_moves_nothing_of_another()
    {
        var one = await service.SignedOrganisation();
        var two = Guid.NewGuid();
        await service.Deliver(PledgeFixture.Signed(one.Charter, two));
        await service.MadePledge(one);
        (await service.Duties(two)).Values.ShouldAllBe(state => state == "not-started");
    }

    [Fact]
    public async Task A_pledge_that_is_refused_moves_nothing()
    {
        var organisation = await service.SignedOrganisation();
        var pledge = PledgeFixture.Pledge();
        pledge["outcome"] = "World peace";
        await service.As(organisation.Editor).Posts($"/api/organisations/{organisation.Id}/pledges", pledge).Is_invalid("outcome");
        (await service.Duties(organisation.Id)).Values.ShouldAllBe(state => state == "not-started");
    }
}
