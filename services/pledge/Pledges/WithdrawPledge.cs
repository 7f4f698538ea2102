using System.ComponentModel.DataAnnotations;
using Charter.Contracts;
using Charter.Pledges.Ledgers;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Pledges;

/// <summary>An editor takes a pledge back and says why. It stays where it was made, with what was shown for it.</summary>
internal static class WithdrawPledge
{
    internal sealed record Request([Required(ErrorMessage = "Say why the pledge is withdrawn."), Reason] string Reason);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/pledges/{pledgeId}/withdrawal", Handle)
        .Allow(Roles.Editor).Refuses(404, "not-found").Refuses(409, "pledge-ended", "changed-meanwhile").InOneTransaction().WithTags("Pledges").WithSummary("Withdraw a pledge");

    private static async Task<Ok<PledgeView>> Handle(Guid pledgeId, Request request, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        var organisation = await db.Pledges.Where(p => p.Id == pledgeId).Select(p => (Guid?)p.OrganisationId).SingleOrDefaultAsync(cancel) ?? throw PledgeErrors.NoPledge();
        caller.MustBe(Roles.Editor, organisation);
        await db.TakeLedgersAsync(organisation, cancel);
        var pledge = await db.Pledges.SingleAsync(p => p.Id == pledgeId, cancel);
        var now = time.GetUtcNow();
        db.PledgeChanges.Add(pledge.Withdraw(request.Reason, caller.Subject, now));
        db.Publish(new PledgeWithdrawn(pledge.Facts(), caller.Subject, now));
        await db.SaveChangesAsync(cancel);
        await db.ReconsiderDutiesAsync(pledge, now, cancel);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(PledgeView.Of(pledge, await db.HolderOf(pledge.OrganisationId, cancel), now.LocalDay()));
    }
}
