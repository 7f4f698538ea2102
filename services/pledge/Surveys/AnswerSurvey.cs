using System.ComponentModel.DataAnnotations;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Surveys;

/// <summary>
/// Whoever has a link answers, once: the link is deleted and the answer counted in one transaction. Nobody's account is looked at, nothing is saved that the
/// audit trail would tell of, and no key is kept under which the request could be repeated.
/// </summary>
internal static class AnswerSurvey
{
    /// <param name="Link">The secret of the link.</param>
    /// <param name="Answers">Question → 1 to 5, or an amount in pounds.</param>
    internal sealed record Request([Required(ErrorMessage = "Give the link."), AtMost(100)] string Link, Dictionary<string, decimal> Answers);

    internal sealed record LinkRequest([Required(ErrorMessage = "Give the link."), AtMost(100)] string Link);

    /// <param name="OrganisationName">Whose money is asked about; null for other surveys.</param>
    /// <param name="Places">Its area.</param>
    internal sealed record Questionnaire(Guid SurveyId, string CharterTitle, Instrument Instrument, string Wave, DateOnly ClosesOn, string? OrganisationName, IReadOnlyList<string> Places, DateOnly? PeriodFrom, DateOnly? PeriodUntil, int SmallestGroup);

    internal sealed record Taken(Guid SurveyId, string Title);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/surveys/questionnaire", Show).ShownOnce().AllowEveryone().Refuses(404, "survey-link-not-good").Refuses(409, "survey-closed", "survey-not-open")
            .WithTags("Surveys").WithSummary("Show the questions behind a link");
        routes.MapPost("/surveys/answers", Answer).ShownOnce().AllowEveryone().Refuses(404, "survey-link-not-good").Refuses(409, "survey-closed", "survey-not-open")
            .WithTags("Surveys").WithSummary("Answer a survey").WithDescription("An Idempotency-Key has no effect, because it would be kept with your account. A link that was used is refused.");
    }

    private static async Task<Ok<Questionnaire>> Show(LinkRequest request, PledgeDb db, SmallNumbers small, TimeProvider time, CancellationToken cancel)
    {
        var (link, round) = await LinkFor(db, request.Link, isAnswering: false, time, cancel);
        var of = link.OrganisationId is { } id ? await db.Organisations.AsNoTracking().SingleOrDefaultAsync(o => o.OrganisationId == id, cancel) : null;
        return TypedResults.Ok(new Questionnaire(round.Id, await RoundView.TitleOf(db, round.CharterId, cancel), round.Asked(), round.Wave, round.ClosesOn, of?.Name,
            [.. (of?.Places ?? []).Select(p => Charter.Contracts.Places.Of(p).Name)], round.PeriodFrom, round.PeriodUntil, small.Least));
    }

    private static async Task<Ok<Taken>> Answer(Request request, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Shared with others who answer; whoever closes the survey waits, so that results never change.
        var (link, round) = await LinkFor(db, request.Link, isAnswering: true, time, cancel);
        var instrument = round.Asked();
        instrument.Check(request.Answers);
        if (await db.SurveyLinks.Where(l => l.Hash == link.Hash).ExecuteDeleteAsync(cancel) == 0)
            throw SurveyErrors.LinkNotGood();   // somebody used it this moment
        await Count(db, link, instrument, request.Answers, cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.Ok(new Taken(round.Id, instrument.Title));
    }

    private static async Task<(SurveyLink, SurveyRound)> LinkFor(PledgeDb db, string secret, bool isAnswering, TimeProvider time, CancellationToken cancel)
    {
        var hash = TakeLinks.HashOf(secret.Trim());
        var link = await db.SurveyLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Hash == hash, cancel) ?? throw SurveyErrors.LinkNotGood();
        var round = (await (isAnswering ? db.SurveyRounds.FromSql($"select *, xmin from survey_round where id = {link.RoundId} for share") : db.SurveyRounds.Where(r => r.Id == link.RoundId))
            .AsNoTracking().ToListAsync(cancel)).SingleOrDefault() ?? throw SurveyErrors.LinkNotGood();
        round.MustBeOpen(time.Today());
        return (link, round);
    }

    private static async Task Count(PledgeDb db, SurveyLink link, Instrument instrument, Dictionary<string, decimal> answers, CancellationToken cancel)
    {
        (string Facet, string Key)[] under = link.OrganisationId is { } organisation ? [(Facets.Organisation, organisation.ToString())]
            : [(Facets.Whole, ""), (Facets.Kind, link.Kind), (Facets.Sector, link.Sector), (Facets.Place, link.Place)];
        var rows = under.SelectMany(u => instrument.Questions.Select(q => (q.Code, u.Facet, u.Key, Answer: q.Kind == SurveyQuestion.Scale ? (short)answers[q.Code] : (short)0, Amount: q.Kind == SurveyQuestion.Amount ? answers[q.Code] : 0))
            .Append((Code: "", u.Facet, u.Key, Answer: (short)0, Amount: 0m))).Concat(link.OrganisationId is null ? [] : [("", Facets.Whole, "", (short)0, 0m)]).ToArray();
        string[] questions = [.. rows.Select(r => r.Code)], facets = [.. rows.Select(r => r.Facet)], keys = [.. rows.Select(r => r.Key)];
        short[] given = [.. rows.Select(r => r.Answer)];
        decimal[] amounts = [.. rows.Select(r => r.Amount)];
        // In one order, so that two who answer at once do not wait for each other.
        await db.Database.ExecuteSqlAsync($"""
            insert into survey_tally (round_id, question, facet, key, answer, answers, amount)
            select {link.RoundId}, question, facet, key, answer, 1, amount from unnest({questions}, {facets}, {keys}, {given}, {amounts}) as given (question, facet, key, answer, amount) order by 2, 3, 4, 5
            on conflict (round_id, question, facet, key, answer) do update set answers = survey_tally.answers + 1, amount = survey_tally.amount + excluded.amount
            """, cancel);
        if (link.OrganisationId is null)
            await db.Database.ExecuteSqlAsync($"""
                insert into survey_count (round_id, sector, kind, place, answers) values ({link.RoundId}, {link.Sector}, {link.Kind}, {link.Place}, 1)
                on conflict (round_id, sector, kind, place) do update set answers = survey_count.answers + 1
                """, cancel);
    }
}
