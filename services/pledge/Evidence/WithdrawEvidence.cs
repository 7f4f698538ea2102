using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Evidence;

/// <summary>An editor takes back evidence that nobody has verified, such as a file with people's names in it. The content is deleted, unless other evidence has the same.</summary>
internal static class WithdrawEvidence
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/evidence/{evidenceId}/withdrawal", Handle)
        .Allow(Roles.Editor).Refuses(404, "not-found").Refuses(409, "evidence-cannot-be-withdrawn", "changed-meanwhile").InOneTransaction().WithTags("Evidence").WithSummary("Take evidence back");

    private static async Task<Ok<EvidenceView>> Handle(Guid evidenceId, Caller caller, PledgeDb db, EvidenceStore store, IServiceScopeFactory scopes, HttpContext http, TimeProvider time, CancellationToken cancel)
    {
        var evidence = await db.Evidence.Include(e => e.Files).Include(e => e.Duties).Include(e => e.Pledges).SingleOrDefaultAsync(e => e.Id == evidenceId, cancel) ?? throw PledgeErrors.NoEvidence();
        caller.MustBe(Roles.Editor, evidence.OrganisationId);
        var now = time.GetUtcNow();
        string[] contents = [.. evidence.Files.Select(f => f.Sha256)];
        evidence.Withdraw(now);
        db.Publish(new EvidenceWithdrawn(evidence.Facts(), caller.Subject, now));
        await db.SaveChangesAsync(cancel);
        await db.ReconsiderDutiesAsync(evidence.Id, SetbackReasons.Withdrawn, now, cancel);
        await db.SaveChangesAsync(cancel);
        http.Response.OnCompleted(() => Remove(scopes, store, contents));   // by then it is committed; should this process die first, the hourly job does it
        return TypedResults.Ok(await EvidenceView.Of(db, evidence, caller, cancel));
    }

    private static async Task Remove(IServiceScopeFactory scopes, EvidenceStore store, string[] contents)
    {
        await using var scope = scopes.CreateAsyncScope();
        foreach (var sha256 in contents)
            await RemoveUnusedFiles.Remove(scope.ServiceProvider.GetRequiredService<PledgeDb>(), store, sha256, CancellationToken.None);
    }
}
