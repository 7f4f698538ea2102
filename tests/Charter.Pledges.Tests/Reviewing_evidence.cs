using System.Net;
using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

public sealed class Reviewing_evidence(PledgeFixture service)
{
    private const string Reason = "The policy is not dated. Attach the adopted one.";

    [Fact]
    public async Task Verified_evidence_is_announced_and_leaves_the_queue()
    {
        var organisation = await service.SignedOrganisation();
        var evidence = await service.SubmittedEvidence(organisation, await service.MadePledge(organisation));
        (await Queue(service.Reviewer)).ShouldContain(evidence);

        (await service.Review(evidence, service.Reviewer).Answers_with(HttpStatusCode.OK)).Text("state").ShouldBe("verified");

        (await Queue(service.Reviewer)).ShouldNotContain(evidence);
        (await Queue(service.Reviewer, "verified")).ShouldContain(evidence);
        var announced = await service.Published<EvidenceVerified>(e => e.Evidence.EvidenceId == evidence);
        announced.Evidence.Version.ShouldBe(2);
        announced.Evidence.State.ShouldBe("verified");
        announced.ReviewedBy.ShouldBe(service.Reviewer.Subject);
    }

    [Fact]
    public async Task The_reason_of_a_return_is_for_the_organisations_people_only()
    {
        var organisation = await service.SignedOrganisation();
        var pledge = await service.MadePledge(organisation);
        var evidence = await service.SubmittedEvidence(organisation, pledge);
        await service.Review(evidence, service.Reviewer, "returned", Reason).Answers_with(HttpStatusCode.OK);

        (await service.As(organisation.Editor).GetAsync($"/api/evidence/{evidence}").Answers_with(HttpStatusCode.OK)).Text("reason").ShouldBe(Reason);
        PledgeFixture.Items(await service.As(Person.With().Of(organisation.Id, Roles.Champion)).GetAsync($"/api/pledges/{pledge}").Answers_with(HttpStatusCode.OK), "evidence")[0].Text("reason").ShouldBe(Reason);
        foreach (var outsider in new[] { service.Reviewer, Person.With(Roles.Registrar), Person.With(Roles.Assessor), Person.With(Roles.PanelChair) })
        {
            var seen = await service.As(outsider).GetAsync($"/api/evidence/{evidence}").Answers_with(HttpStatusCode.OK);
            seen.Text("state").ShouldBe("returned");
            seen.GetRawText().ShouldNotContain(Reason);
            (await service.As(outsider).GetAsync($"/api/pledges/{pledge}").Answers_with(HttpStatusCode.OK)).GetRawText().ShouldNotContain(Reason);
        }
        var announced = await service.Published<EvidenceReturned>(e => e.Evidence.EvidenceId == evidence);
        JsonSerializer.Serialize(announced).ShouldNotContain("dated");
    }

