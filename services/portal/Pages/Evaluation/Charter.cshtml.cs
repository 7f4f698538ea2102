using System.Globalization;
using Charter.Contracts;
using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Evaluation;

[AllowAnonymous]
public sealed class CharterModel(EvaluationApi evaluation) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Place { get; set; }
    [BindProperty(SupportsGet = true)]
    public string? Sector { get; set; }

    public Apis.Evaluation Results { get; private set; } = null!;
    public IReadOnlyList<Choice> PlaceChoices => [.. Places.Counties.Concat(Places.All).Select(place => new Choice(place.Code, place.Name))];

    public override async Task LoadAsync(CancellationToken cancel) => Results = await evaluation.Read(Id, Place, Sector, cancel);

    /// <summary>Of whom the figures are, in words.</summary>
    public string Of => (Place, Sector) switch
    {
        (null or "", null or "") => "All signatories",
        ({ } place, null or "") => $"Signatories that serve {NameOf(place)}",
        (null or "", { } sector) => $"Signatories of the sector: {Words.Sectors.Label(sector)}",
        ({ } place, { } sector) => $"Signatories that serve {NameOf(place)}, of the sector: {Words.Sectors.Label(sector)}",
    };

    private string NameOf(string place) => PlaceChoices.FirstOrDefault(choice => choice.Value == place)?.Label ?? place;

    /// <summary>Address of a download with what is chosen.</summary>
    public string Export(string? measure, string format) => $"/api/evaluation/{Id}/export" + QueryString.Create(new Dictionary<string, string?> { ["format"] = format, ["measure"] = measure, ["place"] = Place, ["sector"] = Sector }.Where(p => !string.IsNullOrEmpty(p.Value)));

    public string QuestionsOf => $"/evaluation/{Id}/questions" + QueryString.Create(new Dictionary<string, string?> { ["place"] = Place, ["sector"] = Sector }.Where(p => !string.IsNullOrEmpty(p.Value)));

    public static string Say(decimal? value, string unit) => value is not { } figure ? "–" : unit switch
    {
        "gbp" => Words.Pounds(figure),
        "share" => Words.Share(figure),
        "ratio" or "score" => figure.ToString("0.00", CultureInfo.InvariantCulture),
        _ => figure.ToString("#,0", CultureInfo.InvariantCulture),
    };

    private const int MostMonths = 120;

    /// <summary>Every month from the first with a figure to the last, of ten years at most: one without records is shown as that, and not as one of which nothing is to be told. None of a survey: its rounds are a table, and several may end in one month.</summary>
    public static IReadOnlyList<MonthBar> Months(EvaluationMeasure measure)
    {
        if (measure.Rounds is { Count: > 0 })
            return [];
        var known = measure.Trend.Months.ToDictionary(month => month.Month);
        DateOnly[] drawn = [.. known.Values.Where(month => month.Value is >= 0).Select(month => month.Month).Order()];
        if (drawn.Length == 0)
            return [];
        var first = drawn.First(month => month > drawn[^1].AddMonths(-MostMonths));
        return [.. Enumerable.Range(0, (drawn[^1].Year - first.Year) * 12 + drawn[^1].Month - first.Month + 1).Select(number => BarOf(first.AddMonths(number)))];

        // Columns are whole numbers; a share becomes per cent.
        MonthBar BarOf(DateOnly month) => known.GetValueOrDefault(month) switch
        {
            null => new(month, null),
            { Value: null } => new(month, null, "No figure"),
            { Value: < 0 and var value } => new(month, null, Say(value, measure.Trend.Unit)),
            { Value: { } value } => new(month, (long)Math.Round(value * (measure.Trend.Unit == "share" ? 100 : 1))),
        };
    }

    public static string UnitOf(EvaluationMeasure measure) => measure.Trend.Unit switch { "share" => "Per cent", "gbp" => "Pounds", var unit => Words.Say(unit) };

    /// <summary>Some measures tell how things stand when a month ends, others what happened in it.</summary>
    public static string HeadOf(EvaluationMeasure measure) => measure.Code is "policies" or "signatories" ? "End of" : "Month";

    public static string LabelOf(MeasurePart part) => part.Label ?? (part.Group, part.Key) switch
    {
        ("where", "local") => "Local",
        ("where", "elsewhere") => "Elsewhere",
        ("where", _) => "Nobody knows where",
        ("scale", "voluntary") => "Voluntary and community organisations",
        ("scale", "micro") => "Micro",
        ("scale", "sme") => "Small and medium",
        ("scale", "large") => "Large",
        ("scale", _) => "The publisher does not say",
        ("kind" or "items", "policy" or "strategy" or "decision") => Capital(part.Key),
        ("kind", _) => Words.QuestionKinds.FirstOrDefault(choice => choice.Value == part.Key)?.Label ?? Words.Kinds.Label(part.Key),
        ("pillar", _) => Words.Pillars.Label(part.Key),
        ("test", "all") => "Passed all five",
        ("test", _) => Words.FeasibilityTests.Label(part.Key),
        ("sector", _) => Words.Sectors.Label(part.Key),
        ("size", _) => Words.SizeBands.Label(part.Key),
        _ => Words.Say(part.Key),
    };

    public static string GroupName(string group) => group switch
    {
        "where" => "Where it went",
        "band" => "By value",
        "scale" => "By size of the provider",
        "kind" => "By kind",
        "pillar" => "By kind of value",
        "test" => "How the measure behind it did in the tests",
        "items" => "Items by kind",
        "sector" => "By sector",
        "size" => "By size",
        "place" => "By place",
        _ => group,
    };

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
