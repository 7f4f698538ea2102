using System.ComponentModel.DataAnnotations;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Pledges;

/// <summary>An editor enters that the day came and the target was not reached, and why.</summary>
internal static class MissPledge
{
    internal sealed record Request([Required(ErrorMessage = "Say why the target was not reached."), Reason] string Reason);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/pledges/{pledgeId}/miss", Handle)
        .Allow(Roles.Editor).Refuses(404, "not-found").Refuses(409, "pledge-ended", "pledge-not-due", "target-is-reached", "changed-meanwhile").WithTags("Pledges").WithSummary("Enter that a pledge was missed");

    private static async Task<Ok<PledgeView>> Handle(Guid pledgeId, Request request, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        var pledge = await db.Pledges.SingleOrDefaultAsync(p => p.Id == pledgeId, cancel) ?? throw PledgeErrors.NoPledge();
        caller.MustBe(Roles.Editor, pledge.OrganisationId);
        var now = time.GetUtcNow();
        db.PledgeChanges.Add(pledge.Miss(request.Reason, caller.Subject, now));
        db.Publish(new PledgeMissed(pledge.Facts(), caller.Subject, now));
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(PledgeView.Of(pledge, await db.HolderOf(pledge.OrganisationId, cancel), now.LocalDay()));
    }
}
