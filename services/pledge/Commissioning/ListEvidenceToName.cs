using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Commissioning;

/// <summary>The organisation's evidence that a stage of this contract can name: what waits for a reviewer or is verified, the latest first.</summary>
internal static class ListEvidenceToName
{
    private const int Most = 100;

    internal sealed record Item(Guid Id, string Title, string State, string PledgeTitle);

    internal sealed record Answer(IReadOnlyList<Item> Items);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/commissioning/{contractId}/evidence", Handle)
        .Allow(Roles.Editor).Refuses(404, "not-found").WithTags("Commissioning").WithSummary("List evidence that a stage can name");

    private static async Task<Ok<Answer>> Handle(Guid contractId, Caller caller, PledgeDb db, CancellationToken cancel)
    {
        var organisation = await db.CommissionedContracts.Where(c => c.Id == contractId).Select(c => (Guid?)c.OrganisationId).SingleOrDefaultAsync(cancel) ?? throw PledgeErrors.NoContract();
        caller.MustBe(Roles.Editor, organisation);
        return TypedResults.Ok(new Answer(await db.Pledges.Where(p => p.OrganisationId == organisation)
            .Join(db.Evidence.Where(e => e.State == EvidenceStates.Submitted || e.State == EvidenceStates.Verified), p => p.Id, e => e.PledgeId, (p, e) => new { p.Title, Evidence = e })
            .OrderByDescending(x => x.Evidence.Id).Take(Most).Select(x => new Item(x.Evidence.Id, x.Evidence.Title, x.Evidence.State, x.Title)).ToListAsync(cancel)));
    }
}
