using Charter.KiteMarks.Schemes;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.KiteMarks.Applications;

/// <summary>
/// One application as the caller may see it: the applicant's people see how far it is and the decision, an assessor the own scores and then those of
/// the others, the chair and the registrar everything. Who belongs to the applicant sees it as applicant, whatever other roles they hold.
/// </summary>
internal static class ReadApplication
{
    /// <param name="DecisionOpen">Enough assessments are in and there is no decision yet.</param>
    /// <param name="MayAssess">The caller can submit an assessment now.</param>
    /// <param name="MayDecide">The caller can decide now.</param>
    /// <param name="Assessments">Those whose scores the caller may see.</param>
    /// <param name="Totals">Weighted totals; for the applicant after the decision, for an assessor after the own submission.</param>
    internal sealed record Answer(
        Guid Id, Guid OrganisationId, string OrganisationName, string SchemeId, string Level, string Status, DateOnly SubmittedOn,
        int AssessmentsReceived, int AssessmentsNeeded, bool DecisionOpen, bool MayAssess, bool MayDecide,
        IReadOnlyList<AssessmentView> Assessments, Totals? Totals, DecisionView? Decision, Guid? AwardId, IReadOnlyList<Step> History);

    /// <param name="Assessor">Account of the assessor, for chair and registrar only.</param>
    internal sealed record AssessmentView(int Number, bool Mine, Guid? Assessor, DateTimeOffset SubmittedAt, IReadOnlyList<GivenScore> Scores, Totals Totals);

    internal sealed record DecisionView(string Outcome, string Reason, DateOnly DecidedOn);

    internal sealed record Step(string Status, string Reason, DateTimeOffset At);

    private enum Sight { None, Applicant, BeforeOwnScores, Assessor, Panel }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/kite-marks/applications/{applicationId}", Handle)
        .Allow(Roles.Signatory, Roles.Editor, Roles.Champion, Roles.Assessor, Roles.PanelChair, Roles.Registrar)
        .Refuses(404, "not-found").WithTags("Applications").WithSummary("Read an application");

    private static async Task<Ok<Answer>> Handle(Guid applicationId, Caller caller, KiteMarkDb db, CancellationToken cancel)
    {
        var a = await db.Applications.AsNoTracking().Include(x => x.Assessments).Include(x => x.Transitions).AsSplitQuery()
            .SingleOrDefaultAsync(x => x.Id == applicationId, cancel) ?? throw KiteMarkErrors.NoApplication();
        var sight = SightOf(a, caller);
        if (sight == Sight.None)
            throw KiteMarkErrors.NoApplication();
        var seesScores = sight is Sight.Assessor or Sight.Panel;
        var seesTotals = seesScores || (sight == Sight.Applicant && a.DecidedBy is not null);
        return TypedResults.Ok(new Answer(
            a.Id, a.OrganisationId, a.OrganisationName, a.SchemeId, a.Level, a.State, a.SubmittedAt.LocalDay(),
            a.AssessmentsReceived, a.AssessmentsNeeded, a.IsReadyForDecision,
            MayAssess: a.IsInAssessment && sight == Sight.BeforeOwnScores,
            MayDecide: a.IsReadyForDecision && caller.Has(Roles.PanelChair) && !a.IsOf(caller) && !a.IsAssessedBy(caller),
            [.. a.Assessments.Where(_ => seesScores).OrderBy(s => s.Number).Select(s => new AssessmentView(s.Number, s.Assessor == caller.Subject, sight == Sight.Panel ? s.Assessor : null, s.SubmittedAt, s.Scores, a.Scheme.Tally([s.Scores])!))],
            seesTotals ? a.Scheme.Tally([.. a.Assessments.Select(s => s.Scores)]) : null,
            a is { DecisionReason: { } reason, EndedAt: { } ended } ? new(a.State, reason, ended.LocalDay()) : null,
            a.AwardId,
            [.. a.Transitions.OrderBy(t => t.Number).Select(t => new Step(t.To, t.Reason, t.At))]));
    }

    private static Sight SightOf(Application a, Caller caller) =>
        caller.BelongsTo(a.OrganisationId) ? Sight.Applicant
        : a.IsOf(caller) ? Sight.None   // applied for it, and has left the organisation since
        : a.IsAssessedBy(caller) ? caller.Has(Roles.Registrar) ? Sight.Panel : Sight.Assessor
        : caller.Has(Roles.Assessor) && a.IsInAssessment ? Sight.BeforeOwnScores   // also a chair who could still assess
        : caller.Has(Roles.PanelChair) || caller.Has(Roles.Registrar) ? Sight.Panel
        : caller.Has(Roles.Assessor) ? Sight.BeforeOwnScores
        : Sight.None;
}
