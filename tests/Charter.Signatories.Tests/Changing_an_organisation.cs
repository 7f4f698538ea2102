using System.Net;
using System.Net.Http.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Signatories.Tests;

public sealed class Changing_an_organisation(SignatoryFixture service)
{
    private static object Facts(string sector = "voluntary", string kind = "provider", string size = "medium", string[]? places = null, params string[] aliases) =>
        new { sector, kind, sizeBand = size, places = places ?? ["E08000012"], aliases };

    private Task<HttpResponseMessage> Changes(Person person, Guid id, object facts) => service.As(person).PutAsync($"/api/organisations/{id}", JsonContent.Create(facts));

    private async Task<string[]> Finds(string words) =>
        [.. (await service.Anonymous().GetAsync($"/api/register?q={Uri.EscapeDataString(words)}").Answers_with(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().Select(i => i.Text("name")!)];

    [Fact]
    public async Task Its_signatory_states_new_facts_and_the_register_and_everybody_else_has_them()
    {
        var (id, signatory) = await service.SignedOrganisation(await service.PublishedCharter());
        await Changes(signatory, id, Facts("housing", "both", "large", ["E08000012", "E08000006"], "Gloop Homes")).Answers_with(HttpStatusCode.OK);

        var entry = await service.RegisterEntry(id);
        (entry.Text("sector"), entry.Text("kind"), entry.Text("sizeBand")).ShouldBe(("housing", "both", "large"));
        entry.GetProperty("places").GetArrayLength().ShouldBe(2);
        var changed = await service.Published<OrganisationChanged>(e => e.OrganisationId == id);
        (changed.Version, changed.Sector, changed.Kind, changed.FormerName, changed.ChangedBy).ShouldBe((3, "housing", "both", null, signatory.Subject));
        changed.Aliases.ShouldBe(["Gloop Homes"]);
    }

    [Fact]
    public async Task The_same_facts_again_change_nothing()
    {
        var (id, signatory) = await service.ConfirmedOrganisation();
        await Changes(signatory, id, Facts()).Answers_with(HttpStatusCode.OK);
        await Changes(signatory, id, Facts()).Answers_with(HttpStatusCode.OK);
        await service.Published<OrganisationChanged>(e => e.OrganisationId == id);
        (await service.Sql($"select version from organisation where id = '{id}'")).ShouldBe(["3"]);
    }

    [Fact]
    public async Task A_registrar_renames_it_and_it_is_found_by_both_names()
    {
        var tag = Guid.NewGuid().ToString("n");
        var (id, _) = await service.SignedOrganisation(await service.PublishedCharter(), SignatoryFixture.Organisation($"Before{tag} Trust"));
        await service.As(service.Registrar).Posts($"/api/organisations/{id}/name", new { name = $"After{tag} Trust" }).Answers_with(HttpStatusCode.OK);

        (await Finds($"after{tag}")).ShouldBe([$"After{tag} Trust"]);
        (await Finds($"before{tag}")).ShouldBe([$"After{tag} Trust"]);
        var changed = await service.Published<OrganisationChanged>(e => e.OrganisationId == id);
        (changed.Name, changed.FormerName).ShouldBe(($"After{tag} Trust", $"Before{tag} Trust"));
        (await service.Sql($"select kind from history_entry where organisation_id = '{id}' order by occurred_at, id")).ShouldBe(["signed", "renamed"]);
    }

    [Fact]
    public async Task A_former_name_that_misleads_is_not_kept()
    {
        var (id, _) = await service.ConfirmedOrganisation();
        var answer = await service.As(service.Registrar).Posts($"/api/organisations/{id}/name", new { name = $"Other {Guid.NewGuid():n}", keepsFormerName = false }).Answers_with(HttpStatusCode.OK);
        answer.GetProperty("aliases").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task What_was_signed_stays_what_it_was_on_that_day_also_when_it_is_stated_again()
    {
        await using var alone = new SignatoryFixture();
        await alone.InitializeAsync();
        var (id, signatory) = await alone.SignedOrganisation(await alone.PublishedCharter(), SignatoryFixture.Organisation("First Name"));
        await alone.As(signatory).PutAsync($"/api/organisations/{id}", JsonContent.Create(Facts(kind: "commissioner"))).Answers_with(HttpStatusCode.OK);
        await alone.As(alone.Registrar).Posts($"/api/organisations/{id}/name", new { name = "Second Name" }).Answers_with(HttpStatusCode.OK);

        (await alone.Run("restate", "pledge")).ExitCode.ShouldBe(0);
        await Eventually.Passes(() => { alone.AllRestated("pledge").Count.ShouldBe(4); return Task.CompletedTask; });
        var signed = alone.AllRestated("pledge").OfType<CharterSigned>().Single();
        (signed.Name, signed.Kind, signed.OrganisationVersion).ShouldBe(("First Name", "provider", 2));
        var changed = alone.AllRestated("pledge").OfType<OrganisationChanged>().Single();
        (changed.Name, changed.Kind, changed.Version).ShouldBe(("Second Name", "commissioner", 4));
    }

    [Fact]
    public async Task Nobody_else_changes_it()
    {
        var (id, signatory) = await service.ConfirmedOrganisation();
        var (_, stranger) = await service.ConfirmedOrganisation();
        await Changes(stranger, id, Facts()).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await Changes(Person.With().Of(id, Roles.Editor), id, Facts()).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.As(signatory).Posts($"/api/organisations/{id}/name", new { name = "x" }).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await Changes(service.Registrar, id, Facts()).Answers_with(HttpStatusCode.OK);
    }

    [Fact]
    public async Task One_that_is_not_confirmed_or_not_there_is_not_changed()
    {
        var registered = (await service.As(Person.With()).Posts("/api/organisations", SignatoryFixture.Organisation()).Answers_with(HttpStatusCode.Created)).Id();
        await Changes(service.Registrar, registered, Facts()).Is_refused(HttpStatusCode.Conflict, "organisation-not-confirmed");
        await service.As(service.Registrar).Posts($"/api/organisations/{registered}/name", new { name = "x" }).Is_refused(HttpStatusCode.Conflict, "organisation-not-confirmed");
        await Changes(service.Registrar, Guid.NewGuid(), Facts()).Is_refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Every_bad_field_is_named()
    {
        var (id, signatory) = await service.ConfirmedOrganisation();
        await Changes(signatory, id, new { sector = "x", kind = "y", sizeBand = "z", places = new[] { "nowhere" }, aliases = new[] { "two\nlines" } }).Is_invalid("sector", "kind", "sizeBand", "places", "aliases");
        await Changes(signatory, id, Facts(places: ["E99999999"])).Is_invalid("places");
        await service.As(service.Registrar).Posts($"/api/organisations/{id}/name", new { name = " " }).Is_invalid("name");
    }
}
