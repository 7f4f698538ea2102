using System.Net;
using System.Net.Http.Json;
using Charter.Contracts;

namespace Charter.Signatories.Tests;

public sealed class What_is_recorded(SignatoryFixture service)
{
    [Fact]
    public async Task A_signing_is_told_once_with_who_what_for_whom_and_in_which_trace()
    {
        var charter = await service.PublishedCharter();
        var (id, signatory) = await service.SignedOrganisation(charter);

        var told = await service.Published<ActionTaken>(a => a.Actor == signatory.Subject && a.Route.EndsWith("/signatures"));
        told.Service.ShouldBe("signatory");
        told.ActorKind.ShouldBe("person");
        told.ActingFor.ShouldBe(id);
        told.OrganisationId.ShouldBe(id);
        (told.Method, told.Route, told.Action).ShouldBe(("POST", "/api/charters/{charterId}/signatures", "Sign a charter"));
        told.ActedOn[0].ShouldBe(new ActedOn("charter", charter.Id));
        told.ActedOn.ShouldContain(s => s.Kind == "signature");
        told.TraceId!.ShouldMatch("^[0-9a-f]{32}$");
        service.AllPublished<ActionTaken>(a => a.OrganisationId == id && a.Route.EndsWith("/signatures")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_registrar_acts_for_the_partnership_and_not_for_the_organisation_that_it_concerns()
    {
        var (id, _) = await service.ConfirmedOrganisation();
        var told = await service.Published<ActionTaken>(a => a.OrganisationId == id && a.Route.EndsWith("/confirmation"));
        (told.Actor, told.ActingFor).ShouldBe((service.Registrar.Subject, (Guid?)null));
    }

    [Fact]
    public async Task What_changes_nothing_leaves_nothing()
    {
        var charter = await service.PublishedCharter();
        var (id, signatory) = await service.SignedOrganisation(charter);
        var client = service.As(signatory);
        await service.Published<ActionTaken>(2, a => a.Actor == signatory.Subject);   // registered and signed
        await client.GetAsync("/api/organisations?mine=true").Answers_with(HttpStatusCode.OK);
        await client.Posts($"/api/charters/{charter.Id}/signatures", SignatoryFixture.Signing(id, charter.Hash)).Is_refused(HttpStatusCode.Conflict, "charter-already-signed");
        await client.Posts("/api/organisations", "{}").Answers_with(HttpStatusCode.BadRequest);
        // What comes last tells that what came before would have been told by now.
        await client.Posts("/api/organisations", SignatoryFixture.Organisation()).Answers_with(HttpStatusCode.Created);
        await service.Published<ActionTaken>(3, a => a.Actor == signatory.Subject);
    }

    [Fact]
    public async Task Of_many_at_the_same_moment_only_the_one_that_succeeds_is_recorded()
    {
        var charter = await service.PublishedCharter();
        var (id, signatory) = await service.ConfirmedOrganisation();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => service.As(signatory).Posts($"/api/charters/{charter.Id}/signatures", SignatoryFixture.Signing(id, charter.Hash))));
        await service.Published<ActionTaken>(a => a.OrganisationId == id && a.Route.EndsWith("/signatures"));
        (await service.Sql($"select 1 from outbox where type = 'ActionTaken' and payload->>'OrganisationId' = '{id}'")).Count.ShouldBeLessThanOrEqualTo(1);
        service.AllPublished<ActionTaken>(a => a.OrganisationId == id && a.Route.EndsWith("/signatures")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_request_that_is_repeated_under_its_key_is_one_action()
    {
        var person = Person.With();
        var (key, body) = (Guid.NewGuid().ToString(), SignatoryFixture.Organisation());
        for (var i = 0; i < 3; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/organisations") { Content = JsonContent.Create(body), Headers = { { "Idempotency-Key", key } } };
            await service.As(person).SendAsync(request).Answers_with(HttpStatusCode.Created);
        }
        await service.Published<ActionTaken>(a => a.Actor == person.Subject);
        await Eventually.Passes(async () => (await service.Sql("select 1 from outbox where type = 'ActionTaken' and payload->>'Actor' = '" + person.Subject + "'")).ShouldBeEmpty());
        service.AllPublished<ActionTaken>(a => a.Actor == person.Subject).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_refusal_is_named_for_the_gateway()
    {
        using var refused = await service.As(Person.With()).Posts($"/api/organisations/{Guid.NewGuid()}/confirmation", "");
        refused.Headers.GetValues("Charter-Refusal").Single().ShouldBe("?status=403&code=forbidden&route=%2Fapi%2Forganisations%2F%7BorganisationId%7D%2Fconfirmation&action=Confirm%20an%20organisation");
        using var unknown = await service.As(service.Registrar).Posts($"/api/organisations/{Guid.NewGuid()}/confirmation", "");
        unknown.Headers.GetValues("Charter-Refusal").Single().ShouldStartWith("?status=404&code=not-found&route=");
        using var fine = await service.As(Person.With()).GetAsync("/api/organisations?mine=true");
        fine.Headers.Contains("Charter-Refusal").ShouldBeFalse();
    }
}
