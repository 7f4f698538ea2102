using Charter.Contracts;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Charter.Champions.Members;

/// <summary>Whoever signs is a member, from its first signature on and with the facts of its latest, in whatever order they come.</summary>
internal sealed class RecordMemberWhenCharterSigned(ChampionsDb db) : IConsumer<CharterSigned>
{
    public async Task Consume(ConsumeContext<CharterSigned> context)
    {
        var s = context.Message;
        var words = string.Join(' ', [s.Name, .. s.Places.Select(p => Places.Of(p).Name)]);
        await db.Database.ExecuteSqlAsync($"""
            insert into member (organisation_id, name, sort_name, sector, places, search_text, member_since, stated_at)
            values ({s.OrganisationId}, {s.Name}, {s.Name.ToLowerInvariant()}, {s.Sector}, {s.Places.ToArray()}, {words}, {s.SignedOn}, {s.OccurredAt})
            on conflict (organisation_id) do update
            set name = excluded.name, sort_name = excluded.sort_name, sector = excluded.sector, places = excluded.places,
                search_text = excluded.search_text, stated_at = excluded.stated_at,
                member_since = case when member.stated_at = '-infinity' then excluded.member_since else least(member.member_since, excluded.member_since) end
            where member.stated_at < excluded.stated_at
            """);
        await db.Database.ExecuteSqlAsync($"update member set member_since = {s.SignedOn} where organisation_id = {s.OrganisationId} and member_since > {s.SignedOn}");
        await db.StandWith(s.OrganisationId, s.CharterId, s.OccurredAt);
    }
}
