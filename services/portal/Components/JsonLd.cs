using System.Text.Json;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Charter.Portal.Components;

/// <summary>
/// Facts for search engines in schema.org's words (JSON-LD 1.1, section 7.2). It is a block of data and never run, so the content security policy has
/// nothing to forbid; characters that could end it are escaped.
/// </summary>
[HtmlTargetElement("json-ld", TagStructure = TagStructure.WithoutEndTag)]
public sealed class JsonLd : TagHelper
{
    public object Data { get; set; } = new();

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "script";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("type", new HtmlString("application/ld+json"));
        output.Content.SetHtmlContent(JsonSerializer.Serialize(Data));   // the default encoder leaves no <, > or &
    }
}
