using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Charter.Portal.Components;

public sealed record Bar(string Label, long Count, string? Href = null);

/// <summary>Counts as horizontal bars, with the same figures as a table behind them. Widths are shares of the page, so it reads at any size and in print.</summary>
[HtmlTargetElement("bar-chart", TagStructure = TagStructure.WithoutEndTag)]
public sealed class BarChart : TagHelper
{
    private const int Row = 52;

    public string Title { get; set; } = "";

    /// <summary>What is counted, for the table's heading: "Organisations".</summary>
    public string Unit { get; set; } = "";

    /// <summary>What a row is: "Sector".</summary>
    public string Category { get; set; } = "";

    public IReadOnlyList<Bar> Items { get; set; } = [];

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "figure";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "app-chart");
        output.Content.SetHtmlContent(Html.Of($"""
            <figcaption class="govuk-heading-s">{Title}</figcaption>
            <svg class="app-chart__picture" width="100%" height="{Items.Count * Row}" role="img" aria-label="{Title}: {Spoken}. The same figures are in the table that follows.">
            {Html.Join(Items.Select(Line))}</svg>
            <details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">The figures as a table</span></summary>
            <div class="govuk-details__text"><table class="govuk-table"><caption class="govuk-table__caption govuk-visually-hidden">{Title}</caption>
              <thead class="govuk-table__head"><tr class="govuk-table__row"><th scope="col" class="govuk-table__header">{Category}</th><th scope="col" class="govuk-table__header govuk-table__header--numeric">{Unit}</th></tr></thead>
              <tbody class="govuk-table__body">{Html.Join(Items.Select(TableRow))}</tbody></table></div></details>
            """));
    }

    private string Spoken => string.Join(", ", Items.Select(item => $"{item.Label} {item.Count}"));

    private IHtmlContent Line(Bar item, int index)
    {
        // The longest bar ends where its figure has room at any width.
        var most = Math.Max(1, Items.Max(one => one.Count));
        var width = ((most < 1_000 ? 88.0 : 70.0) * item.Count / most).ToString("0.##", CultureInfo.InvariantCulture);
        var top = index * Row;
        return Html.Of($"""
            <text x="0" y="{top + 16}" class="app-chart__label">{item.Label}</text><rect x="0" y="{top + 23}" width="{width}%" height="18" class="app-chart__bar"/><text x="{width}%" y="{top + 38}" dx="8" class="app-chart__count">{item.Count:N0}</text>
            """);
    }

    private static IHtmlContent TableRow(Bar item) => Html.Of($"""
        <tr class="govuk-table__row"><th scope="row" class="govuk-table__header">{(item.Href is null ? Html.Of($"{item.Label}") : Html.Of($"<a class=\"govuk-link\" href=\"{item.Href}\">{item.Label}</a>"))}</th><td class="govuk-table__cell govuk-table__cell--numeric">{item.Count:N0}</td></tr>
        """);
}
