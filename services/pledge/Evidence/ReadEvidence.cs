using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Evidence;

/// <summary>One item of evidence with its versions, for the organisation's people and for those who judge it or build on it.</summary>
internal static class ReadEvidence
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/evidence/{evidenceId}", Handle)
        .Allow([.. Roles.OfOrganisation, .. EvidenceItem.Readers]).Refuses(404, "not-found").WithTags("Evidence").WithSummary("Read an item of evidence");

    private static async Task<Ok<EvidenceView>> Handle(Guid evidenceId, Caller caller, PledgeDb db, CancellationToken cancel)
    {
        var evidence = await db.Evidence.AsNoTracking().Include(e => e.Files).Include(e => e.Duties).Include(e => e.Pledges).AsSplitQuery().SingleOrDefaultAsync(e => e.Id == evidenceId, cancel)
            ?? throw PledgeErrors.NoEvidence();
        if (!evidence.IsOpenTo(caller))
            throw PledgeErrors.NotForOutsiders();
        return TypedResults.Ok(await EvidenceView.Of(db, evidence, caller, cancel));
    }
}
