using System.Globalization;
using System.Text;
using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Value;

/// <summary>The totals of a day as a file, one line for each group, unit, stage and confidence. Nothing is summed up in it that is kept apart.</summary>
internal static class ExportTotals
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/value/totals/export", Handle)
        .AllowEveryone().Produces<string>(200, "text/csv", "application/json").WithTags("Value").WithSummary("Download totals of value")
        .WithDescription("format: csv (without a word) or json. by: organisation (without a word), place, sector, pillar or outcome. asAt: a day, today without a word.");

    private static async Task<IResult> Handle(string? format, DateOnly? asAt, Guid? organisationId, string? sector, string? place, string? pillar, string? outcome, string? by,
        HttpContext http, PledgeDb db, TimeProvider time, IConfiguration configuration, CancellationToken cancel)
    {
        if (format is not (null or "" or "csv" or "json"))
            throw InvalidRequest.For("format", "Choose a format: csv, json.");
        var group = string.IsNullOrEmpty(by) ? TotalGroups.Organisation : by;
        if (!TotalGroups.All.Contains(group))
            throw InvalidRequest.For("by", $"Choose by what to split: {string.Join(", ", TotalGroups.All)}.");
        var filter = TotalsFilter.Of(asAt, organisationId, sector, place, pillar, outcome, time.Today());
        var licence = DataLicence.From(configuration);
        http.Response.Headers.Append("Link", $"<{licence.Address}>; rel=\"license\"");
        var rows = await db.Totals(filter, group, time.Today(), cancel);
        var labels = group == TotalGroups.Organisation ? await NamesOf(rows, db, cancel) : rows.Select(r => r.Key).Distinct().ToDictionary(k => k, k => ReadTotals.LabelOf(group, k));
        var lines = rows.Select(r => (Row: r, Label: labels.GetValueOrDefault(r.Key, "")))
            .OrderBy(l => l.Label, StringComparer.OrdinalIgnoreCase).ThenBy(l => l.Row.Key, StringComparer.Ordinal).ThenBy(l => Place(ValueUnits.All, l.Row.Unit))
            .ThenBy(l => Place(ValueStages.All, l.Row.Stage)).ThenBy(l => Place(Confidences.All, l.Row.Confidence)).ToList();
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
                    Amount = ValueRecord.Plain(l.Row.Amount),
                    InDispute = ValueRecord.Plain(l.Row.Disputed),
                    l.Row.Records,
                    PeriodFrom = l.Row.From,
                    PeriodUntil = l.Row.Until,
                }),
            }, JsonSerializerOptions.Web)
            : TypedResults.File(Encoding.UTF8.GetBytes(CsvOf(lines, group, filter.AsAt, licence)), "text/csv; charset=utf-8", $"value-by-{group}-{filter.AsAt:yyyy-MM-dd}.csv");
    }

    private static string CsvOf(IEnumerable<(TotalRow Row, string Label)> lines, string group, DateOnly asAt, DataLicence licence)
    {
        var text = new StringBuilder();
        Csv.Line(text, group == TotalGroups.Organisation ? "organisation_id" : group, "label", "unit", "stage", "confidence", "amount", "in_dispute", "records", "period_from", "period_until", "as_at", "licence");
        foreach (var (row, label) in lines)
            Csv.Line(text, row.Key, label, row.Unit, row.Stage, row.Confidence, Figure(row.Amount), Figure(row.Disputed), row.Records.ToString(CultureInfo.InvariantCulture),
                Day(row.From), Day(row.Until), Day(asAt), licence.Address);
        return text.ToString();
    }

    private static async Task<Dictionary<string, string>> NamesOf(IReadOnlyList<TotalRow> rows, PledgeDb db, CancellationToken cancel)
    {
        Guid[] ids = [.. rows.Select(r => Guid.Parse(r.Key)).Distinct()];
        return await db.Organisations.Where(o => ids.Contains(o.OrganisationId)).ToDictionaryAsync(o => o.OrganisationId.ToString(), o => o.Name, cancel);
    }

    private static int Place(IReadOnlyList<string> words, string word) => words.Index().First(w => w.Item == word).Index;

    private static string Figure(decimal figure) => ValueRecord.Plain(figure).ToString(CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
