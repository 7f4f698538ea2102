using System.ComponentModel.DataAnnotations;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Pledges;

/// <summary>An editor takes back that a pledge was missed or completed, with the reason and the day by which it is to be reached now. Its history keeps both.</summary>
internal static class ReopenPledge
{
    /// <param name="DueOn">After today; the day of before when that is still ahead.</param>
    internal sealed record Request([Required(ErrorMessage = "Say why the pledge is reopened."), Reason] string Reason, DateOnly DueOn);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/pledges/{pledgeId}/reopening", Handle)
        .Allow(Roles.Editor).Refuses(404, "not-found").Refuses(409, "pledge-not-reopenable", "pledge-reopening-over", "changed-meanwhile").WithTags("Pledges").WithSummary("Reopen a pledge")
        .WithDescription("For a pledge that was missed or completed, until the day that reading it gives as reopenableUntil.");

    private static async Task<Ok<PledgeView>> Handle(Guid pledgeId, Request request, Caller caller, PledgeDb db, PledgeCalendar calendar, TimeProvider time, CancellationToken cancel)
    {
        var pledge = await db.Pledges.SingleOrDefaultAsync(p => p.Id == pledgeId, cancel) ?? throw PledgeErrors.NoPledge();
        caller.MustBe(Roles.Editor, pledge.OrganisationId);
        var now = time.GetUtcNow();
        db.PledgeChanges.Add(pledge.Reopen(request.Reason, request.DueOn, calendar, caller.Subject, now));
        db.Publish(new PledgeReopened(pledge.Facts(), caller.Subject, now));
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(PledgeView.Of(pledge, await db.HolderOf(pledge.OrganisationId, cancel), now.LocalDay()));
    }
}
