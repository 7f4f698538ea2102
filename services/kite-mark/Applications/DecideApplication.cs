using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.KiteMarks.Applications;

/// <summary>The panel chair awards or declines, with reasons, once enough assessments are in.</summary>
internal static class DecideApplication
{
    private static readonly Counter<long> Decisions = Telemetry.Meter.CreateCounter<long>("charter.mark.decisions", "{decision}", "Decisions on kite marks, by level and outcome");

    internal static class Outcomes
    {
        public static IReadOnlyList<string> All { get; } = [ApplicationStates.Awarded, ApplicationStates.Declined];
    }

    /// <param name="Reason">Told to the applicant.</param>
    internal sealed record Request(
        [OneOf("an outcome", typeof(Outcomes))] string Outcome,
        [Required(ErrorMessage = "Give the reasons for the decision."), AtMost(2_000)] string Reason);

    /// <param name="AwardId">Null when declined.</param>
    internal sealed record Answer(Guid ApplicationId, string Status, Guid? AwardId);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/kite-marks/applications/{applicationId}/decision", Handle)
        .Allow(Roles.PanelChair).Refuses(403, "own-organisation", "assessor-cannot-decide").Refuses(404, "not-found")
        .Refuses(409, "decision-too-early", "kite-mark-already-decided", "kite-mark-transition-refused").WithTags("Applications").WithSummary("Decide an application");

    private static async Task<Ok<Answer>> Handle(Guid applicationId, Request request, Caller caller, KiteMarkDb db, TimeProvider time, CancellationToken cancel)
    {
        var application = await db.Applications.Include(a => a.Assessments).Include(a => a.Transitions).AsSplitQuery()
            .SingleOrDefaultAsync(a => a.Id == applicationId, cancel) ?? throw KiteMarkErrors.NoApplication();
        var now = time.GetUtcNow();
        var award = application.Decide(request.Outcome, request.Reason, caller, now);
        if (award is null)
            db.Publish(new ApplicationDeclined(application.Id, application.OrganisationId, application.SchemeId, application.Level, caller.Subject, now));
        else
        {
            db.Awards.Add(award);
            db.Publish(award.Awarding(application));
        }
        await db.SaveChangesAsync(cancel);
        Decisions.Add(1, new("level", application.Level), new("outcome", application.State));
        return TypedResults.Ok(new Answer(application.Id, application.State, award?.Id));
    }
}
