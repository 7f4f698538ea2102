using Charter.Contracts;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Charter.Champions.Members;

/// <summary>
/// Whoever signs is a member, from its first signature on and with its newest facts, in whatever order they come. What is told of an organisation before
/// its signature arrives is kept until then; a lock for each organisation makes sure that one of two at the same moment sees the other.
/// </summary>
internal sealed class RecordMemberWhenCharterSigned(ChampionsDb db) : IConsumer<CharterSigned>, IConsumer<OrganisationChanged>
{
    public async Task Consume(ConsumeContext<CharterSigned> context)
    {
        var s = context.Message;
        await Alone(s.OrganisationId);
        await db.Database.ExecuteSqlAsync($"""
            insert into member (organisation_id, version, name, sort_name, sector, places, search_text, member_since, stated_at)
            values ({s.OrganisationId}, {s.OrganisationVersion}, {s.Name}, {s.Name.ToLowerInvariant()}, {s.Sector}, {s.Places.ToArray()}, {Words(s.Name, s.Places)}, {s.SignedOn}, {s.OccurredAt})
            on conflict (organisation_id) do update
            set version = excluded.version, name = excluded.name, sort_name = excluded.sort_name, sector = excluded.sector, places = excluded.places,
                search_text = excluded.search_text, stated_at = excluded.stated_at, has_signed = true,
                member_since = case when member.stated_at = '-infinity' then excluded.member_since else least(member.member_since, excluded.member_since) end
            where member.stated_at = '-infinity' or (member.version, member.stated_at) < (excluded.version, excluded.stated_at)
            """);
        await db.Database.ExecuteSqlAsync($"update member set member_since = {s.SignedOn} where organisation_id = {s.OrganisationId} and member_since > {s.SignedOn}");
        if (await db.ChangedOrganisations.FindAsync([s.OrganisationId], context.CancellationToken) is { } newer)
            await Restate(newer.OrganisationId, newer.Version, newer.Name, newer.Sector, newer.Places);
    }

    public async Task Consume(ConsumeContext<OrganisationChanged> context)
    {
        var o = context.Message;
        await Alone(o.OrganisationId);
        await db.Database.ExecuteSqlAsync($"""
            insert into changed_organisation (organisation_id, version, name, sector, places) values ({o.OrganisationId}, {o.Version}, {o.Name}, {o.Sector}, {o.Places.ToArray()})
            on conflict (organisation_id) do update set version = excluded.version, name = excluded.name, sector = excluded.sector, places = excluded.places
            where changed_organisation.version < excluded.version
            """);
        await Restate(o.OrganisationId, o.Version, o.Name, o.Sector, o.Places);
    }

    private Task<int> Restate(Guid id, int version, string name, string sector, IReadOnlyList<string> places) => db.Database.ExecuteSqlAsync($"""
        update member set version = {version}, name = {name}, sort_name = {name.ToLowerInvariant()}, sector = {sector}, places = {places.ToArray()}, search_text = {Words(name, places)}
        where organisation_id = {id} and version < {version}
        """);

    private static string Words(string name, IReadOnlyList<string> places) => string.Join(' ', [name, .. places.Select(p => Places.Of(p).Name)]);

    /// <summary>Two organisations that share a number by chance only wait for each other.</summary>
    private Task<int> Alone(Guid organisation) => db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({BitConverter.ToInt64(organisation.ToByteArray(), 8)})");
}
