using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Signatories.Organisations;

/// <summary>An organisation as the API shows it to those who may see it.</summary>
internal sealed record OrganisationView(
    Guid Id, string Name, string Sector, string Kind, string SizeBand, IReadOnlyList<OrganisationIdentifier> Identifiers,
    IReadOnlyList<Place> Places, string Status, DateOnly RegisteredOn, DateOnly? ConfirmedOn)
{
    public static OrganisationView Of(Organisation o) => new(
        o.Id, o.Name, o.Sector, o.Kind, o.SizeBand, [.. o.Identifiers.Select(i => new OrganisationIdentifier(i.Scheme, i.Value))],
        [.. o.Places.Select(Contracts.Places.Of)], o.Status, o.RegisteredAt.LocalDay(), o.ConfirmedAt?.LocalDay());
}
