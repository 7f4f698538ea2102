using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Pledges;

/// <summary>An editor enters that a pledge was kept. A figure has to show it: the latest has reached the target and is no guess.</summary>
internal static class CompletePledge
{
    internal sealed record Request([AtMost(1_000)] string? Note = null);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/pledges/{pledgeId}/completion", Handle)
        .Allow(Roles.Editor).Refuses(404, "not-found").Refuses(409, "pledge-ended", "target-not-reached", "target-reached-by-guess", "changed-meanwhile").WithTags("Pledges").WithSummary("Complete a pledge");

    private static async Task<Ok<PledgeView>> Handle(Guid pledgeId, Request request, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        var pledge = await db.Pledges.SingleOrDefaultAsync(p => p.Id == pledgeId, cancel) ?? throw PledgeErrors.NoPledge();
        caller.MustBe(Roles.Editor, pledge.OrganisationId);
        var now = time.GetUtcNow();
        db.PledgeChanges.Add(pledge.Complete(request.Note, caller.Subject, now));
        db.Publish(new PledgeCompleted(pledge.Facts(), caller.Subject, now));
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(PledgeView.Of(pledge, await db.HolderOf(pledge.OrganisationId, cancel), now.LocalDay()));
    }
}
