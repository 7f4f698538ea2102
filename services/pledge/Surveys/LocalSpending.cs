using Charter.Pledges.Imports;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Surveys;

/// <summary>
/// What suppliers and staff of one organisation said they spend locally again. It is for that organisation and the registrar: what all of them together said,
/// less what one organisation knows of its own, could be a few suppliers of another.
/// </summary>
internal static class LocalSpending
{
    /// <summary>Codes of the questions.</summary>
    public const string Received = "received", Spent = "spent";

    /// <param name="Answers">Null when they are too few to be told; then there are no sums.</param>
    internal sealed record Answer(Guid RoundId, Guid CharterId, string Wave, DateOnly? PeriodFrom, DateOnly? PeriodUntil, DateOnly AsAt, int Links, int? Answers, decimal? Received, decimal? SpentLocally, int SmallestGroup)
    {
        /// <summary>Share spent locally again, from 0 to 1.</summary>
        public decimal? Rate => SpentLocally / Received;
    }

    internal sealed record Found(Answer? Latest);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/{organisationId}/local-spending", Handle)
        .Allow(ImportAccess.Readers).WithTags("Surveys").WithSummary("What suppliers and staff of an organisation spend locally again");

    private static async Task<Ok<Found>> Handle(Guid organisationId, Caller caller, PledgeDb db, SmallNumbers small, TimeProvider time, CancellationToken cancel) =>
        TypedResults.Ok(new Found(await Of(db, small, await db.MustSee(caller, organisationId, cancel), time.Today(), cancel)));

    /// <summary>Of the latest survey that has closed and for which these organisations took links; null when there is none.</summary>
    public static async Task<Answer?> Of(PledgeDb db, SmallNumbers small, Guid[] held, DateOnly today, CancellationToken cancel)
    {
        var rounds = await db.SurveyRounds.AsNoTracking().Where(r => r.Instrument == Instruments.LocalSpending && (r.ClosedOn != null || r.ClosesOn < today)
            && db.SurveyDraws.Any(d => d.RoundId == r.Id && held.Contains(d.OrganisationId))).ToListAsync(cancel);
        if (rounds.MaxBy(r => (r.EndsOn, r.Id)) is not { } round)
            return null;
        var links = await db.SurveyDraws.Where(d => d.RoundId == round.Id && held.Contains(d.OrganisationId)).SumAsync(d => d.Links, cancel);
        string[] keys = [.. held.Select(h => h.ToString())];
        var tallies = await db.SurveyTallies.AsNoTracking().Where(t => t.RoundId == round.Id && t.Facet == Facets.Organisation && keys.Contains(t.Key)).ToListAsync(cancel);
        // Sums of a part that has enough, beside a whole that has one or two more, would tell of those: successions are rare, so all or nothing.
        var answers = tallies.Where(t => t.Question.Length == 0).Sum(t => t.Answers);
        var isShown = answers >= small.Least;
        return new(round.Id, round.CharterId, round.Wave, round.PeriodFrom, round.PeriodUntil, round.EndsOn, links, isShown || answers == 0 ? answers : null,
            isShown ? tallies.Where(t => t.Question == Received).Sum(t => t.Amount) : null, isShown ? tallies.Where(t => t.Question == Spent).Sum(t => t.Amount) : null, small.Least);
    }
}
