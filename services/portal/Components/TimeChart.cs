using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Charter.Portal.Components;

/// <param name="Month">Its first day.</param>
/// <param name="Count">Null where there is none, which is not the same as 0.</param>
/// <param name="Instead">What is said where there is none.</param>
public sealed record MonthBar(DateOnly Month, long? Count, string Instead = "No records");

/// <summary>A count at the end of each month as columns, with the same figures as a table behind them. Places are shares of the width, so text keeps its size on a phone.</summary>
[HtmlTargetElement("time-chart", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TimeChart : TagHelper
{
    private const double Left = 14;   // per cent, for the scale
    private const int Top = 24, Floor = 224, Height = 256;
    private const int FewestColumns = 12;   // so that the first months are columns too, and not walls

    public string Title { get; set; } = "";

    /// <summary>What is counted, for the table's heading.</summary>
    public string Unit { get; set; } = "";

    /// <summary>Above the months in the table: a count is of the end of each unless something else is said.</summary>
    public string Head { get; set; } = "End of";

    /// <summary>One after the other, with none left out, or the months beside a gap would look like neighbours.</summary>
    public IReadOnlyList<MonthBar> Items { get; set; } = [];

    private long Most => Items.Max(item => item.Count) ?? 0;
    private MonthBar[] Empty => [.. Items.Where(item => item.Count is null)];

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "figure";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "app-chart");
        var id = $"chart-{context.UniqueId}";
        var step = Step(Most);
        var top = step * Math.Max(1, (Most + step - 1) / step);
        output.Content.SetHtmlContent(Html.Of($"""
            <figcaption class="govuk-heading-s">{Title}</figcaption>
            <svg class="app-chart__picture" width="100%" height="{Height}" role="img" aria-labelledby="{id}-title {id}-desc">
            <title id="{id}-title">{Title}</title><desc id="{id}-desc">{Spoken} The figures of each month are in the table that follows.</desc>
            {Html.Join(Enumerable.Range(0, (int)(top / step) + 1).Select(line => Line(line * step, Y(line * step, top))))}{Html.Join(Items.Select((item, i) => Column(item, i, top)))}{Html.Join(Labels())}</svg>
            {Key}<details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">The figures as a table<span class="govuk-visually-hidden">: {Title}</span></span></summary>
            <div class="govuk-details__text"><table class="govuk-table"><caption class="govuk-table__caption govuk-visually-hidden">{Title}</caption>
              <thead class="govuk-table__head"><tr class="govuk-table__row"><th scope="col" class="govuk-table__header">{Head}</th><th scope="col" class="govuk-table__header govuk-table__header--numeric">{Unit}</th></tr></thead>
              <tbody class="govuk-table__body">{Html.Join(Items.Reverse().Select(item => Html.Of($"<tr class=\"govuk-table__row\"><th scope=\"row\" class=\"govuk-table__header\">{Name(item.Month)}</th><td class=\"govuk-table__cell govuk-table__cell--numeric\">{Say(item)}</td></tr>")))}</tbody></table></div></details>
            """));
    }

    private string Spoken => $"From {Say(Items[0])} in {Name(Items[0].Month)} to {Say(Items[^1])} in {Name(Items[^1].Month)}; the most were {Most:N0}."
        + (Empty.Length > 0 ? $" {Words.Count(Empty.Length, "month")} between them {(Empty.Length == 1 ? "has" : "have")} no column." : "");

    private static string Say(MonthBar item) => item.Count is { } count ? count.ToString("N0", CultureInfo.InvariantCulture) : item.Instead;

    private IHtmlContent Key => Empty.Length == 0 ? Html.Nothing : Html.Of($"""
        <p class="govuk-body-s app-chart__key"><span><svg width="28" height="14" aria-hidden="true" focusable="false"><line x1="0" y1="7" x2="28" y2="7" class="app-chart__none"/></svg> {string.Join(", ", Empty.Select(item => item.Instead).Distinct())}</span></p>
        """);

    private static string Name(DateOnly month) => month.ToString("MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>1, 2 or 5 times a power of ten, so that the scale has at most five lines.</summary>
    private static long Step(long most)
    {
        long step = 1;
        for (var i = 0; most / step >= 5; i++) step = (i % 3) switch { 0 => step * 2, 1 => step / 2 * 5, _ => step * 2 };
        return step;
    }

    private static double Y(long count, long top) => Floor - (Floor - Top) * (double)count / top;

    private double Slot => (100 - Left) / Math.Max(FewestColumns, Items.Count);

    private double X(int index) => Left + Slot * index;

    private static IHtmlContent Line(long count, double y) => Html.Of($"""
        <line x1="{Share(Left)}" x2="100%" y1="{Share(y, "")}" y2="{Share(y, "")}" class="app-chart__line"/><text x="{Share(Left - 2)}" y="{Share(y + 5, "")}" text-anchor="end" class="app-chart__scale">{Brief(count)}</text>
        """);

    /// <summary>As it fits beside the picture on a phone; the lines are at round numbers.</summary>
    private static string Brief(long count) => count switch
    {
        >= 1_000_000 => (count / 1_000_000m).ToString("0.##", CultureInfo.InvariantCulture) + "m",
        >= 10_000 => (count / 1_000m).ToString("0.#", CultureInfo.InvariantCulture) + "k",
        _ => count.ToString("N0", CultureInfo.InvariantCulture),
    };

    /// <summary>A count of nothing is a thin line, and where there is no count the floor is dotted.</summary>
    private IHtmlContent Column(MonthBar item, int index, long top) => item.Count is { } count
        ? Html.Of($"""
            <rect x="{Share(X(index))}" y="{Share(Math.Min(Y(count, top), Floor - 2), "")}" width="{Share(Slot * .84)}" height="{Share(Math.Max(Floor - Y(count, top), 2), "")}" class="app-chart__bar"/>
            """)
        : Html.Of($"""
            <line x1="{Share(X(index))}" x2="{Share(X(index) + Slot * .84)}" y1="{Floor - 4}" y2="{Floor - 4}" class="app-chart__none"/>
            """);

    /// <summary>The first and the last month, and the years between them where there is room.</summary>
    private IEnumerable<IHtmlContent> Labels()
    {
        static string Short(DateOnly month) => month.ToString("MMM yyyy", CultureInfo.InvariantCulture);
        var end = X(Items.Count - 1) + Slot * .84;
        if (end - Left < 52)
        {
            yield return Label(Left, "start", Items.Count == 1 ? Short(Items[0].Month) : $"{Short(Items[0].Month)} to {Short(Items[^1].Month)}");
            yield break;
        }
        yield return Label(Left, "start", Short(Items[0].Month));
        yield return Label(end, "end", Short(Items[^1].Month));
        var before = Left + 26;
        for (var i = 0; i < Items.Count; i++)
            if (Items[i].Month.Month == 1 && X(i) >= before && X(i) <= end - 40)
            {
                yield return Label(X(i), "start", Items[i].Month.ToString("yyyy", CultureInfo.InvariantCulture));
                before = X(i) + 16;
            }
    }

    private static IHtmlContent Label(double x, string anchor, string text) => Html.Of($"<text x=\"{Share(x)}\" y=\"{Height - 8}\" text-anchor=\"{anchor}\" class=\"app-chart__scale\">{text}</text>");

    private static string Share(double value, string unit = "%") => value.ToString("0.##", CultureInfo.InvariantCulture) + unit;
}
