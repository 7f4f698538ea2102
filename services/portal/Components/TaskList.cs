using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Charter.Portal.Components;

[HtmlTargetElement("task-list")]
public sealed class TaskList : TagHelper
{
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "ul";
        output.Attributes.SetAttribute("class", "govuk-task-list govuk-!-margin-bottom-8");
    }
}

/// <summary>One thing to do: done ones say so in plain text, those that cannot start yet too; what can be done is a link with a tag.</summary>
[HtmlTargetElement("task", ParentTag = "task-list", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TaskItem : TagHelper
{
    public string Title { get; set; } = "";
    public string Href { get; set; } = "";
    public string Hint { get; set; } = "";
    public string Status { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var id = "task-" + context.UniqueId;
        output.TagName = "li";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "govuk-task-list__item" + (Href == "" ? "" : " govuk-task-list__item--with-link"));
        output.Content.SetHtmlContent(Html.Of($"""
            <div class="govuk-task-list__name-and-hint">
              {(Href == "" ? Html.Of($"<div>{Title}</div>") : Html.Of($"<a class=\"govuk-link govuk-task-list__link\" href=\"{Href}\" aria-describedby=\"{id}\">{Title}</a>"))}
              {Html.When(Hint != "", $"<div class=\"govuk-task-list__hint\">{Hint}</div>")}
            </div>
            <div class="govuk-task-list__status{(Status == Step.NotYet ? " govuk-task-list__status--cannot-start-yet" : "")}" id="{id}">{(Status is Step.Done or Step.NotYet ? Html.Of($"{Status}") : Html.Of($"<strong class=\"govuk-tag {(Href == "" ? "govuk-tag--grey" : "govuk-tag--blue")}\">{Status}</strong>"))}</div>
            """));
    }
}

/// <summary>A line of a task list.</summary>
public sealed record Step(string Title, string? Href, string Status, string? Hint = null)
{
    public const string Done = "Completed";
    public const string ToDo = "To do";
    public const string NotYet = "Cannot start yet";
}
