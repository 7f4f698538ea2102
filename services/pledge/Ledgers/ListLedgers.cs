using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Ledgers;

/// <summary>Every ledger of an organisation and of those whose place it has taken, the latest first: one for each version that was signed.</summary>
internal static class ListLedgers
{
    /// <param name="OrganisationId">Whose signature opened it.</param>
    /// <param name="States">State → how many of its duties are in it.</param>
    /// <param name="IsCurrent">The one by which the organisation goes now.</param>
    internal sealed record Item(Guid OrganisationId, Guid CharterId, int CharterVersion, string CharterTitle, DateOnly SignedOn, bool IsCurrent, IReadOnlyDictionary<string, int> States);

    internal sealed record Answer(IReadOnlyList<Item> Items);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/{organisationId}/ledgers", Handle)
        .Allow(Roles.SignedIn).Refuses(404, "ledger-not-open").WithTags("Duties").WithSummary("List an organisation's ledgers");

    private static async Task<Ok<Answer>> Handle(Guid organisationId, PledgeDb db, CancellationToken cancel)
    {
        var held = await db.HeldBy(organisationId, cancel);
        var current = await db.CurrentLedger(held, cancel) ?? throw PledgeErrors.LedgerNotOpen();
        var ledgers = await db.Ledgers.AsNoTracking().Where(l => held.Contains(l.OrganisationId) && l.OpenedAt != null).Include(l => l.Duties)
            .OrderByDescending(l => l.SignedAt).ThenByDescending(l => l.CharterVersion).ThenBy(l => l.OrganisationId).ToListAsync(cancel);
        var charters = ledgers.Select(l => l.CharterId).Distinct().ToArray();
        var titles = await db.Charters.Where(c => charters.Contains(c.CharterId)).ToDictionaryAsync(c => (c.CharterId, c.Version), c => c.Title, cancel);
        return TypedResults.Ok(new Answer([.. ledgers.Select(l => new Item(
            l.OrganisationId, l.CharterId, l.CharterVersion, titles[(l.CharterId, l.CharterVersion)], l.SignedAt.LocalDay(),
            (l.OrganisationId, l.CharterId, l.CharterVersion) == (current.OrganisationId, current.CharterId, current.CharterVersion), l.Duties.CountBy(d => d.State).ToDictionary()))]));
    }
}
