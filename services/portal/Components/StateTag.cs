using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Charter.Portal.Components;

/// <summary>The state of something, as a word on a colour. The colour never says anything that the word does not.</summary>
[HtmlTargetElement("state-tag", TagStructure = TagStructure.WithoutEndTag)]
public sealed class StateTag : TagHelper
{
    public string Value { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "strong";
        output.TagMode = TagMode.StartTagAndEndTag;
        var colour = Value switch
        {
            "on-track" or "imported" or "local" or "new" or "verified" or "confirmed" or "active" or "published" or "awarded" or "completed" or "in-force" or "bronze" or "silver" or "gold" or "standing" => "green",
            "scanning" or "checking" or "importing" or "removing" or "checked" or "uploaded" or "changed" or "evidenced" or "submitted" or "in-place" or "assessment" or "registered" or "panel" or "ready-for-decision" or "open" or "awaiting-countersignature" => "blue",
            "at-risk" or "similar" or "duplicate" or "returned" or "expired" or "draft" or "suspended" => "yellow",
            "off-track" or "bad" or "failed" or "rejected" or "declined" or "missed" or "withdrawn" or "lapsed" or "revoked" or "refused" => "red",
            _ => "grey",
        };
        output.Attributes.SetAttribute("class", $"govuk-tag govuk-tag--{colour}");
        output.Content.SetContent(Words.Say(Value));
    }
}
