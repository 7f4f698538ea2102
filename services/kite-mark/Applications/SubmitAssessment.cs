using Charter.KiteMarks.Schemes;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.KiteMarks.Applications;

/// <summary>An assessor from outside the organisation scores every criterion, once; the scores are locked from then on.</summary>
internal static class SubmitAssessment
{
    internal sealed record Request(IReadOnlyList<GivenScore> Scores);

    /// <param name="Number">By order of submission, from 1.</param>
    internal sealed record Answer(Guid Id, Guid ApplicationId, int Number, DateTimeOffset SubmittedAt);

    private const int Attempts = 5;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/kite-marks/applications/{applicationId}/assessments", Handle)
        .Allow(Roles.Assessor).Refuses(403, "own-organisation").Refuses(404, "not-found").Refuses(409, "kite-mark-already-assessed", "kite-mark-not-in-assessment")
        .WithTags("Applications").WithSummary("Assess an application")
        .WithDescription("Every criterion of the application's scheme exactly once, 0 to 4; a comment is required at 0 and 4.");

    private static async Task<Created<Answer>> Handle(Guid applicationId, Request request, Caller caller, KiteMarkDb db, TimeProvider time, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var application = await db.Applications.Include(a => a.Assessments).SingleOrDefaultAsync(a => a.Id == applicationId, cancel)
                    ?? throw KiteMarkErrors.NoApplication();
                var assessment = application.Assess(request.Scores, caller, time.GetUtcNow());
                await db.SaveChangesAsync(cancel);
                return TypedResults.Created($"/api/kite-marks/applications/{applicationId}", new Answer(assessment.Id, applicationId, assessment.Number, assessment.SubmittedAt));
            }
            catch (DbUpdateConcurrencyException) when (attempt < Attempts)
            {
                // Two assessors at the same moment do not hinder each other: what was typed is judged against the application as it is now.
                foreach (var entry in db.ChangeTracker.Entries().Where(e => e.Entity is Application or Assessment).ToArray())
                    entry.State = EntityState.Detached;
            }
        }
    }
}
