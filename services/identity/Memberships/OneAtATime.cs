using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Memberships;

/// <summary>
/// What must not happen to one thing twice at the same moment, such as two last signatories who leave: each waits until the other has committed, and then
/// sees what is left.
/// </summary>
internal static class OneAtATime
{
    /// <summary>Does it with the thing locked, and commits.</summary>
    public static async Task<T> Alone<T>(this IdentityDb db, string thing, Func<Task<T>> act, CancellationToken cancel)
    {
        // A request with an idempotency key has a transaction already, and commits it.
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        await db.Lock(thing, cancel);
        var result = await act();
        await db.SaveChangesAsync(cancel);
        if (own is not null)
            await own.CommitAsync(cancel);
        return result;
    }

    /// <summary>Locks the thing until the transaction, which there has to be, ends.</summary>
    public static Task Lock(this IdentityDb db, string thing, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({thing}, 0))", cancel);

    /// <summary>The people of an organisation.</summary>
    public static string PeopleOf(Guid organisationId) => $"people of {organisationId}";
}