    [Fact]
    public async Task Nobody_reviews_evidence_of_an_organisation_of_ones_own()
    {
        var organisation = await service.SignedOrganisation();
        var evidence = await service.SubmittedEvidence(organisation, await service.MadePledge(organisation));
        foreach (var role in Roles.OfOrganisation)
        {
            var insider = Person.With(Roles.EvidenceReviewer).Of(organisation.Id, role);
            await service.Review(evidence, insider).Is_refused(HttpStatusCode.Forbidden, "own-organisation");
            (await Queue(insider)).ShouldNotContain(evidence);
            await service.As(insider).GetAsync($"/api/evidence/{evidence}").Answers_with(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Nobody_reviews_what_they_submitted_even_after_leaving_the_organisation()
    {
        var organisation = await service.SignedOrganisation();
        var evidence = await service.SubmittedEvidence(organisation, await service.MadePledge(organisation));
        var left = new Person(organisation.Editor.Subject, [Roles.EvidenceReviewer], []);
        await service.Review(evidence, left).Is_refused(HttpStatusCode.Forbidden, "own-evidence");
        (await Queue(left)).ShouldNotContain(evidence);
    }

    [Fact]
    public async Task It_is_reviewed_once()
    {
        var organisation = await service.SignedOrganisation();
        var evidence = await service.SubmittedEvidence(organisation, await service.MadePledge(organisation));
        await service.Review(evidence, service.Reviewer, "returned", Reason).Answers_with(HttpStatusCode.OK);
        await service.Review(evidence, Person.With(Roles.EvidenceReviewer)).Is_refused(HttpStatusCode.Conflict, "evidence-already-reviewed");
    }

    [Fact]
    public async Task Of_two_reviews_at_the_same_moment_one_stands()
    {
        var organisation = await service.SignedOrganisation();
        var pledge = await service.MadePledge(organisation);
        var evidence = await service.SubmittedEvidence(organisation, pledge);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            service.Review(evidence, Person.With(Roles.EvidenceReviewer), i % 2 == 0 ? "verified" : "returned", Reason)));

        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(a => a.StatusCode == HttpStatusCode.Conflict).ShouldBe(7);
        var state = (await service.As(organisation.Editor).GetAsync($"/api/evidence/{evidence}").Answers_with(HttpStatusCode.OK)).Text("state");
        (await service.Duties(organisation.Id))["embed"].ShouldBe(state == "verified" ? "verified" : "evidenced");
        await Eventually.Passes(() =>
        {
            (service.AllPublished<EvidenceVerified>(e => e.Evidence.EvidenceId == evidence).Count + service.AllPublished<EvidenceReturned>(e => e.Evidence.EvidenceId == evidence).Count).ShouldBe(1);
            return Task.CompletedTask;
        });
    }

    [Theory]
    [InlineData("""{"outcome":"returned"}""", "reason")]
    [InlineData("""{"outcome":"returned","reason":"   no     "}""", "reason")]
    [InlineData("""{"outcome":"returned","reason":5}""", "reason")]
    [InlineData("""{"outcome":"returned","reason":"Nothing can be seen here.","reasons":["ugly"]}""", "reasons")]
    [InlineData("""{"outcome":"accepted"}""", "outcome")]
    [InlineData("""{"outcome":""}""", "outcome")]
    [InlineData("""{}""", "outcome")]
    [InlineData("""{"outcome":["verified"]}""", "outcome")]
    [InlineData("[]", "$")]
    [InlineData("verified", "$")]
    public async Task A_review_that_breaks_its_rules_is_refused_with_the_field(string body, string field)
    {
        var organisation = await service.SignedOrganisation();
        var evidence = await service.SubmittedEvidence(organisation, await service.MadePledge(organisation));
        await service.As(service.Reviewer).Posts($"/api/evidence/{evidence}/review", body).Is_invalid(field);
    }

    [Fact]
    public async Task Only_a_reviewer_reviews_and_sees_the_queue()
    {
        var organisation = await service.SignedOrganisation();
        var evidence = await service.SubmittedEvidence(organisation, await service.MadePledge(organisation));
        foreach (var person in new[] { Person.With(), Person.With(Roles.Registrar), Person.With(Roles.Assessor), organisation.Editor })
        {
            await service.Review(evidence, person).Is_refused(HttpStatusCode.Forbidden, "forbidden");
            await service.As(person).GetAsync("/api/evidence").Is_refused(HttpStatusCode.Forbidden, "forbidden");
        }
        await service.Review(Guid.NewGuid(), service.Reviewer).Is_refused(HttpStatusCode.NotFound, "not-found");
        await service.Anonymous().GetAsync("/api/evidence").Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
    }

    [Fact]
    public async Task Evidence_and_its_file_are_read_by_the_organisation_and_those_who_judge_and_by_nobody_else()
    {
        var (organisation, other) = (await service.SignedOrganisation(), await service.SignedOrganisation());
        var pledge = await service.MadePledge(organisation);
        var evidence = (await service.As(organisation.Editor).PostAsync($"/api/pledges/{pledge}/evidence", PledgeFixture.Form("Secret minutes"u8.ToArray(), impact: "Told in confidence")).Answers_with(HttpStatusCode.Created)).Id();
        foreach (var path in new[] { $"/api/evidence/{evidence}", $"/api/evidence/{evidence}/file" })
        {
            foreach (var reader in new[] { organisation.Editor, Person.With().Of(organisation.Id, Roles.Champion), service.Reviewer, Person.With(Roles.Registrar), Person.With(Roles.Assessor), Person.With(Roles.PanelChair) })
                (await service.As(reader).GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);
            foreach (var stranger in new[] { other.Editor, Person.With(), Person.With(Roles.PanelMember) })
                await service.As(stranger).GetAsync(path).Is_refused(HttpStatusCode.Forbidden, "forbidden");
            await service.Anonymous().GetAsync(path).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
        }
        var seen = await service.As(other.Editor).GetAsync($"/api/pledges/{pledge}").Answers_with(HttpStatusCode.OK);
        PledgeFixture.Items(seen, "evidence")[0].Text("state").ShouldBe("submitted");
        seen.GetRawText().ShouldNotContain("confidence\"");
        seen.GetRawText().ShouldNotContain("Told in confidence");
        seen.GetRawText().ShouldNotContain("policy.txt");
    }

    [Fact]
    public async Task A_link_has_no_file_and_an_unknown_item_is_not_found()
    {
        var organisation = await service.SignedOrganisation();
        var evidence = await service.SubmittedEvidence(organisation, await service.MadePledge(organisation));
        await service.As(organisation.Editor).GetAsync($"/api/evidence/{evidence}/file").Is_refused(HttpStatusCode.NotFound, "not-found");
        await service.As(service.Reviewer).GetAsync($"/api/evidence/{Guid.NewGuid()}").Is_refused(HttpStatusCode.NotFound, "not-found");
        await service.As(service.Reviewer).GetAsync($"/api/evidence/{Guid.NewGuid()}/file").Is_refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_file_that_was_lost_is_said_to_be_unavailable()
    {
        var organisation = await service.SignedOrganisation();
        var content = System.Text.Encoding.UTF8.GetBytes($"lost {Guid.NewGuid()}");
        var evidence = await service.As(organisation.Editor).PostAsync($"/api/pledges/{await service.MadePledge(organisation)}/evidence", PledgeFixture.Form(content)).Answers_with(HttpStatusCode.Created);
        File.Delete(service.PlaceOf(content));
        await service.As(organisation.Editor).GetAsync($"/api/evidence/{evidence.Id()}/file").Is_refused(HttpStatusCode.ServiceUnavailable, "evidence-storage-unavailable");
    }

    [Theory]
    [InlineData("?state=gone", "state")]
    [InlineData("?size=101", "size")]
    [InlineData("?after=%00", "after")]
    public async Task A_bad_query_is_named(string query, string field) =>
        await service.As(service.Reviewer).GetAsync($"/api/evidence{query}").Is_invalid(field);

    [Fact]
    public async Task The_queue_is_narrowed_by_commitment_kind_organisation_and_to_new_versions()
    {
        var organisation = await service.SignedOrganisation();
        var (embed, deliver) = (await service.MadePledge(organisation), await service.MadePledge(organisation, "deliver"));
        async Task<Guid> Of(Guid pledge, string kind) => (await service.Submitted(organisation, pledge, PledgeFixture.Form(link: "https://www.example.org/", kind: kind))).Id();
        var (policy, survey) = (await Of(embed, "policy"), await Of(deliver, "survey"));
        async Task<Guid[]> Found(string filter) => [.. PledgeFixture.Items(await service.As(service.Reviewer).GetAsync($"/api/evidence?organisationId={organisation.Id}{filter}").Answers_with(HttpStatusCode.OK)).Select(e => e.Id())];
        (await Found("")).ShouldBe([policy, survey]);
        (await Found("&commitment=deliver")).ShouldBe([survey]);
        (await Found("&kind=policy")).ShouldBe([policy]);
        (await Found("&kind=policy&commitment=deliver")).ShouldBeEmpty();
        await service.Review(policy, service.Reviewer, "returned", Reason).Answers_with(HttpStatusCode.OK);
        (await Found("&state=returned")).ShouldBe([policy]);
        var renewed = (await service.As(organisation.Editor).PostAsync($"/api/evidence/{policy}/versions", PledgeFixture.Form(link: "https://www.example.org/")).Answers_with(HttpStatusCode.Created)).Id();
        (await Found("&newVersions=true")).ShouldBe([renewed]);
        foreach (var (query, field) in new[] { ("commitment=x", "commitment"), ("kind=x", "kind"), ("state=scanning", "state") })
            await service.As(service.Reviewer).GetAsync($"/api/evidence?{query}").Is_invalid(field);
    }

    private async Task<List<Guid>> Queue(Person reviewer, string state = "submitted")
    {
        var seen = new List<Guid>();
        for (string? next = ""; next is not null;)
        {
            var page = await service.As(reviewer).GetAsync($"/api/evidence?state={state}&size=7&after={next}").Answers_with(HttpStatusCode.OK);
            seen.AddRange(PledgeFixture.Items(page).Select(e => e.Id()));
            next = page.Text("next");
        }
        return seen;
    }
}
