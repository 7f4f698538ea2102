using Charter.Portal.Apis;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Charter.Portal.Components;

/// <summary>A text with what was removed and what was added. Line and strike say it without colour, and words before each to whoever hears the page.</summary>
[HtmlTargetElement("changed-text", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ChangedText : TagHelper
{
    public IReadOnlyList<ChangedRun> Runs { get; set; } = [];

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(Html.Join(Runs.Select(Markup)));
    }

    private static IHtmlContent Markup(ChangedRun run) => run.Kind switch
    {
        "added" => Html.Of($"<ins class=\"app-ins\"><span class=\"govuk-visually-hidden\">[added: </span>{run.Text}<span class=\"govuk-visually-hidden\">]</span></ins>"),
        "removed" => Html.Of($"<del class=\"app-del\"><span class=\"govuk-visually-hidden\">[removed: </span>{run.Text}<span class=\"govuk-visually-hidden\">]</span></del>"),
        _ => Html.Of($"{run.Text}"),
    };
}
