using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Evidence;

/// <summary>
/// An editor submits a new version of evidence that was returned, refused or grown old, or of verified evidence before it grows old: what was verified goes
/// on counting until the new version is verified too.
/// </summary>
internal static class SubmitNewVersion
{
    public static void Map(IEndpointRouteBuilder routes) => SubmitEvidence.TakesFiles(routes.MapPost("/evidence/{evidenceId}/versions", Handle))
        .Refuses(409, "evidence-still-waits", "evidence-superseded", "changed-meanwhile").WithSummary("Submit a new version of evidence")
        .WithDescription("The same form as for new evidence. A kind, duties and pledges that are left out are those of the version before.");

    private static async Task<Created<EvidenceView>> Handle(Guid evidenceId, EvidenceForm form, Caller caller, PledgeDb db, TakeInEvidence takeIn, TimeProvider time, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync($"select id from evidence where id = {evidenceId} for update", cancel);   // one new version at a time
        var before = await db.Evidence.Include(e => e.Duties).Include(e => e.Pledges).SingleOrDefaultAsync(e => e.Id == evidenceId, cancel) ?? throw PledgeErrors.NoEvidence();
        caller.MustBe(Roles.Editor, before.OrganisationId);
        before.CheckThatItMayBeRenewed();
        if (await db.Evidence.AnyAsync(e => e.SupersedesId == evidenceId && e.State != EvidenceStates.Withdrawn, cancel))
            throw PledgeErrors.NotTheNewest();
        var pledge = await db.Pledges.AsNoTracking().SingleAsync(p => p.Id == before.PledgeId, cancel);
        var evidence = await takeIn.Do(form, pledge, before, caller.Subject, cancel);
        if (!before.StaysMeanwhile)
        {
            var now = time.GetUtcNow();
            before.Supersede(now);
            db.Publish(new EvidenceSuperseded(before.Facts(), evidence.Id, now));
            await db.SaveChangesAsync(cancel);
        }
        return TypedResults.Created($"/api/evidence/{evidence.Id}", await EvidenceView.Of(db, evidence, caller, cancel));
    }
}
