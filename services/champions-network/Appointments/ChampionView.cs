using Charter.Champions.Members;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Champions.Appointments;

/// <summary>A champion as the directory shows it to people who are signed in.</summary>
/// <param name="OrganisationId">For which they are champion now.</param>
/// <param name="CarriedFrom">The organisation that appointed them, when another has taken its place since.</param>
internal sealed record ChampionView(
    Guid Id, string Name, string? JobTitle, Guid OrganisationId, string OrganisationName, string Sector, IReadOnlyList<Place> Places,
    IReadOnlyList<string> Specialisms, DateOnly AppointedOn, Guid? CarriedFrom = null)
{
    public static ChampionView Of(Champion champion, Member member) => new(
        champion.Id, champion.Name, champion.JobTitle, member.OrganisationId, member.Name, member.Sector, [.. member.Places.Select(Contracts.Places.Of)],
        champion.Specialisms, champion.AppointedAt.LocalDay(),
        champion.OrganisationId == member.OrganisationId ? null : champion.OrganisationId);
}
