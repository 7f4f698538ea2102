using Microsoft.EntityFrameworkCore;

namespace Charter.KiteMarks;

/// <summary>
/// Empties organisation, embed_duty, signature_standing and succession, all of which the signatory and pledge services state. Until they state it again, the gate is closed to those who
/// apply at that moment. Applications and awards carry what they need of an organisation themselves.
/// </summary>
internal static class ForgetCopies
{
    public static async Task Run(KiteMarkDb db)
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.Database.ExecuteSqlRawAsync("""
            lock table organisation, embed_duty, signature_standing, succession, carried_over in share row exclusive mode;
            delete from organisation;
            delete from embed_duty;
            delete from signature_standing;
            delete from succession;
            delete from carried_over
            """);
        await transaction.CommitAsync();
    }
}
