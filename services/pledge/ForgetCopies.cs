using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges;

/// <summary>
/// Empties organisation and succession, the copies of what the signatory service states; until it states it again, names are missing and nothing is carried over. The copies of charter versions stay,
/// because open ledgers and pledges stand on them: they are overwritten by being stated again. Ledgers are this service's own, since duties moved in them.
/// </summary>
internal static class ForgetCopies
{
    public static async Task Run(PledgeDb db)
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.Database.ExecuteSqlRawAsync("lock table organisation, succession, carried_over in share row exclusive mode; delete from organisation; delete from succession; delete from carried_over");
        await transaction.CommitAsync();
    }
}
