using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Surveys;

/// <summary>Results of one survey, and of all waves of an instrument beside each other.</summary>
internal static class ReadResults
{
    /// <param name="SmallestGroup">Groups with fewer people are not told of on their own.</param>
    internal sealed record Answer(Guid CharterId, string CharterTitle, Instrument Instrument, SurveyResults.WaveResult Result, int SmallestGroup, DataLicence Licence);

    internal sealed record TrendAnswer(Guid CharterId, string CharterTitle, Instrument Instrument, IReadOnlyList<SurveyResults.WaveResult> Waves, SurveyResults.OpenWave? Open, int SmallestGroup, DataLicence Licence);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/surveys/{surveyId}/results", One).AllowEveryone().Refuses(404, "not-found").Refuses(409, "survey-not-closed").WithTags("Surveys").WithSummary("Read the results of a survey")
            .WithDescription("By kind, sector and place, each on its own: no group is told of by two of them. Groups with too few people are told of together, and nothing is told before the survey has closed.");
        routes.MapGet("/surveys/trend", Over).AllowEveryone().Refuses(404, "not-found").WithTags("Surveys").WithSummary("Compare the waves of a survey").WithDescription("charterId, instrument: of these.");
    }

    private static async Task<Ok<Answer>> One(Guid surveyId, PledgeDb db, SmallNumbers small, TimeProvider time, IConfiguration configuration, CancellationToken cancel)
    {
        var round = await db.RoundFor(surveyId, cancel);
        round.MustHaveClosed(time.Today());
        return TypedResults.Ok(new Answer(round.CharterId, await RoundView.TitleOf(db, round.CharterId, cancel), round.Asked(), await SurveyResults.Of(db, small, round, cancel), small.Least, DataLicence.From(configuration)));
    }

    private static async Task<Ok<TrendAnswer>> Over(Guid charterId, string instrument, PledgeDb db, SmallNumbers small, TimeProvider time, IConfiguration configuration, CancellationToken cancel)
    {
        if (!Instruments.All.Contains(instrument))
            throw InvalidRequest.For("instrument", $"Choose a survey: {string.Join(", ", Instruments.All)}.");
        if (!await db.Charters.AnyAsync(c => c.CharterId == charterId, cancel))
            throw SurveyErrors.NoCharter();
        var trend = await SurveyResults.Of(db, small, instrument, charterId, time.Today(), cancel);
        return TypedResults.Ok(new TrendAnswer(charterId, await RoundView.TitleOf(db, charterId, cancel), Instruments.LatestOf(instrument), trend.Waves, trend.Open, small.Least, DataLicence.From(configuration)));
    }
}
