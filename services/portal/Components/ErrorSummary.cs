using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Charter.Portal.Components;

/// <summary>Everything that is wrong with the form below, in the order of its fields and linked to them. Stands in the layout, which is rendered after the page.</summary>
[HtmlTargetElement("error-summary", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ErrorSummary(Fields fields) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        var errors = ViewContext.ModelState
            .SelectMany(entry => entry.Value!.Errors.Select(error => (entry.Key, error.ErrorMessage)))
            .OrderBy(error => fields.PlaceOf(error.Key)).DistinctBy(error => (fields.PlaceOf(error.Key), error.ErrorMessage)).ToList();
        if (errors.Count == 0) return;
        output.Content.SetHtmlContent(Html.Of($"""
            <div class="govuk-error-summary" data-module="govuk-error-summary"><div role="alert">
              <h2 class="govuk-error-summary__title">There is a problem</h2>
              <div class="govuk-error-summary__body"><ul class="govuk-list govuk-error-summary__list">
                {Html.Join(errors.Select(error => fields.IdOf(error.Key) is { } id
                    ? Html.Of($"<li><a href=\"#{id}\">{fields.InSummary(error.Key, error.ErrorMessage)}</a></li>")
                    : Html.Of($"<li>{error.ErrorMessage}</li>")))}
              </ul></div>
            </div></div>
            """));
    }
}
