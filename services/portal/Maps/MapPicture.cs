using System.Globalization;
using Charter.Portal.Components;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Charter.Portal.Maps;

/// <param name="Value">What it is shaded by; null where there is nothing to say.</param>
/// <param name="Text">The value as written on the area.</param>
/// <param name="Spoken">The value as a sentence, for who does not see the picture.</param>
public sealed record Area(string Code, string Name, decimal? Value, string Text, string Spoken);

/// <summary>A map of the places, shaded in five steps. Each area is a link, with its name and figure as text, to the register filtered by that place.</summary>
[HtmlTargetElement("map-picture", TagStructure = TagStructure.WithoutEndTag)]
public sealed class MapPicture(PlaceMap map) : TagHelper
{
    private const int Steps = 5;

    public string Title { get; set; } = "";
    public string Description { get; set; } = "";
    public IReadOnlyList<Area> Areas { get; set; } = [];

    /// <summary>The value of the darkest shade's upper end.</summary>
    public decimal Most { get; set; } = 1;

    /// <summary>How values of the scale are written.</summary>
    public Func<decimal, string> Write { get; set; } = value => $"{value:0}";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", map.HasBoundaries ? "app-map app-map--boundaries" : "app-map");
        output.Content.SetHtmlContent(Html.Of($"""
            <svg class="app-map__picture" viewBox="-4 -4 {map.Width + 8} {map.Height + 8}" role="group" aria-labelledby="map-title map-desc"><title id="map-title">{Title}</title><desc id="map-desc">{Description}</desc>
            {Html.Join(Areas.Where(area => map.Shapes.ContainsKey(area.Code)).Select(Draw))}</svg>
            <ul class="app-map__legend" aria-label="Shades">{Html.Join(Legend())}</ul>
            """));
    }

    private IHtmlContent Draw(Area area)
    {
        var shape = map.Shapes[area.Code];
        // Who speaks to the browser says what stands on the area (WCAG 2.2, 2.5.3).
        var name = shape.Label is null ? area.Name : $"{shape.Label} {area.Text}, {area.Name}";
        return Html.Of($"""
            <a href="/register?place={area.Code}" class="app-map__area app-map__area--{StepOf(area.Value)}" aria-label="{name}: {area.Spoken}"><title>{area.Name}: {area.Spoken}</title><path d="{shape.Path}"/>{Html.When(shape.Label is not null, $"<text x=\"{At(shape.X)}\" y=\"{At(shape.Y - 6)}\" aria-hidden=\"true\">{shape.Label}</text> <text x=\"{At(shape.X)}\" y=\"{At(shape.Y + 30)}\" class=\"app-map__figure\" aria-hidden=\"true\">{area.Text}</text>")}</a>
            """);
    }

    private IEnumerable<IHtmlContent> Legend()
    {
        yield return Swatch("none", "No figure");
        yield return Swatch("0", Write(0));
        for (var step = 1; step <= Steps; step++)
            yield return Swatch($"{step}", $"Above {Write(Most * (step - 1) / Steps)}, up to {Write(Most * step / Steps)}");
    }

    private static IHtmlContent Swatch(string step, string text) => Html.Of($"""
        <li><svg class="app-map__swatch app-map__area--{step}" width="24" height="24" aria-hidden="true" focusable="false"><path d="M1 1h22v22h-22z"/></svg>{text}</li>
        """);

    private string StepOf(decimal? value) => value switch
    {
        null => "none",
        0 => "0",
        _ => $"{Math.Clamp((int)Math.Ceiling(value.Value / Most * Steps), 1, Steps)}",
    };

    private static string At(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
