using System.Globalization;
using System.Text;
using System.Text.Json;
using Charter.Contracts;
using Charter.Pledges.Frameworks;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Value;

/// <summary>The totals of a day as a file, one line for each group, unit, stage, confidence and measure of a framework, as far as the caller may read that. Nothing is summed up in it that is kept apart.</summary>
internal static class ExportTotals
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/value/totals/export", Handle)
        .AllowEveryone().Produces<string>(200, "text/csv", "application/json").WithTags("Value").WithSummary("Download totals of value")
        .WithDescription("format: csv (without a word) or json. by: organisation (without a word), place, sector, pillar or outcome. asAt: a day, today without a word. "
            + "Value that was counted by a measure of a framework stands in a line of its own with that measure, unless the framework is private and the caller may not read it.");

    private sealed record Line(TotalRow Row, MeasureOfFramework? Measure, string Label);

    private static async Task<IResult> Handle(string? format, DateOnly? asAt, Guid? organisationId, string? sector, string? place, string? pillar, string? outcome, string? by,
        Caller? caller, HttpContext http, PledgeDb db, TimeProvider time, IConfiguration configuration, CancellationToken cancel)
    {
        if (format is not (null or "" or "csv" or "json"))
            throw InvalidRequest.For("format", "Choose a format: csv, json.");
        var group = string.IsNullOrEmpty(by) ? TotalGroups.Organisation : by;
        if (!TotalGroups.All.Contains(group))
            throw InvalidRequest.For("by", $"Choose by what to split: {string.Join(", ", TotalGroups.All)}.");
        var filter = TotalsFilter.Of(asAt, organisationId, sector, place, pillar, outcome, time.Today());
        var licence = DataLicence.From(configuration);
        http.Response.Headers.Append("Link", $"<{licence.Address}>; rel=\"license\"");
        var measured = await db.TotalsByMeasure(filter, group, cancel);
        var measures = await db.MeasuresOf([.. measured.Select(r => r.Named).OfType<NamedMeasure>().Distinct()], caller, cancel);
        // What the caller may not read is one with what no measure counts; a record has one figure on a day, so their numbers add up.
        var rows = measured.GroupBy(r => (r.Total.Key, r.Total.Unit, r.Total.Stage, r.Total.Confidence, Measure: r.Named is { } named ? measures.GetValueOrDefault(named) : null)).Select(g => (g.Key.Measure,
            Row: new TotalRow(g.Key.Key, g.Key.Unit, g.Key.Stage, g.Key.Confidence, g.Sum(r => r.Total.Amount), g.Sum(r => r.Total.Disputed), g.Sum(r => r.Total.Records), g.Min(r => r.Total.From), g.Max(r => r.Total.Until)))).ToList();
        string[] keys = [.. rows.Select(r => r.Row.Key).Distinct()];
        var labels = group == TotalGroups.Organisation ? await NamesOf(keys, db, cancel) : keys.ToDictionary(k => k, k => ReadTotals.LabelOf(group, k));
        var lines = rows.Select(r => new Line(r.Row, r.Measure, labels.GetValueOrDefault(r.Row.Key, "")))
            .OrderBy(l => l.Label, StringComparer.OrdinalIgnoreCase).ThenBy(l => l.Row.Key, StringComparer.Ordinal).ThenBy(l => Place(ValueUnits.All, l.Row.Unit))
            .ThenBy(l => Place(ValueStages.All, l.Row.Stage)).ThenBy(l => Place(Confidences.All, l.Row.Confidence))
            .ThenBy(l => l.Measure?.FrameworkTitle, StringComparer.Ordinal).ThenBy(l => l.Measure?.FrameworkId).ThenBy(l => l.Measure?.Version).ThenBy(l => l.Measure?.Code, StringComparer.Ordinal).ToList();
        return format == "json"
            ? TypedResults.Json(new
            {
                filter.AsAt,
                By = group,
                Licence = licence,
                Items = lines.Select(l => new
                {
                    Value = l.Row.Key,
                    l.Label,
                    l.Row.Unit,
                    l.Row.Stage,
                    l.Row.Confidence,
                    Amount = l.Row.Amount.Plain(),
                    InDispute = l.Row.Disputed.Plain(),
                    l.Row.Records,
                    PeriodFrom = l.Row.From,
                    PeriodUntil = l.Row.Until,
                    Measure = l.Measure is { } m ? new { m.FrameworkId, m.FrameworkTitle, m.Version, m.Code, Name = WordsOf(m) } : null,
                }),
            }, JsonSerializerOptions.Web)
            : TypedResults.File(Encoding.UTF8.GetBytes(CsvOf(lines, group, filter.AsAt, licence)), "text/csv; charset=utf-8", $"value-by-{group}-{filter.AsAt:yyyy-MM-dd}.csv");
    }

    private static string CsvOf(IEnumerable<Line> lines, string group, DateOnly asAt, DataLicence licence)
    {
        var text = new StringBuilder();
        Csv.Line(text, group == TotalGroups.Organisation ? "organisation_id" : group, "label", "unit", "stage", "confidence", "amount", "in_dispute", "records", "period_from", "period_until", "as_at", "licence",
            "measure_framework_id", "measure_framework", "measure_version", "measure_code", "measure_name");
        foreach (var (row, measure, label) in lines)
            Csv.Line(text, row.Key, label, row.Unit, row.Stage, row.Confidence, Figure(row.Amount), Figure(row.Disputed), row.Records.ToString(CultureInfo.InvariantCulture),
                Day(row.From), Day(row.Until), Day(asAt), licence.Address,
                measure?.FrameworkId.ToString() ?? "", measure?.FrameworkTitle ?? "", measure?.Version.ToString(CultureInfo.InvariantCulture) ?? "", measure?.Code ?? "", WordsOf(measure) ?? "");
        return text.ToString();
    }

    private static async Task<Dictionary<string, string>> NamesOf(string[] keys, PledgeDb db, CancellationToken cancel)
    {
        Guid[] ids = [.. keys.Select(Guid.Parse)];
        return await db.Organisations.Where(o => ids.Contains(o.OrganisationId)).ToDictionaryAsync(o => o.OrganisationId.ToString(), o => o.Name, cancel);
    }

    /// <summary>The file carries an open licence, and the words of what a partnership brought in do not.</summary>
    private static string? WordsOf(MeasureOfFramework? measure) => measure is { IsPrivate: false } ? measure.Name : null;

    private static int Place(IReadOnlyList<string> words, string word) => words.Index().First(w => w.Item == word).Index;

    private static string Figure(decimal figure) => figure.Plain().ToString(CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
