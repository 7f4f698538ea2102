using Microsoft.EntityFrameworkCore;

namespace Charter.Champions;

/// <summary>
/// Members and successions are copies of what the signatory service states. Those to whom champions or practices belong stay, marked so that whatever is stated next
/// replaces all of it; the others go, and the list is short of them until they are stated again.
/// </summary>
internal static class ForgetCopies
{
    public static async Task Run(ChampionsDb db)
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.Database.ExecuteSqlRawAsync("""
            lock table member, changed_organisation, champion, practice, succession, carried_over in share row exclusive mode;
            delete from succession;
            delete from carried_over;
            delete from member where not exists (select from champion where champion.organisation_id = member.organisation_id)
              and not exists (select from practice where practice.organisation_id = member.organisation_id);
            update member set stated_at = '-infinity', version = 0;
            delete from changed_organisation
            """);
        await transaction.CommitAsync();
    }
}
