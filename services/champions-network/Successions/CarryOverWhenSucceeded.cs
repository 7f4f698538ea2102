using Charter.Champions.Members;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Champions.Successions;

/// <summary>
/// Remembers whose place an organisation has taken. Champions and practices stay where they were made, and are looked up; a successor that has not signed
/// is known here for them, with the facts that the succession states or newer ones, and is a member as long as one of those was whose place it has taken.
/// </summary>
internal sealed class CarryOverWhenSucceeded(ChampionsDb db) : SuccessionConsumer(db)
{
    protected override async Task Carried(OrganisationSucceeded succession, CancellationToken cancel)
    {
        var (name, places) = (succession.SuccessorName, succession.SuccessorPlaces);
        await db.Database.ExecuteSqlAsync($"""
            insert into member (organisation_id, name, sort_name, sector, places, search_text, member_since, stated_at, has_signed)
            values ({succession.SuccessorId}, {name}, {name.ToLowerInvariant()}, {succession.SuccessorSector}, {places.ToArray()}, {NewestFacts.Words(name, places)}, {succession.OccurredAt.LocalDay()}, '-infinity', false)
            on conflict (organisation_id) do nothing
            """, cancel);
        if (await db.ChangedOrganisations.FindAsync([succession.SuccessorId], cancel) is { } newer)
            await db.Restate(newer);
        await db.Judge(succession.PredecessorId, succession.SuccessorId);
    }

    protected override async Task Reversed(SuccessionReversed succession, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync($"""
            delete from member m where organisation_id = {succession.SuccessorId} and not has_signed
              and not exists (select from succession s where s.successor_id = m.organisation_id and s.reversed_at is null)
              and not exists (select from champion c where c.organisation_id = m.organisation_id) and not exists (select from practice p where p.organisation_id = m.organisation_id)
            """, cancel);
        await db.Judge(succession.PredecessorId, succession.SuccessorId);
    }
}
