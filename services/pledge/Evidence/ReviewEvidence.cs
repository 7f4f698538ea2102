using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using Charter.Contracts;
using Charter.Pledges.Ledgers;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Evidence;

/// <summary>What a reviewer can decide.</summary>
internal static class ReviewOutcomes
{
    public static IReadOnlyList<string> All { get; } = [EvidenceStates.Verified, EvidenceStates.Returned];
}

/// <summary>A reviewer who is not from the organisation verifies evidence, and with it the commitment, or returns it with the reason.</summary>
internal static class ReviewEvidence
{
    private const int ShortestReason = 10;
    private static readonly Counter<long> Reviewed = Telemetry.Meter.CreateCounter<long>("charter.evidence.reviewed", "{item}", "Evidence reviewed, by outcome");

    /// <param name="Reason">For the organisation's people. Needed when the evidence is returned: what is missing, and what would do.</param>
    internal sealed record Request(
        [Required(ErrorMessage = "Choose an outcome: verified, returned."), OneOf("an outcome", typeof(ReviewOutcomes))] string Outcome,
        [AtMost(2_000)] string? Reason = null) : IValidatableObject
    {
        public IEnumerable<ValidationResult> Validate(ValidationContext context)
        {
            if (Outcome == EvidenceStates.Returned && (Reason ?? "").Trim().Length < ShortestReason)
                yield return new($"Say what is missing and what would do, in at least {ShortestReason} characters.", ["reason"]);
        }
    }

    internal sealed record Answer(Guid Id, string State, DateOnly ReviewedOn);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/evidence/{evidenceId}/review", Handle)
        .Allow(Roles.EvidenceReviewer).Refuses(403, "own-organisation", "own-evidence").Refuses(404, "not-found").Refuses(409, "evidence-already-reviewed", "changed-meanwhile")
        .InOneTransaction().WithTags("Evidence").WithSummary("Verify or return evidence");

    private static async Task<Ok<Answer>> Handle(Guid evidenceId, Request request, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        var evidence = await db.Evidence.SingleOrDefaultAsync(e => e.Id == evidenceId, cancel) ?? throw PledgeErrors.NoEvidence();
        var now = time.GetUtcNow();
        evidence.Review(request.Outcome, request.Reason, caller, now);
        if (request.Outcome == EvidenceStates.Verified)
        {
            db.Publish(new EvidenceVerified(evidence.Facts(), caller.Subject, now));
            await db.AdvanceDutiesAsync(await db.Pledges.AsNoTracking().SingleAsync(p => p.Id == evidence.PledgeId, cancel), DutyStates.Verified, now, cancel);
        }
        else
        {
            db.Publish(new EvidenceReturned(evidence.Facts(), caller.Subject, now));
        }
        await db.SaveChangesAsync(cancel);
        Reviewed.Add(1, new KeyValuePair<string, object?>("outcome", evidence.State));
        return TypedResults.Ok(new Answer(evidence.Id, evidence.State, now.LocalDay()));
    }
}
