using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Ledgers;

/// <summary>One ledger of an organisation, also under a version that a newer one has superseded.</summary>
internal static class ReadLedger
{
    /// <param name="SignedFor">The predecessor whose signature opened it; null when it is the organisation's own.</param>
    /// <param name="EndedOn">Day on which its signature was withdrawn or lapsed.</param>
    internal sealed record Answer(
        Guid OrganisationId, string? OrganisationName, Guid CharterId, int CharterVersion, string CharterTitle, DateOnly SignedOn, Guid? SignedFor, DateOnly? EndedOn, bool IsCurrent, IReadOnlyList<DutyView> Items);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/{organisationId}/ledgers/{charterId}/{version:int}", Handle)
        .Allow(Roles.SignedIn).Refuses(404, "not-found").WithTags("Duties").WithSummary("Read a ledger");

    private static async Task<Ok<Answer>> Handle(Guid organisationId, Guid charterId, int version, PledgeDb db, CancellationToken cancel)
    {
        var held = await db.HeldBy(organisationId, cancel);
        var ledger = await db.Ledgers.AsNoTracking().Where(l => held.Contains(l.OrganisationId) && l.CharterId == charterId && l.CharterVersion == version && l.OpenedAt != null)
            .OrderByDescending(l => l.OrganisationId == organisationId).ThenByDescending(l => l.SignedAt).Include(l => l.Duties.OrderBy(d => d.Position)).FirstOrDefaultAsync(cancel) ?? throw PledgeErrors.NoLedger();
        var current = await db.CurrentLedger(held, cancel);
        var title = await db.Charters.Where(c => c.CharterId == charterId && c.Version == version).Select(c => c.Title).SingleAsync(cancel);
        var name = await db.Organisations.Where(o => o.OrganisationId == organisationId).Select(o => o.Name).SingleOrDefaultAsync(cancel);
        var ended = await db.EndedSignatures.Where(e => e.SignatureId == ledger.SignatureId).Select(e => (DateOnly?)e.EndedOn).SingleOrDefaultAsync(cancel);
        var signedFor = ledger.CarriedFrom ?? (ledger.OrganisationId == organisationId ? null : ledger.OrganisationId);
        return TypedResults.Ok(new Answer(organisationId, name, charterId, version, title, ledger.SignedAt.LocalDay(), signedFor, ended,
            current is not null && (current.CharterId, current.CharterVersion) == (charterId, version), await db.DutiesIn(ledger, held, cancel)));
    }
}
