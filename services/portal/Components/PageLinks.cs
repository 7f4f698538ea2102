using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Charter.Portal.Components;

/// <summary>Next page and back to the first, for lists that are paged by a cursor in the query string's <c>after</c>.</summary>
[HtmlTargetElement("page-links", TagStructure = TagStructure.WithoutEndTag)]
public sealed class PageLinks : TagHelper
{
    public string Next { get; set; } = "";

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var query = ViewContext.HttpContext.Request.Query;
        var later = query.ContainsKey("after");
        output.TagName = null;
        if (Next == "" && !later) return;
        output.Content.SetHtmlContent(Html.Of($"""
            <nav class="govuk-pagination" aria-label="Pages">
              {Html.When(later, $"<div class=\"govuk-pagination__prev\"><a class=\"govuk-link govuk-pagination__link\" href=\"{Address(null)}\" rel=\"first\"><span class=\"govuk-pagination__link-title\">First page</span></a></div>")}
              {Html.When(Next != "", $"<div class=\"govuk-pagination__next\"><a class=\"govuk-link govuk-pagination__link\" href=\"{Address(Next)}\" rel=\"next\"><span class=\"govuk-pagination__link-title\">Next page</span> <svg class=\"govuk-pagination__icon govuk-pagination__icon--next\" height=\"13\" width=\"15\" aria-hidden=\"true\" focusable=\"false\" viewBox=\"0 0 15 13\"><path d=\"m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492 6.7441-6.4062-6.7246-6.7266z\"></path></svg></a></div>")}
            </nav>
            """));

        string Address(string? after) => QueryHelpers.AddQueryString(ViewContext.HttpContext.Request.Path,
            query.Where(pair => pair.Key != "after").Append(new("after", after)).Where(pair => !StringValues.IsNullOrEmpty(pair.Value)));
    }
}
