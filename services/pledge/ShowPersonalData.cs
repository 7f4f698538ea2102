using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges;

/// <summary>All that this service holds on the person who asks: what they entered for an organisation, or reviewed. It knows people by account id alone.</summary>
internal static class ShowPersonalData
{
    internal sealed record Answer(
        IReadOnlyList<PledgeFacts> PledgesMade, IReadOnlyList<ProgressFacts> ProgressReported, IReadOnlyList<EvidenceFacts> EvidenceSubmitted, IReadOnlyList<ReviewFacts> EvidenceReviewed);

    internal sealed record PledgeFacts(Guid Id, Guid OrganisationId, string Title, DateTimeOffset At);

    internal sealed record ProgressFacts(Guid Id, Guid PledgeId, decimal Value, string Source, string? Note, DateTimeOffset At);

    internal sealed record EvidenceFacts(Guid Id, Guid OrganisationId, string Title, string Impact, string? Link, IReadOnlyList<string> FileNames, DateTimeOffset At);

    internal sealed record ReviewFacts(Guid EvidenceId, Guid OrganisationId, string Outcome, string? Reason, DateTimeOffset At);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/personal-data/pledge", Handle)
        .Allow(Roles.SignedIn).WithTags("Personal data").WithSummary("What the pledge service holds on me");

    private static async Task<Ok<Answer>> Handle(Caller caller, PledgeDb db, CancellationToken cancel)
    {
        var me = caller.Subject;
        return TypedResults.Ok(new Answer(
            await db.Pledges.Where(p => p.MadeBy == me).OrderBy(p => p.Id).Select(p => new PledgeFacts(p.Id, p.OrganisationId, p.Title, p.MadeAt)).ToListAsync(cancel),
            await db.Progress.Where(p => p.ReportedBy == me).OrderBy(p => p.Id).Select(p => new ProgressFacts(p.Id, p.PledgeId, p.Value, p.Source, p.Note, p.ReportedAt)).ToListAsync(cancel),
            await db.Evidence.Where(e => e.SubmittedBy == me).OrderBy(e => e.Id).Select(e => new EvidenceFacts(e.Id, e.OrganisationId, e.Title, e.Impact, e.Link, e.Files.OrderBy(f => f.Position).Select(f => f.Name).ToList(), e.SubmittedAt)).ToListAsync(cancel),
            await db.Evidence.Where(e => e.ReviewedBy == me).OrderBy(e => e.Id).Select(e => new ReviewFacts(e.Id, e.OrganisationId, e.State, e.Reason, e.ReviewedAt!.Value)).ToListAsync(cancel)));
    }
}
