using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.KiteMarks.Applications;

/// <summary>
/// The applications that concern the caller, oldest first: those of the own organisations, for an assessor those in assessment, for the chair those
/// ready for a decision, for the registrar all.
/// </summary>
internal static class ListApplications
{
    /// <param name="AssessedByMe">The caller has submitted an assessment.</param>
    internal sealed record Item(
        Guid Id, Guid OrganisationId, string OrganisationName, string SchemeId, string Level, string Status, DateOnly SubmittedOn,
        int AssessmentsReceived, int AssessmentsNeeded, bool DecisionOpen, bool AssessedByMe, Guid? AwardId);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/kite-marks/applications", Handle)
        .Allow(Roles.Signatory, Roles.Editor, Roles.Champion, Roles.Assessor, Roles.PanelChair, Roles.Registrar)
        .WithTags("Applications").WithSummary("List applications").WithDescription("mine: only those of the caller's own organisations.");

    private static async Task<Ok<Page<Item>>> Handle(
        string? status, Guid? organisationId, bool? mine, string? after, int? size, Caller caller, KiteMarkDb db, CancellationToken cancel)
    {
        if (!string.IsNullOrEmpty(status) && !ApplicationStates.All.Contains(status))
            throw InvalidRequest.For("status", $"Choose a status: {string.Join(", ", ApplicationStates.All)}.");
        var take = Paging.Size(size);
        var own = caller.Organisations.ToArray();
        var (assesses, decides, seesAll) = mine == true ? default : (caller.Has(Roles.Assessor), caller.Has(Roles.PanelChair), caller.Has(Roles.Registrar));
        var list = db.Applications.AsNoTracking().Where(a => own.Contains(a.OrganisationId)
            || (a.SubmittedBy != caller.Subject && (seesAll
                || (assesses && a.State == ApplicationStates.Assessment)
                || (decides && a.State == ApplicationStates.Assessment && a.AssessmentsReceived >= a.AssessmentsNeeded))));
        if (!string.IsNullOrEmpty(status))
            list = list.Where(a => a.State == status);
        if (organisationId is { } organisation && await db.HeldBy(organisation, cancel) is var held)
            list = list.Where(a => held.Contains(a.OrganisationId));
        if (Paging.After<Guid>(after) is { } last)
            list = list.Where(a => a.Id > last);
        var read = await list.OrderBy(a => a.Id).Take(take + 1)
            .Select(a => new { Application = a, AssessedByMe = a.Assessments.Any(s => s.Assessor == caller.Subject) }).ToListAsync(cancel);
        var page = Paging.Page(read, take, r => r.Application.Id);
        return TypedResults.Ok(new Page<Item>([.. page.Items.Select(r => ItemOf(r.Application, r.AssessedByMe))], page.Next));
    }

    private static Item ItemOf(Application a, bool assessedByMe) => new(
        a.Id, a.OrganisationId, a.OrganisationName, a.SchemeId, a.Level, a.State, a.SubmittedAt.LocalDay(),
        a.AssessmentsReceived, a.AssessmentsNeeded, a.IsReadyForDecision, assessedByMe, a.AwardId);
}
