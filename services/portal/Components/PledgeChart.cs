using System.Globalization;
using Charter.Portal.Apis;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Charter.Portal.Components;

/// <summary>
/// The figures of a pledge against the straight line from its baseline to its target, with the same figures as a table behind them. How well a figure is known is a
/// shape and never a colour alone. Places across are shares of the width, so text keeps its size on a phone.
/// </summary>
[HtmlTargetElement("pledge-chart", TagStructure = TagStructure.WithoutEndTag)]
public sealed class PledgeChart : TagHelper
{
    private const double Left = 2, Right = 97;   // per cent
    private const int Top = 30, Floor = 220, Height = 274;

    public Pledge Pledge { get; set; } = null!;
    public DateOnly Today { get; set; }

    private IReadOnlyList<Progress> Figures => [.. Pledge.Progress.OrderBy(figure => figure.On)];
    private DateOnly First => Pledge.Progress.Select(figure => figure.On).Append(Pledge.BaselineOn).Min();
    private DateOnly Last => Pledge.Progress.Select(figure => figure.On).Append(Pledge.DueOn).Append(Pledge.BaselineOn.AddDays(1)).Max();
    private decimal Lowest => Pledge.Progress.Select(figure => figure.Value).Append(Pledge.Baseline).Append(Pledge.Target).Min();
    private decimal Highest => Pledge.Progress.Select(figure => figure.Value).Append(Pledge.Baseline).Append(Pledge.Target).Max();

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var id = $"chart-{context.UniqueId}";
        output.TagName = "figure";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "app-chart");
        output.Content.SetHtmlContent(Html.Of($"""
            <figcaption class="govuk-heading-s">{Pledge.Measure}, in {Pledge.Unit}</figcaption>
            <svg class="app-chart__picture" width="100%" height="{Height}" role="img" aria-labelledby="{id}-title {id}-desc">
            <title id="{id}-title">Figures against the way to the target</title><desc id="{id}-desc">{Spoken} The figures are in the table that follows.</desc>
            {Level(Pledge.Baseline, "Baseline")}{Level(Pledge.Target, "Target")}{Now()}
            <line x1="{X(Pledge.BaselineOn)}" y1="{Y(Pledge.Baseline)}" x2="{X(Pledge.DueOn)}" y2="{Y(Pledge.Target)}" class="app-chart__expected"/>
            {Html.Join(Figures.Zip(Figures.Skip(1)).Select(pair => Html.Of($"<line x1=\"{X(pair.First.On)}\" y1=\"{Y(pair.First.Value)}\" x2=\"{X(pair.Second.On)}\" y2=\"{Y(pair.Second.Value)}\" class=\"app-chart__way\"/>")))}{Html.Join(Figures.Select(figure => Html.Of($"<svg x=\"{X(figure.On)}\" y=\"{Y(figure.Value)}\" overflow=\"visible\">{Shape(figure.Confidence)}</svg>")))}
            <text x="{Share(Left)}" y="{Height - 8}" class="app-chart__scale">{Short(First)}</text><text x="{Share(Right)}" y="{Height - 8}" text-anchor="end" class="app-chart__scale">{Short(Last)}</text></svg>
            <p class="govuk-body-s app-chart__key">{Key("measured", "Measured")}{Key("estimated", "Estimated")}{Key("guessed", "Guessed")}<span><svg width="28" height="14" aria-hidden="true" focusable="false"><line x1="0" y1="7" x2="28" y2="7" class="app-chart__expected"/></svg> Expected</span></p>
            <details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">The figures as a table</span></summary>
            <div class="govuk-details__text app-scroll" role="region" aria-label="The figures as a table" tabindex="0"><table class="govuk-table govuk-table--small-text-until-tablet"><caption class="govuk-table__caption govuk-visually-hidden">{Pledge.Measure}, in {Pledge.Unit}</caption>
              <thead class="govuk-table__head"><tr class="govuk-table__row"><th scope="col" class="govuk-table__header">Day</th><th scope="col" class="govuk-table__header govuk-table__header--numeric">Figure</th><th scope="col" class="govuk-table__header govuk-table__header--numeric">Expected</th><th scope="col" class="govuk-table__header">Known</th></tr></thead>
              <tbody class="govuk-table__body">{Html.Join(Figures.Reverse().Select(Row))}</tbody></table></div></details>
            """));
    }

    private string Spoken => $"From {Words.Number(Pledge.Baseline)} on {Pledge.BaselineOn.Day()} to a target of {Words.Number(Pledge.Target)} by {Pledge.DueOn.Day()}. "
        + (Figures.Count == 0 ? "No figure was reported yet." : $"{Words.Count(Figures.Count, "figure")}, the latest {Words.Number(Figures[^1].Value)} on {Figures[^1].On.Day()}.");

    /// <summary>What the straight line says for a day: the rule by which a pledge is on track or not.</summary>
    private decimal Expected(DateOnly day) => Pledge.Baseline + (Pledge.Target - Pledge.Baseline)
        * Math.Clamp((decimal)(day.DayNumber - Pledge.BaselineOn.DayNumber) / Math.Max(1, Pledge.DueOn.DayNumber - Pledge.BaselineOn.DayNumber), 0, 1);

    private IHtmlContent Row(Progress figure) => Html.Of($"""
        <tr class="govuk-table__row"><th scope="row" class="govuk-table__header">{figure.On.Day()}</th><td class="govuk-table__cell govuk-table__cell--numeric">{Words.Number(figure.Value)}</td><td class="govuk-table__cell govuk-table__cell--numeric">{Words.Number(decimal.Round(Expected(figure.On), 1))}</td><td class="govuk-table__cell">{Words.Say(figure.Confidence)}</td></tr>
        """);

    private IHtmlContent Level(decimal value, string name)
    {
        // Above its line, or below where the line is the upper one of two and its figures are under it: the text never meets the other line.
        var above = value == Highest || value != Lowest;
        return Html.Of($"""
            <line x1="0" x2="100%" y1="{Y(value)}" y2="{Y(value)}" class="app-chart__line"/><text x="{(name == "Target" ? "100%" : "0")}" y="{Y(value, above ? -7 : 18)}" text-anchor="{(name == "Target" ? "end" : "start")}" class="app-chart__scale">{name} {Words.Number(value)}</text>
            """);
    }

    private IHtmlContent Now() => Today > First && Today < Last
        ? Html.Of($"<line x1=\"{X(Today)}\" x2=\"{X(Today)}\" y1=\"{Top - 8}\" y2=\"{Floor + 8}\" class=\"app-chart__today\"/><text x=\"{X(Today)}\" y=\"{Height - 8}\" text-anchor=\"middle\" class=\"app-chart__scale\">{(Away(Today) ? "Today" : "")}</text>")
        : Html.Nothing;

    /// <summary>Far enough from both ends not to meet the dates that stand there, also on a phone.</summary>
    private bool Away(DateOnly day) => Place(day) is > 38 and < 62;

    private static IHtmlContent Shape(string confidence) => confidence switch
    {
        "measured" => Html.Of($"<circle r=\"6\" class=\"app-chart__point\"/>"),
        "estimated" => Html.Of($"<circle r=\"5.5\" class=\"app-chart__point app-chart__point--open\"/>"),
        _ => Html.Of($"<path d=\"M0-7 7 0 0 7-7 0z\" class=\"app-chart__point app-chart__point--open\"/>"),
    };

    private static IHtmlContent Key(string confidence, string name) =>
        Html.Of($"<span><svg width=\"16\" height=\"16\" viewBox=\"-8 -8 16 16\" aria-hidden=\"true\" focusable=\"false\">{Shape(confidence)}</svg> {name}</span>");

    private double Place(DateOnly day) => Left + (Right - Left) * (day.DayNumber - First.DayNumber) / Math.Max(1, Last.DayNumber - First.DayNumber);

    private string X(DateOnly day) => Share(Place(day));

    private string Y(decimal value, int beside = 0) =>
        (Floor - (Floor - Top) * (double)((value - Lowest) / (Highest == Lowest ? 1 : Highest - Lowest)) + beside).ToString("0.#", CultureInfo.InvariantCulture);

    private static string Short(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    private static string Share(double value) => value.ToString("0.##", CultureInfo.InvariantCulture) + "%";
}
