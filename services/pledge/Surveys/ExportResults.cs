using System.Globalization;
using System.Text;
using System.Text.Json;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Surveys;

/// <summary>Results of a survey as a file, one line for each question and group. It holds what the page holds, and no more.</summary>
internal static class ExportResults
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/surveys/{surveyId}/results/export", Handle)
        .AllowEveryone().Produces<string>(200, "text/csv", "application/json").Refuses(404, "not-found").Refuses(409, "survey-not-closed").WithTags("Surveys").WithSummary("Download the results of a survey")
        .WithDescription("format: csv (without a word) or json.");

    private sealed record Line(string By, string Group, string Question, string Text, int Answers, decimal Average, decimal HighShare, IReadOnlyList<int>? Distribution);

    private static async Task<IResult> Handle(Guid surveyId, string? format, HttpContext http, PledgeDb db, SmallNumbers small, TimeProvider time, IConfiguration configuration, CancellationToken cancel)
    {
        if (format is not (null or "" or "csv" or "json"))
            throw InvalidRequest.For("format", "Choose a format: csv, json.");
        var round = await db.RoundFor(surveyId, cancel);
        round.MustHaveClosed(time.Today());
        var result = await SurveyResults.Of(db, small, round, cancel);
        var licence = DataLicence.From(configuration);
        http.Response.Headers.Append("Link", $"<{licence.Address}>; rel=\"license\"");
        if (format == "json")
            return TypedResults.Json(new { round.CharterId, round.Instrument, SmallestGroup = small.Least, Licence = licence, Result = result }, JsonSerializerOptions.Web);
        var text = new StringBuilder();
        Csv.Line(text, "survey", "version", "wave", "as_at", "by", "group", "question", "text", "answers", "average", "share_4_or_5", "answered_1", "answered_2", "answered_3", "answered_4", "answered_5", "licence");
        foreach (var l in LinesOf(result))
            Csv.Line(text, [round.Instrument, round.InstrumentVersion.ToString(CultureInfo.InvariantCulture), round.Wave, round.EndsOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), l.By, l.Group, l.Question, l.Text,
                l.Answers.ToString(CultureInfo.InvariantCulture), l.Average.ToString("0.00", CultureInfo.InvariantCulture), l.HighShare.ToString("0.####", CultureInfo.InvariantCulture),
                .. Enumerable.Range(0, 5).Select(i => l.Distribution?[i].ToString(CultureInfo.InvariantCulture) ?? ""), licence.Address]);
        return TypedResults.File(Encoding.UTF8.GetBytes(text.ToString()), "text/csv; charset=utf-8", $"survey-{round.Instrument}-{round.Wave}.csv");
    }

    private static IEnumerable<Line> LinesOf(SurveyResults.WaveResult result) => (result.Whole is { } whole ? Of("all", "", whole) : [])
        .Concat(result.Breakdowns.SelectMany(b => b.Groups.SelectMany(g => Of(b.By, g.Key, g.Figure)).Concat(b.Others is { } others ? Of(b.By, "others", others) : [])));

    private static IEnumerable<Line> Of(string by, string group, SurveyResults.Figure figure) =>
        figure.Questions.Select(q => new Line(by, group, q.Code, q.Text, figure.Answers, q.Average, q.HighShare, q.Distribution)).Prepend(new(by, group, "", "", figure.Answers, figure.Score, figure.HighShare, null));
}
