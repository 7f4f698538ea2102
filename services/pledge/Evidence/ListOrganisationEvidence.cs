using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Evidence;

/// <summary>All evidence of an organisation and of those whose place it has taken, newest first, for its people and for those who judge it.</summary>
internal static class ListOrganisationEvidence
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/{organisationId}/evidence", Handle)
        .Allow([.. Roles.OfOrganisation, .. EvidenceItem.Readers]).WithTags("Evidence").WithSummary("List an organisation's evidence")
        .WithDescription("state and kind narrow the list. Without a state, versions that were superseded and what was taken back are left out.");

    private static async Task<Ok<Page<EvidenceLine>>> Handle(Guid organisationId, string? state, string? kind, string? after, int? size, Caller caller, PledgeDb db, CancellationToken cancel)
    {
        var own = caller.BelongsTo(organisationId);
        if (!own && !EvidenceItem.Readers.Any(caller.PartnershipRoles.Contains))
            throw PledgeErrors.NotForOutsiders();
        var held = await db.HeldBy(organisationId, cancel);
        var list = db.Evidence.Where(e => held.Contains(e.OrganisationId));
        if (!own)
            list = list.Where(e => e.State != EvidenceStates.Scanning && e.State != EvidenceStates.Refused && e.State != EvidenceStates.Withdrawn);
        if (EvidenceLine.Chosen("state", state, EvidenceStates.All) is { } wanted)
            list = list.Where(e => e.State == wanted);
        else
            list = list.WithoutReplaced(db);
        if (EvidenceLine.Chosen("kind", kind, EvidenceKinds.All) is { } of)
            list = list.Where(e => e.Kind == of);
        return TypedResults.Ok(await EvidenceLine.PageOf(db, list, after, size, newestFirst: true, cancel));
    }
}
