using System.ComponentModel.DataAnnotations;
using Charter.Contracts;
using Charter.Pledges.Frameworks;
using Charter.Pledges.Ledgers;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Pledges;

/// <summary>An editor states a pledge anew and says why; what was before stays in its history, for everybody who reads it.</summary>
internal static class AmendPledge
{
    internal sealed record Request : PledgeTerms
    {
        [Required(ErrorMessage = "Say why the pledge is amended."), Reason]
        public required string Reason { get; init; }

        /// <summary>Version of the pledge that was read; what somebody else has changed since is not overwritten.</summary>
        public required int Version { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/pledges/{pledgeId}/amendments", Handle)
        .Allow(Roles.Editor).Refuses(404, "not-found").Refuses(409, "pledge-ended", "nothing-to-amend", "changed-meanwhile").Refuses(412, "pledge-changed-since").InOneTransaction()
        .WithTags("Pledges").WithSummary("Amend a pledge");

    private static async Task<Ok<PledgeView>> Handle(Guid pledgeId, Request request, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        var pledge = await db.Pledges.SingleOrDefaultAsync(p => p.Id == pledgeId, cancel) ?? throw PledgeErrors.NoPledge();
        caller.MustBe(Roles.Editor, pledge.OrganisationId);
        var now = time.GetUtcNow();
        var ledger = await db.Ledgers.AsNoTracking().Where(l => l.OrganisationId == pledge.OrganisationId && l.CharterId == pledge.CharterId && l.OpenedAt != null)
            .OrderByDescending(l => l.CharterVersion).Include(l => l.Duties.OrderBy(d => d.Position)).FirstAsync(cancel);
        var charter = await db.Charters.AsNoTracking().SingleAsync(c => c.CharterId == ledger.CharterId && c.Version == ledger.CharterVersion, cancel);
        var measure = request.FrameworkMeasure is { } named ? await db.MeasureOf(named, await db.ChartersOf([await db.HolderOf(pledge.OrganisationId, cancel)], cancel), cancel) : null;
        db.PledgeChanges.Add(pledge.Amend(request, request.Reason, request.Version, ledger, charter, measure, caller.Subject, now));
        db.Publish(new PledgeAmended(pledge.Facts(), caller.Subject, now));
        await db.AdvanceDutiesAsync(pledge, now, cancel);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(PledgeView.Of(pledge, await db.HolderOf(pledge.OrganisationId, cancel), now.LocalDay()));
    }
}
