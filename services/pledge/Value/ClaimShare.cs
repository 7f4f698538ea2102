using System.ComponentModel.DataAnnotations;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charter.Pledges.Value;

/// <summary>
/// An editor says which share their organisation has in an outcome, be it recorded by them or by another. When more than the whole is claimed a dispute
/// opens, and what was claimed last counts nowhere until it is settled.
/// </summary>
internal static class ClaimShare
{
    /// <param name="OrganisationId">For which the share is claimed.</param>
    /// <param name="Share">From then on, from 0 (none) to 1 (all of it).</param>
    /// <param name="Reason">What the organisation did for it. The parties and registrars read it.</param>
    internal sealed record Request(
        Guid OrganisationId,
        [Share] decimal Share,
        [Required(ErrorMessage = "Say what your organisation did for it, or why its share changes."), AtMost(500)] string Reason);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/value/{valueId}/claims", Handle)
        .Allow(Roles.Editor).Refuses(404, "not-found").Refuses(409, "value-joined", "value-taken-back", "charter-not-signed", "organisation-succeeded", "changed-meanwhile")
        .WithTags("Value").WithSummary("Claim a share in value");

    private static async Task<Ok<ValueView>> Handle(Guid valueId, Request request, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        caller.MustBe(Roles.Editor, request.OrganisationId);
        var record = await db.FindValue(valueId, cancel) ?? throw PledgeErrors.NoValue();
        // A successor sees to the claims that it was left; a new one it makes for itself.
        if (record.ClaimOf(request.OrganisationId) == 0 && await db.OutcomesFor(request.OrganisationId, cancel) is null)
            throw PledgeErrors.CharterNotSigned();
        var now = time.GetUtcNow();
        record.Claim(request.OrganisationId, request.Share, request.Reason, caller.Subject, now);
        db.Publish(record.Stated());
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(await ValueView.Of(record, caller, db, cancel));
    }
}
