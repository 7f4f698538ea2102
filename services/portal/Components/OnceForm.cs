using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Charter.Portal.Components;

/// <summary>Gives every form that is sent a key of its own, so that pressing the button twice does the thing once.</summary>
[HtmlTargetElement("form", Attributes = "[method=post]")]
public sealed class OnceForm : TagHelper
{
    public const string Name = "idempotency-key";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.Attributes.SetAttribute("novalidate", null);
        output.PostContent.AppendHtml(Html.Of($"<input type=\"hidden\" name=\"{Name}\" value=\"{Guid.CreateVersion7()}\">"));
    }
}
