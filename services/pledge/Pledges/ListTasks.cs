using Charter.Contracts;
using Charter.Pledges.Ledgers;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Pledges;

/// <summary>What an organisation has to do next about its duties and pledges, the most pressing first. It follows from what is recorded; nobody ticks anything off.</summary>
internal static class ListTasks
{
    private const int Most = 100;
    private static readonly string[] Order = ["end", "evidence-returned", "complete", "report", "show", "pledge"];

    /// <param name="Kind">
    /// end (its day has come), evidence-returned, complete (the target is reached), report (no figure, or none for a quarter of a year), show (no evidence yet), pledge (a duty under which nothing stands).
    /// </param>
    /// <param name="Code">Code of the duty, for a task of kind pledge.</param>
    /// <param name="MissedOn">For a task of kind end: the day on which a rule enters it as missed.</param>
    /// <param name="Title">Title of the pledge, or text of the duty.</param>
    internal sealed record Item(string Kind, Guid? PledgeId, string? Code, string? Commitment, string Title, DateOnly? DueOn, string? Standing, DateOnly? MissedOn = null);

    /// <param name="Active">How many pledges are active.</param>
    /// <param name="IsCut">There is more to do than is listed.</param>
    internal sealed record Answer(IReadOnlyList<Item> Items, int Active, int Completed, int Missed, int Withdrawn, bool IsCut);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/{organisationId}/pledges/tasks", Handle)
        .Allow([.. Roles.OfOrganisation]).WithTags("Pledges").WithSummary("List what an organisation has to do");

    private static async Task<Ok<Answer>> Handle(Guid organisationId, Caller caller, PledgeDb db, PledgeCalendar calendar, TimeProvider time, CancellationToken cancel)
    {
        if (!caller.BelongsTo(organisationId))
            throw Refusal.Forbidden("Only the organisation's own people see what it has to do.");
        var today = time.Today();
        var held = await db.HeldBy(organisationId, cancel);
        var counts = await db.Pledges.Where(p => held.Contains(p.OrganisationId)).GroupBy(p => p.Status).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var active = await db.Pledges.AsNoTracking().Where(p => held.Contains(p.OrganisationId) && p.Status == PledgeStatuses.Active).OrderBy(p => p.DueOn).ThenBy(p => p.Id).Take(Most + 1)
            .Select(p => new
            {
                Pledge = p,
                Shown = db.Evidence.Any(e => (e.PledgeId == p.Id || e.Pledges.Any(s => s.PledgeId == p.Id)) && (e.State == EvidenceStates.Submitted || e.State == EvidenceStates.Verified || e.State == EvidenceStates.Scanning)),
                Returned = db.Evidence.Where(e => e.PledgeId == p.Id || e.Pledges.Any(s => s.PledgeId == p.Id)).OrderByDescending(e => e.Id).Select(e => e.State).FirstOrDefault() == EvidenceStates.Returned,
            }).ToListAsync(cancel);
        var tasks = active.Take(Most).SelectMany(a => KindsOf(a.Pledge, a.Shown, a.Returned, today).Select(kind =>
            new Item(kind, a.Pledge.Id, null, a.Pledge.Commitment, a.Pledge.Title, a.Pledge.DueOn, a.Pledge.StandingOn(today), kind == "end" ? a.Pledge.MissedOn(calendar, today) : null))).ToList();
        if (await db.CurrentLedger(held, cancel) is { } ledger)
            tasks.AddRange((await db.DutiesIn(ledger, held, cancel)).Where(d => d.StandsOn.Pledges == 0 && d.State != DutyStates.Verified)
                .Select(d => new Item("pledge", null, d.Code, d.Commitment, d.Text, null, null)));
        var ordered = tasks.OrderBy(t => Array.IndexOf(Order, t.Kind)).ThenBy(t => t.DueOn).ToList();
        return TypedResults.Ok(new Answer([.. ordered.Take(Most)], Of(PledgeStatuses.Active), Of(PledgeStatuses.Completed), Of(PledgeStatuses.Missed), Of(PledgeStatuses.Withdrawn), active.Count > Most || ordered.Count > Most));

        int Of(string status) => counts.GetValueOrDefault(status);
    }

    private static IEnumerable<string> KindsOf(Pledge pledge, bool isShown, bool isReturned, DateOnly today)
    {
        if (isReturned)
            yield return "evidence-returned";
        if (pledge.IsShownReached)
            yield return "complete";
        else if (pledge.DueOn <= today)
            yield return "end";
        else if ((pledge.LatestOn ?? pledge.MadeOn) < today.AddDays(-Standing.FigureHolds))
            yield return "report";
        if (!isShown && !isReturned)
            yield return "show";
    }
}
