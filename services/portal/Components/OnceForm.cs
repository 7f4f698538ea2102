using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Charter.Portal.Components;

/// <summary>
/// Gives every form that is sent a key of its own, so that pressing the button twice does the thing once. A form that comes back keeps its key:
/// what it asked for may have been done although no answer came.
/// </summary>
[HtmlTargetElement("form", Attributes = "[method=post]")]
public sealed class OnceForm : TagHelper
{
    public const string Name = "idempotency-key";

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    private Guid Key => ViewContext.HttpContext.Request is { HasFormContentType: true } sent && Guid.TryParse(sent.Form[Name], out var key) ? key : Guid.CreateVersion7();

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.Attributes.SetAttribute("novalidate", null);
        output.PostContent.AppendHtml(Html.Of($"<input type=\"hidden\" name=\"{Name}\" value=\"{Key}\">"));
    }
}
