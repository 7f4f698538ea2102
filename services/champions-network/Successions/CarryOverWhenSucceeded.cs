using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Champions.Successions;

/// <summary>
/// Remembers whose place an organisation has taken. Champions and practices stay where they were made, and are looked up; a successor that has not signed
/// is known here for them, with the facts that the succession states.
/// </summary>
internal sealed class CarryOverWhenSucceeded(ChampionsDb db) : SuccessionConsumer(db)
{
    protected override Task Carried(OrganisationSucceeded succession, CancellationToken cancel)
    {
        var (name, places) = (succession.SuccessorName, succession.SuccessorPlaces);
        var words = string.Join(' ', [name, .. places.Select(p => Places.Of(p).Name)]);
        return db.Database.ExecuteSqlAsync($"""
            insert into member (organisation_id, name, sort_name, sector, places, search_text, member_since, stated_at, has_signed)
            values ({succession.SuccessorId}, {name}, {name.ToLowerInvariant()}, {succession.SuccessorSector}, {places.ToArray()}, {words}, {succession.OccurredAt.LocalDay()}, '-infinity', false)
            on conflict (organisation_id) do nothing
            """, cancel);
    }

    protected override Task Reversed(SuccessionReversed succession, CancellationToken cancel) => db.Database.ExecuteSqlAsync($"""
        delete from member m where organisation_id = {succession.SuccessorId} and not has_signed
          and not exists (select from succession s where s.successor_id = m.organisation_id and s.reversed_at is null)
          and not exists (select from champion c where c.organisation_id = m.organisation_id) and not exists (select from practice p where p.organisation_id = m.organisation_id)
        """, cancel);
}
