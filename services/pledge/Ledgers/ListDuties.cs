using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Ledgers;

/// <summary>
/// The duties of an organisation under the version that it signed last, in the charter's order; each as far as its own pledges and those of organisations
/// whose place it has taken have moved it, also under an earlier version in which it stands word for word.
/// </summary>
internal static class ListDuties
{
    internal sealed record Answer(IReadOnlyList<DutyView> Items, Guid CharterId, int CharterVersion, string CharterTitle);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/{organisationId}/duties", Handle)
        .Allow(Roles.SignedIn).Refuses(404, "ledger-not-open").WithTags("Duties").WithSummary("List an organisation's duties");

    private static async Task<Ok<Answer>> Handle(Guid organisationId, PledgeDb db, CancellationToken cancel)
    {
        var held = await db.HeldBy(organisationId, cancel);
        var ledger = await db.CurrentLedger(held, cancel) ?? throw PledgeErrors.LedgerNotOpen();
        var title = await db.Charters.Where(c => c.CharterId == ledger.CharterId && c.Version == ledger.CharterVersion).Select(c => c.Title).SingleAsync(cancel);
        return TypedResults.Ok(new Answer(await db.DutiesIn(ledger, held, cancel), ledger.CharterId, ledger.CharterVersion, title));
    }

    /// <summary>
    /// The ledger that counts, with its duties: that of the latest signature of its own or, without one, of the latest that it was left; in both cases of one
    /// that holds, if any does. Null when there is none.
    /// </summary>
    /// <param name="held">The organisation, and those whose place it has taken.</param>
    public static Task<Ledger?> CurrentLedger(this PledgeDb db, Guid[] held, CancellationToken cancel)
    {
        var organisation = held.FirstOrDefault();
        return db.Ledgers.AsNoTracking().Where(l => held.Contains(l.OrganisationId) && l.OpenedAt != null && (l.CarriedFrom == null || held.Contains(l.CarriedFrom.Value)))
            .OrderByDescending(l => l.OrganisationId == organisation && l.CarriedFrom == null)
            // One whose place a newer version took ended without a word.
            .ThenByDescending(l => !db.EndedSignatures.Any(e => e.SignatureId == l.SignatureId)
                && !db.Ledgers.Any(n => n.OrganisationId == (l.CarriedFrom ?? l.OrganisationId) && n.CharterId == l.CharterId && n.CarriedFrom == null && n.SignedAt > l.SignedAt))
            .ThenByDescending(l => l.SignedAt).ThenByDescending(l => l.CharterVersion)
            .ThenByDescending(l => l.OrganisationId == organisation).ThenBy(l => l.OrganisationId).Include(l => l.Duties.OrderBy(d => d.Position)).FirstOrDefaultAsync(cancel);
    }
}
