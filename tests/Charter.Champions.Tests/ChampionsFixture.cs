using System.Net;
using System.Text.Json;
using Charter.Champions.Tests;
using Charter.Contracts;
using Charter.ServiceDefaults;

[assembly: AssemblyFixture(typeof(ChampionsFixture))]

namespace Charter.Champions.Tests;

/// <summary>The champions' network with what most tests start from: a member, its signatory, a champion.</summary>
public sealed class ChampionsFixture() : ServiceFixture<Program>("champions")
{
    public static CharterSigned Signed(Guid organisation, string? name = null, string sector = "voluntary", DateOnly? on = null, DateTimeOffset? at = null, params string[] places) => new(
        Guid.NewGuid(), Guid.NewGuid(), 1, new string('a', 64), organisation, name ?? $"Organisation {organisation:n}", sector, OrganisationKinds.Provider, "small",
        places.Length > 0 ? places : ["E08000006"], on ?? new(2026, 11, 1), Guid.NewGuid(), at ?? DateTimeOffset.UtcNow);

    /// <summary>An organisation that has signed, and its signatory.</summary>
    public async Task<(Guid Id, Person Signatory)> Member(string? name = null, string sector = "voluntary", params string[] places)
    {
        var organisation = Guid.NewGuid();
        await Deliver(Signed(organisation, name, sector, places: places));
        return (organisation, Person.With().Of(organisation, Roles.Signatory));
    }

    public Task<HttpResponseMessage> Appoint(Person signatory, Guid organisation, string email, string name = "Robin Example", string? jobTitle = null, string[]? specialisms = null) =>
        As(signatory).Posts("/api/network/champions", new { organisationId = organisation, name, email, jobTitle, specialisms });

    /// <summary>A champion named by a signatory, who has not been seen yet.</summary>
    public async Task<(Guid Id, Guid Organisation, Person Signatory, Person Champion)> AppointedChampion()
    {
        var (organisation, signatory) = await Member();
        var champion = Person.With();
        var appointed = await Appoint(signatory, organisation, champion.Email).Answers_with(HttpStatusCode.Created);
        return (appointed.Id(), organisation, signatory, champion);
    }

    public static object Practice(Guid organisation, string? title = null, string area = "Home care", string? stage = "evaluation", string? outcome = null) => new
    {
        organisationId = organisation,
        title = title ?? $"Practice {Guid.NewGuid():n}",
        deliveryArea = area,
        stage,
        outcome,
        summary = "We asked every bidder the same three questions.",
        whatWeDid = "We wrote the questions together with two small providers.",
        whatChanged = "Four small providers bid, where there had been one.",
    };

    public Task<HttpResponseMessage> Publish(Person person, object practice) => As(person).Posts("/api/network/practices", practice);

    public async Task<IReadOnlyList<JsonElement>> All(string path, Person? person = null)
    {
        var all = new List<JsonElement>();
        for (string? after = ""; after is not null;)
        {
            var page = await As(person ?? Person.With()).GetAsync($"{path}{(path.Contains('?') ? '&' : '?')}size=2&after={after}").Answers_with(HttpStatusCode.OK);
            all.AddRange(page.GetProperty("items").EnumerateArray());
            after = page.Text("next");
        }
        return all;
    }
}
