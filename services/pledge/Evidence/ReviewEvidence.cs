using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using Charter.Contracts;
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
    /// <param name="Reasons">Classes of reasons for which it is returned.</param>
    internal sealed record Request(
        [Required(ErrorMessage = "Choose an outcome: verified, returned."), OneOf("an outcome", typeof(ReviewOutcomes))] string Outcome,
        [AtMost(2_000)] string? Reason = null, IReadOnlyList<string>? Reasons = null) : IValidatableObject
    {
        public IEnumerable<ValidationResult> Validate(ValidationContext context)
        {
            if (Outcome == EvidenceStates.Returned && (Reason ?? "").Trim().Length < ShortestReason)
                yield return new($"Say what is missing and what would do, in at least {ShortestReason} characters.", ["reason"]);
            if (Reasons?.Except(ReturnReasons.All).Any() == true)
                yield return new($"Choose reasons: {string.Join(", ", ReturnReasons.All)}.", ["reasons"]);
        }
    }

    internal sealed record Answer(Guid Id, string State, DateOnly ReviewedOn);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/evidence/{evidenceId}/review", Handle)
        .Allow(Roles.EvidenceReviewer).Refuses(403, "own-organisation", "own-evidence").Refuses(404, "not-found").Refuses(409, "evidence-already-reviewed", "evidence-in-quarantine", "evidence-refused", "changed-meanwhile")
        .InOneTransaction().WithTags("Evidence").WithSummary("Verify or return evidence");

    private static async Task<Ok<Answer>> Handle(Guid evidenceId, Request request, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        var evidence = await db.Evidence.Include(e => e.Duties).Include(e => e.Pledges).AsSplitQuery().SingleOrDefaultAsync(e => e.Id == evidenceId, cancel) ?? throw PledgeErrors.NoEvidence();
        var now = time.GetUtcNow();
        evidence.Review(request.Outcome, request.Reasons ?? [], request.Reason, caller, now);
        if (request.Outcome == EvidenceStates.Verified)
            db.Publish(new EvidenceVerified(evidence.Facts(), caller.Subject, now));
        else
            db.Publish(new EvidenceReturned(evidence.Facts(), caller.Subject, now));
        await db.SaveChangesAsync(cancel);
        if (request.Outcome == EvidenceStates.Verified)
        {
            await db.AdvanceDutiesAsync(evidence, DutyStates.Verified, now, cancel);
            await Supersede(db, evidence, now, cancel);
        }
        await db.SaveChangesAsync(cancel);
        Reviewed.Add(1, new KeyValuePair<string, object?>("outcome", evidence.State));
        return TypedResults.Ok(new Answer(evidence.Id, evidence.State, now.LocalDay()));
    }

    /// <summary>The versions before went on counting as long as this one waited.</summary>
    private static async Task Supersede(PledgeDb db, EvidenceItem evidence, DateTimeOffset now, CancellationToken cancel)
    {
        var series = evidence.Series;
        var before = await db.Evidence.Where(e => (e.Id == series || e.SeriesId == series) && e.Edition < evidence.Edition && (e.State == EvidenceStates.Verified || e.State == EvidenceStates.Expired))
            .OrderBy(e => e.Id).Include(e => e.Duties).Include(e => e.Pledges).AsSplitQuery().ToListAsync(cancel);
        foreach (var item in before)
        {
            item.Supersede(now);
            db.Publish(new EvidenceSuperseded(item.Facts(), evidence.Id, now));
        }
        await db.SaveChangesAsync(cancel);
        foreach (var item in before)
            await db.ReconsiderDutiesAsync(item.Id, SetbackReasons.Superseded, now, cancel);
    }
}
