using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charter.Pledges.Value;

/// <summary>
/// What all records come to on a day: for each unit the three stages, and in each how much is measured, estimated and guessed. Nothing is added across units,
/// stages or confidences, and what is in dispute stands beside.
/// </summary>
internal static class ReadTotals
{
    /// <param name="Records">How many records it stands on.</param>
    /// <param name="PeriodFrom">First day of the periods of the figures; null when there is none.</param>
    internal sealed record PartOfTotal(decimal Amount, int Records, DateOnly? PeriodFrom, DateOnly? PeriodUntil);

    /// <param name="InDispute">Claimed beyond the whole and in none of the three parts.</param>
    internal sealed record StageTotal(string Stage, PartOfTotal Measured, PartOfTotal Estimated, PartOfTotal Guessed, decimal InDispute);

    internal sealed record UnitTotal(string Unit, IReadOnlyList<StageTotal> Stages);

    /// <param name="Value">Word or code; empty for what names none.</param>
    internal sealed record Group(string Value, string Label, IReadOnlyList<UnitTotal> Totals);

    /// <param name="Groups">Only when the totals were to be split.</param>
    internal sealed record Answer(DateOnly AsAt, IReadOnlyList<UnitTotal> Totals, string? By, IReadOnlyList<Group>? Groups, DataLicence Licence);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/value/totals", Handle)
        .AllowEveryone().WithTags("Value").WithSummary("Totals of value")
        .WithDescription("asAt: a day, today without a word. by: place, sector, pillar or outcome. Amounts are of whoever holds them now, also for a day in the past.");

    private static async Task<Ok<Answer>> Handle(
        DateOnly? asAt, Guid? organisationId, string? sector, string? place, string? pillar, string? outcome, string? by, PledgeDb db, TimeProvider time, IConfiguration configuration, CancellationToken cancel)
    {
        string[] groups = [.. TotalGroups.All.Where(g => g != TotalGroups.Organisation)];
        if (!string.IsNullOrEmpty(by) && !groups.Contains(by))
            throw InvalidRequest.For("by", $"Choose by what to split: {string.Join(", ", groups)}. By organisation there is a download.");
        var filter = TotalsFilter.Of(asAt, organisationId, sector, place, pillar, outcome, time.Today());
        var rows = await db.Totals(filter, null, time.Today(), cancel);
        var split = string.IsNullOrEmpty(by) ? null : await db.Totals(filter, by, time.Today(), cancel);
        return TypedResults.Ok(new Answer(filter.AsAt, Of(rows), split is null ? null : by,
            split is null ? null : [.. split.GroupBy(r => r.Key).OrderBy(g => g.Key.Length == 0).ThenBy(g => LabelOf(by!, g.Key), StringComparer.Ordinal).Select(g => new Group(g.Key, LabelOf(by!, g.Key), Of([.. g])))],
            DataLicence.From(configuration)));
    }

    public static string LabelOf(string by, string key) => by == TotalGroups.Place && key.Length > 0 ? Places.Of(key).Name : key;

    private static IReadOnlyList<UnitTotal> Of(IReadOnlyList<TotalRow> rows) =>
        [.. ValueUnits.All.Where(unit => rows.Any(r => r.Unit == unit)).Select(unit => new UnitTotal(unit, [.. ValueStages.All.Select(stage =>
        {
            var here = rows.Where(r => r.Unit == unit && r.Stage == stage).ToList();
            return new StageTotal(stage, Part(here, 0), Part(here, 1), Part(here, 2), here.Sum(r => r.Disputed).Plain());
        })]))];

    private static PartOfTotal Part(List<TotalRow> rows, int confidence) =>
        rows.Find(r => r.Confidence == Confidences.All[confidence]) is { } row ? new(row.Amount.Plain(), row.Records, row.From, row.Until) : new(0, 0, null, null);
}
