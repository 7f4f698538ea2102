using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Charter.Portal.Components;

[HtmlTargetElement("summary-list")]
public sealed class SummaryList : TagHelper
{
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "dl";
        output.Attributes.SetAttribute("class", "govuk-summary-list");
    }
}

/// <summary>One line of a summary list; left out when there is nothing to show. <c>Change</c> is the address where the answer can be changed.</summary>
[HtmlTargetElement("summary-row", ParentTag = "summary-list")]
public sealed class SummaryRow : TagHelper
{
    public string Key { get; set; } = "";
    public string Change { get; set; } = "";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var value = await output.GetChildContentAsync();
        if (value.IsEmptyOrWhiteSpace)
        {
            output.SuppressOutput();
            return;
        }
        output.TagName = "div";
        output.Attributes.SetAttribute("class", "govuk-summary-list__row");
        output.Content.SetHtmlContent(Html.Of($"""
            <dt class="govuk-summary-list__key">{Key}</dt><dd class="govuk-summary-list__value">{value}</dd>
            {Html.When(Change != "", $"<dd class=\"govuk-summary-list__actions\"><a class=\"govuk-link\" href=\"{Change}\">Change<span class=\"govuk-visually-hidden\"> {Key.ToLowerInvariant()}</span></a></dd>")}
            """));
    }
}
