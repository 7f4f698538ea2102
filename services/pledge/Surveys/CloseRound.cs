using Charter.Pledges.Measures;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Surveys;

/// <summary>A registrar closes a survey before its last day, or removes one that nobody has answered.</summary>
internal static class CloseRound
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/surveys/{surveyId}/closing", Close)
            .Allow(Roles.Registrar).Refuses(404, "not-found").Refuses(409, "survey-closed", "survey-not-open").WithTags("Surveys").WithSummary("Close a survey");
        routes.MapDelete("/surveys/{surveyId}", Remove).InOneTransaction()
            .Allow(Roles.Registrar).Refuses(404, "not-found").Refuses(409, "survey-has-answers").WithTags("Surveys").WithSummary("Remove a survey that nobody has answered");
    }

    private static async Task<Ok<RoundView>> Close(Guid surveyId, Caller caller, PledgeDb db, SmallNumbers small, TimeProvider time, CancellationToken cancel)
    {
        var round = await db.SurveyRounds.SingleOrDefaultAsync(r => r.Id == surveyId, cancel) ?? throw SurveyErrors.NoRound();
        round.Close(caller.Subject, time.Today());
        await db.SaveChangesAsync(cancel);   // waits for those who are answering: see AnswerSurvey
        return TypedResults.Ok(await RoundView.Of(round, caller, db, small, time.Today(), cancel));
    }

    private static async Task<NoContent> Remove(Guid surveyId, PledgeDb db, CancellationToken cancel)
    {
        await Recalculation.Lock(db, cancel);   // before the round, as whoever takes rounds into the figures does, or each would wait for the other
        var round = (await db.SurveyRounds.FromSql($"select *, xmin from survey_round where id = {surveyId} for update").ToListAsync(cancel)).SingleOrDefault() ?? throw SurveyErrors.NoRound();
        if (await db.SurveyTallies.AnyAsync(t => t.RoundId == surveyId, cancel))
            throw SurveyErrors.HasAnswers();
        // The figures that are kept of this survey are worked out anew without it.
        await db.Set<MeasureFigure>().Where(f => f.CharterId == round.CharterId && f.Measure == round.Instrument).ExecuteDeleteAsync(cancel);
        db.SurveyRounds.Remove(round);   // with the links that were taken
        await db.SaveChangesAsync(cancel);
        return TypedResults.NoContent();
    }
}
