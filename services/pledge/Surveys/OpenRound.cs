using System.ComponentModel.DataAnnotations;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Surveys;

/// <summary>A registrar asks the questions of an instrument among those who signed a charter.</summary>
internal static class OpenRound
{
    /// <param name="Wave">before, after, or follow-up-1 to follow-up-99.</param>
    /// <param name="PeriodFrom">Only for local-spending: of which time the money is asked about.</param>
    internal sealed record Request(
        Guid CharterId, [OneOf("a survey", typeof(Instruments))] string Instrument, [Required(ErrorMessage = "Choose a wave.")] string Wave, DateOnly OpensOn, DateOnly ClosesOn,
        DateOnly? PeriodFrom = null, DateOnly? PeriodUntil = null);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/surveys", Handle).InOneTransaction()
        .Allow(Roles.Registrar).Refuses(404, "not-found").Refuses(409, "survey-wave-exists", "survey-overlaps").WithTags("Surveys").WithSummary("Open a survey");

    private static async Task<Created<RoundView>> Handle(Request request, Caller caller, PledgeDb db, SmallNumbers small, TimeProvider time, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var round = SurveyRound.Open(request, caller.Subject, now);
        if (!await db.Charters.AnyAsync(c => c.CharterId == request.CharterId, cancel))
            throw SurveyErrors.NoCharter();
        // Two at once would each not see the other.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({$"survey {round.CharterId} {round.Instrument}"}, 0))", cancel);
        var others = await db.SurveyRounds.AsNoTracking().Where(r => r.CharterId == round.CharterId && r.Instrument == round.Instrument).ToListAsync(cancel);
        if (others.Exists(r => r.Wave == round.Wave))
            throw SurveyErrors.WaveExists(round.Wave);
        if (others.Find(r => r.StateOn(now.LocalDay()) != RoundStates.Closed && r.OpensOn <= round.ClosesOn && round.OpensOn <= r.ClosesOn) is { } other)
            throw SurveyErrors.AnotherOpen(other.OpensOn, other.ClosesOn);
        db.SurveyRounds.Add(round);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created($"/api/surveys/{round.Id}", await RoundView.Of(round, caller, db, small, now.LocalDay(), cancel));
    }
}
