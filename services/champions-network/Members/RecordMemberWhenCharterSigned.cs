using Charter.Contracts;
using Charter.ServiceDefaults;
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
        await db.HoldSuccessions(context.CancellationToken);
        await Alone(s.OrganisationId);
        await db.Database.ExecuteSqlAsync($"""
            insert into member (organisation_id, version, name, sort_name, sector, places, search_text, member_since, stated_at)
            values ({s.OrganisationId}, {s.OrganisationVersion}, {s.Name}, {s.Name.ToLowerInvariant()}, {s.Sector}, {s.Places.ToArray()}, {NewestFacts.Words(s.Name, s.Places)}, {s.SignedOn}, {s.OccurredAt})
            on conflict (organisation_id) do update
            set version = excluded.version, name = excluded.name, sort_name = excluded.sort_name, sector = excluded.sector, places = excluded.places,
                search_text = excluded.search_text, stated_at = excluded.stated_at, has_signed = true,
                member_since = case when member.stated_at = '-infinity' then excluded.member_since else least(member.member_since, excluded.member_since) end
            where member.stated_at = '-infinity' or (member.version, member.stated_at) < (excluded.version, excluded.stated_at)
            """);
        await db.Database.ExecuteSqlAsync($"update member set member_since = {s.SignedOn} where organisation_id = {s.OrganisationId} and member_since > {s.SignedOn}");
        if (await db.ChangedOrganisations.FindAsync([s.OrganisationId], context.CancellationToken) is { } newer)
            await db.Restate(newer);
        await db.StandWith(s.OrganisationId, s.CharterId, s.OccurredAt);
    }

    public async Task Consume(ConsumeContext<OrganisationChanged> context)
    {
        var o = context.Message;
        await db.HoldSuccessions(context.CancellationToken);
        await Alone(o.OrganisationId);
        await db.Database.ExecuteSqlAsync($"""
            insert into changed_organisation (organisation_id, version, name, sector, places) values ({o.OrganisationId}, {o.Version}, {o.Name}, {o.Sector}, {o.Places.ToArray()})
            on conflict (organisation_id) do update set version = excluded.version, name = excluded.name, sector = excluded.sector, places = excluded.places
            where changed_organisation.version < excluded.version
            """);
        await db.Restate(new() { OrganisationId = o.OrganisationId, Version = o.Version, Name = o.Name, Sector = o.Sector, Places = [.. o.Places] });
    }

    /// <summary>Two organisations that share a number by chance only wait for each other.</summary>
    private Task<int> Alone(Guid organisation) => db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({BitConverter.ToInt64(organisation.ToByteArray(), 8)})");
}

/// <summary>What members are called and where they work, as it was stated last.</summary>
internal static class NewestFacts
{
    /// <summary>Puts them in the member's row, if it has older ones.</summary>
    public static Task<int> Restate(this ChampionsDb db, ChangedOrganisation o) => db.Database.ExecuteSqlAsync($"""
        update member set version = {o.Version}, name = {o.Name}, sort_name = {o.Name.ToLowerInvariant()}, sector = {o.Sector}, places = {o.Places}, search_text = {Words(o.Name, o.Places)}
        where organisation_id = {o.OrganisationId} and version < {o.Version}
        """);

    /// <summary>Name and places, to be searched.</summary>
    public static string Words(string name, IReadOnlyList<string> places) => string.Join(' ', [name, .. places.Select(p => Places.Of(p).Name)]);
}
