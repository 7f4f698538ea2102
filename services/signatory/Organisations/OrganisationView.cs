using Charter.Contracts;
using Charter.ServiceDefaults;
using Charter.Signatories.Gazetteer;

namespace Charter.Signatories.Organisations;

/// <summary>An organisation as the API shows it to those who may see it.</summary>
internal sealed record OrganisationView(
    Guid Id, string Name, string Sector, string Kind, string SizeBand, IReadOnlyList<OrganisationIdentifier> Identifiers,
    IReadOnlyList<Place> Places, string Status, DateOnly RegisteredOn, DateOnly? ConfirmedOn, IReadOnlyList<string> Aliases)
{
    public static OrganisationView Of(Organisation o, PlaceNames places) => new(
        o.Id, o.Name, o.Sector, o.Kind, o.SizeBand, [.. o.Identifiers.Select(i => new OrganisationIdentifier(i.Scheme, i.Value))],
        [.. o.Places.Select(places.Of)], o.Status, o.RegisteredAt.LocalDay(), o.ConfirmedAt?.LocalDay(), o.Aliases);

    public static async Task<OrganisationView> Of(Organisation o, SignatoryDb db, CancellationToken cancel) => Of(o, await db.PlaceNames(o.Places, cancel));
}
