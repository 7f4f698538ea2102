using Charter.Champions.Appointments;
using Charter.Champions.Members;
using Charter.Champions.Practices;

namespace Charter.Champions.Successions;

internal sealed class ChampionOfMember
{
    public required Champion Champion { get; init; }
    public required Member Member { get; init; }
}

internal sealed class PracticeOfMember
{
    public required Practice Practice { get; init; }
    public required Member Member { get; init; }
}

/// <summary>Whose champions and practices are whose, after successions.</summary>
internal static class CarriedMembers
{
    /// <summary>Those who have signed, or go by the signature of an organisation whose place they have taken; nobody whose own place was taken.</summary>
    public static IQueryable<Member> Acting(this ChampionsDb db) => db.Members.Where(m => !db.CarriedOver.Any(c => c.OrganisationId == m.OrganisationId)
        && (m.HasSigned || db.CarriedOver.Any(c => c.HolderId == m.OrganisationId && db.Members.Any(p => p.OrganisationId == c.OrganisationId && p.HasSigned))));

    /// <summary>Every champion who has not erased the account, with the organisation for which they are one now; somebody whom both have appointed, once.</summary>
    public static IQueryable<ChampionOfMember> ActingChampions(this ChampionsDb db) =>
        from champion in db.Champions
        where !champion.IsErased
        join carried in db.CarriedOver on champion.OrganisationId equals carried.OrganisationId into some
        from now in some.DefaultIfEmpty()
        where now == null || !db.Champions.Any(c => c.OrganisationId == now.HolderId && c.Email == champion.Email)
        join member in db.Members on ((Guid?)now.HolderId ?? champion.OrganisationId) equals member.OrganisationId
        select new ChampionOfMember { Champion = champion, Member = member };

    /// <summary>Every practice with the organisation whose it is now.</summary>
    public static IQueryable<PracticeOfMember> WithMember(this IQueryable<Practice> practices, ChampionsDb db) =>
        from practice in practices
        join carried in db.CarriedOver on practice.OrganisationId equals carried.OrganisationId into some
        from now in some.DefaultIfEmpty()
        join member in db.Members on ((Guid?)now.HolderId ?? practice.OrganisationId) equals member.OrganisationId
        select new PracticeOfMember { Practice = practice, Member = member };
}
