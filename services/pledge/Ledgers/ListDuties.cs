using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Ledgers;

/// <summary>The duties of an organisation under the version that it signed last, in the charter's order.</summary>
internal static class ListDuties
{
    internal sealed record Item(string Code, string Commitment, string Binding, string Text, string State);

    internal sealed record Answer(IReadOnlyList<Item> Items, Guid CharterId, int CharterVersion, string CharterTitle);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/{organisationId}/duties", Handle)
        .Allow(Roles.SignedIn).Refuses(404, "ledger-not-open").WithTags("Duties").WithSummary("List an organisation's duties");

    private static async Task<Ok<Answer>> Handle(Guid organisationId, PledgeDb db, CancellationToken cancel)
    {
        var ledger = await db.Ledgers.AsNoTracking().CurrentOf(organisationId).Include(l => l.Duties.OrderBy(d => d.Position)).FirstOrDefaultAsync(cancel) ?? throw PledgeErrors.LedgerNotOpen();
        var title = await db.Charters.Where(c => c.CharterId == ledger.CharterId && c.Version == ledger.CharterVersion).Select(c => c.Title).SingleAsync(cancel);
        return TypedResults.Ok(new Answer([.. ledger.Duties.Select(d => new Item(d.Code, d.Commitment, d.Binding, d.Text, d.State))], ledger.CharterId, ledger.CharterVersion, title));
    }

    /// <summary>The organisation's open ledgers, that of the latest signature first.</summary>
    public static IQueryable<Ledger> CurrentOf(this IQueryable<Ledger> ledgers, Guid organisation) =>
        ledgers.Where(l => l.OrganisationId == organisation && l.OpenedAt != null).OrderByDescending(l => l.SignedAt).ThenByDescending(l => l.CharterVersion);
}
