using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Charter.Portal.Components;

/// <summary>How far a figure has come from its baseline to its target; the words beside it say the same.</summary>
[HtmlTargetElement("progress-bar", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ProgressBar : TagHelper
{
    public decimal? Baseline { get; set; }
    public decimal? Target { get; set; }
    public decimal Value { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var way = (Target ?? 0) - (Baseline ?? 0);
        var share = way == 0 ? (Value == Target ? 100 : 0) : Math.Clamp((Value - (Baseline ?? 0)) / way * 100, 0, 100);
        output.TagName = null;
        output.Content.SetHtmlContent(Html.Of($"""
            <svg class="app-progress" width="100%" height="12" aria-hidden="true" focusable="false"><rect width="100%" height="12" class="app-progress__rest"/><rect width="{share.ToString("0.#", CultureInfo.InvariantCulture)}%" height="12" class="app-progress__done"/></svg>
            <p class="govuk-body-s govuk-!-font-weight-bold govuk-!-margin-bottom-0">{share:0} % of the way</p>
            """));
    }
}
