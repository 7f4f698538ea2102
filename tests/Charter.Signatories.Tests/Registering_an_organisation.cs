using System.Net;
using System.Net.Http.Headers;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Signatories.Tests;

public sealed class Registering_an_organisation(SignatoryFixture service)
{
    [Fact]
    public async Task Whoever_registered_it_does_not_confirm_it()
    {
        var registrar = service.As(service.Registrar);
        var id = (await registrar.Posts("/api/organisations", SignatoryFixture.Organisation()).Answers_with(HttpStatusCode.Created)).Id();
        await registrar.Posts($"/api/organisations/{id}/confirmation", "").Is_refused(HttpStatusCode.Forbidden, "own-organisation");
    }

    [Fact]
    public async Task Whoever_registers_it_is_named_when_it_is_confirmed()
    {
        var (id, signatory) = await service.ConfirmedOrganisation();

        var confirmed = await service.Published<OrganisationConfirmed>(e => e.OrganisationId == id);
        confirmed.RegisteredBy.ShouldBe(signatory.Subject);
        confirmed.ConfirmedBy.ShouldBe(service.Registrar.Subject);
        confirmed.Version.ShouldBe(2);
    }

    [Fact]
    public async Task Until_it_is_confirmed_only_its_own_people_and_the_registrar_know_of_it()
    {
        var person = Person.With();
        var organisation = await service.As(person).Posts("/api/organisations", SignatoryFixture.Organisation()).Answers_with(HttpStatusCode.Created);
        var path = $"/api/organisations/{organisation.Id()}";

        (await service.As(person).GetAsync(path).Answers_with(HttpStatusCode.OK)).Text("status").ShouldBe("registered");
        await service.As(service.Registrar).GetAsync(path).Answers_with(HttpStatusCode.OK);
        await service.As(Person.With()).GetAsync(path).Is_refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task An_identifier_stands_for_one_organisation()
    {
        var number = Random.Shared.Next(10_000_000, 99_999_999).ToString();
        await service.ConfirmedOrganisation(SignatoryFixture.Organisation(identifiers: new { scheme = "GB-COH", id = number }));

        await service.As(Person.With()).Posts("/api/organisations", SignatoryFixture.Organisation(identifiers: new { scheme = "GB-COH", id = $" {number[..4]} {number[4..]} " }))
            .Is_refused(HttpStatusCode.Conflict, "organisation-identifier-taken");
    }

    [Fact]
    public async Task Every_bad_field_is_named() => await service.As(Person.With()).Posts("/api/organisations", new
    {
        name = " ",
        sector = "charity",
        kind = 7,
        identifiers = new object[] { new { scheme = "GB-COH", id = "12" }, new { scheme = "GB-XXX", id = "1" }, new { scheme = "GB-NHS" } },
        places = new[] { "E08000006", "Salford" },
    }).Is_invalid("name", "sector", "kind", "identifiers[0].id", "identifiers[1].scheme", "identifiers[2].id", "places", "sizeBand");

    [Fact]
    public async Task An_empty_choice_is_none() => await service.As(Person.With()).Posts("/api/organisations", new
    {
        name = "Sample Trust",
        sector = "",
        kind = "",
        places = new[] { "E08000006" },
        sizeBand = "",
    }).Is_invalid("sector", "kind", "sizeBand");

    [Fact]
    public async Task A_list_with_holes_is_named_at_the_hole()
    {
        var client = service.As(Person.With());
        await client.Posts("/api/organisations", """{"name":"x","sector":"faith","kind":"neither","sizeBand":"micro","places":[null]}""").Is_invalid("places[0]");
        await client.Posts("/api/organisations", """{"name":"x","sector":"faith","kind":"neither","sizeBand":"micro","places":["E08000006"],"identifiers":[null]}""").Is_invalid("identifiers[0]");
    }

    [Theory]
    [InlineData("\u200b")]
    [InlineData("Fine\nprint")]
    [InlineData("Evil\u202eliated")]
    public async Task A_name_can_be_seen_stands_on_one_line_and_reads_in_one_direction(string name) =>
        await service.As(Person.With()).Posts("/api/organisations", SignatoryFixture.Organisation(name)).Is_invalid("name");

    [Fact]
    public async Task Json_in_another_encoding_than_utf_8_is_not_taken()
    {
        foreach (var charset in new[] { "utf-16", "foo", "iso-8859-1" })
            await service.As(Person.With()).PostAsync("/api/organisations", new StringContent("{}", MediaTypeHeaderValue.Parse($"application/json; charset={charset}")))
                .Is_refused(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
    }

    [Fact]
    public async Task It_is_confirmed_once_and_by_a_registrar()
    {
        var (id, signatory) = await service.ConfirmedOrganisation();
        await service.As(service.Registrar).Posts($"/api/organisations/{id}/confirmation", "").Is_refused(HttpStatusCode.Conflict, "organisation-already-confirmed");
        await service.As(signatory).Posts($"/api/organisations/{id}/confirmation", "").Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.As(service.Registrar).Posts($"/api/organisations/{Guid.NewGuid()}/confirmation", "").Is_refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task The_registrars_list_is_paged_without_gaps()
    {
        for (var i = 0; i < 3; i++)
            await service.As(Person.With()).Posts("/api/organisations", SignatoryFixture.Organisation()).Answers_with(HttpStatusCode.Created);
        var registrar = service.As(service.Registrar);
        var all = await registrar.GetAsync("/api/organisations?size=100").Answers_with(HttpStatusCode.OK);
        var expected = all.GetProperty("items").EnumerateArray().Select(o => o.Id()).ToArray();

        var seen = new List<Guid>();
        for (string? next = ""; next is not null && seen.Count < expected.Length;)
        {
            var page = await registrar.GetAsync($"/api/organisations?size=2&after={next}").Answers_with(HttpStatusCode.OK);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(o => o.Id()));
            next = page.Text("next");
        }
        seen.Take(expected.Length).ShouldBe(expected);
    }

    [Fact]
    public async Task A_person_lists_the_own_organisations_but_not_everybodys()
    {
        var (id, signatory) = await service.ConfirmedOrganisation();
        var mine = await service.As(signatory).GetAsync("/api/organisations?mine=true").Answers_with(HttpStatusCode.OK);
        mine.GetProperty("items").EnumerateArray().Select(o => o.Id()).ShouldBe([id]);
        await service.As(signatory).GetAsync("/api/organisations").Is_refused(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task The_same_request_sent_twice_with_one_key_registers_one_organisation()
    {
        var client = service.As(Person.With());
        client.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());
        var facts = SignatoryFixture.Organisation();

        var first = await client.Posts("/api/organisations", facts).Answers_with(HttpStatusCode.Created);
        using var again = await client.Posts("/api/organisations", facts);
        again.StatusCode.ShouldBe(HttpStatusCode.Created);
        again.Headers.Location!.ToString().ShouldBe($"/api/organisations/{first.Id()}");
        (await client.GetAsync("/api/organisations?mine=true").Answers_with(HttpStatusCode.OK)).GetProperty("items").GetArrayLength().ShouldBe(1);

        await client.Posts("/api/organisations", SignatoryFixture.Organisation()).Is_refused(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
    }

    [Theory]
    [InlineData("?size=0", "size")]
    [InlineData("?size=1000", "size")]
    [InlineData("?size=many", "size")]
    [InlineData("?after=xyz", "after")]
    [InlineData("?status=gone", "status")]
    public async Task A_bad_query_is_named(string query, string field) =>
        await service.As(service.Registrar).GetAsync($"/api/organisations{query}").Is_invalid(field);
}
