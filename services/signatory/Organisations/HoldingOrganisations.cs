using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Organisations;

/// <summary>
/// What an organisation is and what it has signed are written by different requests, and the register shows both in one entry. So whoever puts something
/// into that entry holds the organisation first: after successions, and before signatures and the entry, so that nobody waits for one who waits for them.
/// </summary>
internal static class HoldingOrganisations
{
    /// <summary>The organisation as it stays until the transaction ends: not renamed, nor its place taken. Those who sign for it hold it together.</summary>
    public static IQueryable<Organisation> Hold(this SignatoryDb db, Guid id) => db.Organisations.FromSql($"select *, xmin from organisation where id = {id} for share");

    /// <summary>Keeps all others from these organisations until the transaction ends. What is read of them afterwards is what is changed.</summary>
    public static Task Lock(this SignatoryDb db, Guid[] ids, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"select from organisation where id = any({ids}) order by id for no key update", cancel);
}
