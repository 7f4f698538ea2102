using Charter.KiteMarks.Schemes;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.KiteMarks;

/// <summary>All that this service holds on the person who asks: applications, assessments and decisions. It knows people by account id alone.</summary>
internal static class ShowPersonalData
{
    internal sealed record Answer(IReadOnlyList<ApplicationFacts> ApplicationsSubmitted, IReadOnlyList<AssessmentFacts> Assessments, IReadOnlyList<DecisionFacts> Decisions);

    internal sealed record ApplicationFacts(Guid Id, Guid OrganisationId, string OrganisationName, string Level, DateTimeOffset At);

    internal sealed record AssessmentFacts(Guid Id, Guid ApplicationId, IReadOnlyList<GivenScore> Scores, DateTimeOffset At);

    internal sealed record DecisionFacts(Guid ApplicationId, string Outcome, string? Reason, DateTimeOffset At);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/personal-data/kite-mark", Handle)
        .Allow(Roles.SignedIn).WithTags("Personal data").WithSummary("What the kite-mark service holds on me");

    private static async Task<Ok<Answer>> Handle(Caller caller, KiteMarkDb db, CancellationToken cancel)
    {
        var me = caller.Subject;
        var assessments = await db.Applications.AsNoTracking().SelectMany(a => a.Assessments).Where(a => a.Assessor == me).OrderBy(a => a.Id).ToListAsync(cancel);
        return TypedResults.Ok(new Answer(
            await db.Applications.Where(a => a.SubmittedBy == me).OrderBy(a => a.Id).Select(a => new ApplicationFacts(a.Id, a.OrganisationId, a.OrganisationName, a.Level, a.SubmittedAt)).ToListAsync(cancel),
            [.. assessments.Select(a => new AssessmentFacts(a.Id, a.ApplicationId, a.Scores, a.SubmittedAt))],
            await db.Applications.Where(a => a.DecidedBy == me).OrderBy(a => a.Id).Select(a => new DecisionFacts(a.Id, a.State, a.DecisionReason, a.EndedAt!.Value)).ToListAsync(cancel)));
    }
}
