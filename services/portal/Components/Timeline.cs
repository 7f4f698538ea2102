using System.Globalization;
using System.Text.Json;
using Charter.Portal.Apis;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Charter.Portal.Components;

/// <summary>
/// What happened to an organisation on the register, in words, newest first. Between the end of a signature and the next one stands the gap, so that
/// nobody reads two signatures as one.
/// </summary>
[HtmlTargetElement("history-timeline", TagStructure = TagStructure.WithoutEndTag)]
public sealed class HistoryTimeline : TagHelper
{
    private static readonly string[] Beginnings = ["signed", "re-signed", "renewed", "succession-reversed"];
    private static readonly string[] Ends = ["lapsed", "withdrawn", "merged", "succeeded"];

    public IReadOnlyList<HistoryItem> Items { get; set; } = [];

    /// <summary>Whether the items begin with the newest of all; else nobody knows what came after the first.</summary>
    public bool FromNow { get; set; } = true;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "ol";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "app-timeline");
        output.Attributes.SetAttribute("reversed", "reversed");
        DateOnly? begun = null;
        var lines = new List<IHtmlContent>();
        foreach (var item in Items)
        {
            if (Ends.Contains(item.Kind))
            {
                if (begun is { } again) lines.Add(Gap(again > item.On ? $"No signature in force from {item.On.Day()} until {again.Day()}: {Length(item.On, again)}" : "Signed again on the same day"));
                else if (FromNow) lines.Add(Gap($"No signature in force since {item.On.Day()}"));
                FromNow = false;   // an end before an end is no gap of its own
                begun = null;
            }
            else if (Beginnings.Contains(item.Kind))
            {
                begun = item.On;
                FromNow = false;
            }
            lines.Add(Html.Of($"<li class=\"app-timeline__item\"><time class=\"app-timeline__day\" datetime=\"{item.On:yyyy-MM-dd}\">{item.On.Day()}</time><span>{Say(item)}</span></li>"));
        }
        output.Content.SetHtmlContent(Html.Join(lines));
    }

    private static IHtmlContent Gap(string words) => Html.Of($"<li class=\"app-timeline__item app-timeline__item--gap\"><span>{words}</span></li>");

    private static string Length(DateOnly from, DateOnly until) => Words.Count(until.DayNumber - from.DayNumber, "day");

    /// <summary>A kind that these pages do not know yet reads as it is written.</summary>
    public static string Say(HistoryItem item) => item.Kind switch
    {
        "signed" => $"Signed the charter{Version(item)}",
        "re-signed" => $"Signed again{Version(item)}",
        "renewed" => $"Renewed its signature{Version(item)}",
        "lapsed" => "Its signature lapsed: it had not signed the newer version in time",
        "withdrawn" => "Withdrew its signature",
        "merged" => "Was merged with another entry of the same organisation",
        "renamed" => Fact(item, "from") is { } before ? $"Changed its name, which was {before}" : "Changed its name",
        "succeeded" => Fact(item, "succession") switch
        {
            "merge" => "Was merged into another organisation",
            "duplicate" => "Was found to be a second record of another entry",
            _ => "Was succeeded by another organisation",
        },
        "succession-reversed" => "Its succession was reversed",
        "took-over" => Fact(item, "succession") == "duplicate" ? "Was joined by a second record of itself" : "Took the place of another organisation",
        "take-over-reversed" => "The other organisation has its own place again",
        "mark-awarded" => $"Was awarded the {Fact(item, "level")} kite mark{(Fact(item, "validUntil") is { } day && DateOnly.TryParse(day, CultureInfo.InvariantCulture, out var until) ? $", valid until {until.Day()}" : "")}",
        _ => Words.Say(item.Kind),
    };

    private static string Version(HistoryItem item) => Fact(item, "charterVersion") is { } version ? $", version {version}" : "";

    private static string? Fact(HistoryItem item, string name) => item.Facts.ValueKind == JsonValueKind.Object && item.Facts.TryGetProperty(name, out var fact)
        && fact.ValueKind is JsonValueKind.String or JsonValueKind.Number ? fact.ToString() : null;
}
