using System.Globalization;
using System.Text;
using System.Text.Json;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Measures;

/// <summary>The evaluation measures as a file, whole or one of them: a line for each figure, part and month.</summary>
internal static class ExportEvaluation
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/evaluation/{charterId}/export", Handle)
        .AllowEveryone().Refuses(404, "not-found").Produces<string>(200, "text/csv", "application/json").Produces(StatusCodes.Status304NotModified)
        .WithTags("Evaluation").WithSummary("Download the evaluation measures of a charter")
        .WithDescription("format: csv (without a word) or json. measure: code of one; all without a word. place, sector: as when they are read.");

    private static async Task<IResult> Handle(Guid charterId, string? format, string? measure, string? place, string? sector, HttpContext http, EvaluationAnswers answers, PledgeDb db, CancellationToken cancel)
    {
        if (format is not (null or "" or "csv" or "json"))
            throw InvalidRequest.For("format", "Choose a format: csv, json.");
        if (!string.IsNullOrEmpty(measure) && !Measure.All.Any(m => m.Code == measure))
            throw InvalidRequest.For("measure", $"Choose a measure: {string.Join(", ", Measure.All.Select(m => m.Code))}.");
        var all = (await answers.For(charterId, EvaluationFilter.Of(place, sector), db, cancel)).Evaluation;
        var chosen = string.IsNullOrEmpty(measure) ? all : all with { Measures = [.. all.Measures.Where(m => m.Code == measure)] };
        var name = $"evaluation{(string.IsNullOrEmpty(measure) ? "" : "-" + measure)}{(all.AsAt is { } day ? $"-{Day(day)}" : "")}";
        return format == "json"
            ? OpenFigures.Bytes(http, JsonSerializer.SerializeToUtf8Bytes(chosen, JsonSerializerOptions.Web), "application/json; charset=utf-8", name + ".json")
            : OpenFigures.Bytes(http, Encoding.UTF8.GetBytes(CsvOf(chosen)), "text/csv; charset=utf-8", name + ".csv");
    }

    private static string CsvOf(Evaluation evaluation)
    {
        var text = new StringBuilder();
        Csv.Line(text, "measure", "text", "what", "group", "key", "from", "until", "value", "count", "unit", "first_said", "reported", "signatories", "as_at", "place", "sector", "licence");
        foreach (var m in evaluation.Measures)
        {
            void Line(string what, string group, string key, DateOnly? from, DateOnly? until, decimal? value, long? count, string unit, decimal? first, DateOnly? asAt) => Csv.Line(text,
                m.Code, m.Text, what, group, key, Day(from), Day(until), Figure(value), Figure(count), unit, Figure(first), Figure(m.Coverage.Reported), Figure(m.Coverage.Of), Day(asAt), evaluation.Place ?? "", evaluation.Sector ?? "", evaluation.Licence.Address);
            Line("figure", "", m.Missing ?? "", m.From, m.Until, m.Value, null, m.Unit, null, m.AsAt);
            foreach (var part in m.Parts)
                Line("part", part.Group, part.Key, m.From, m.Until, part.Amount, part.Count, part.Amount is null ? "" : "gbp", null, m.AsAt);
            foreach (var month in m.Trend.Months)
                Line("month", "", "", month.Month, month.Month.AddMonths(1).AddDays(-1), month.Value, null, m.Trend.Unit, month.Was, month.AsAt);
            foreach (var round in m.Rounds ?? [])
                foreach (var question in round.Questions)
                    Line("answer", round.Wave, question.Text, round.OpensOn, round.AsAt, question.Average, round.Answers, "score", null, round.AsAt);
        }
        return text.ToString();
    }

    private static string Figure(decimal? figure) => figure is { } f ? (f / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture) : "";

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
