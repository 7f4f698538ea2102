using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Charter.Portal.Components;

/// <summary>A form field: label or legend, hint, the error from model state, and what was typed.</summary>
public abstract class Field(Fields fields) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public ModelExpression For { get; set; } = null!;
    public string Label { get; set; } = "";
    public string Hint { get; set; } = "";

    /// <summary>The label is the page's heading: one question per page.</summary>
    public bool Heading { get; set; }

    protected string Name => For.Name;
    protected string Id => TagBuilder.CreateSanitizedId(For.Name, "-");
    protected virtual string FirstControlId => Id;
    protected string? Error { get; private set; }

    /// <summary>What was typed if the form came back, else what the page put there.</summary>
    protected string? Value => Typed(Name) ?? Convert.ToString(For.Model, System.Globalization.CultureInfo.CurrentCulture);

    protected string? DescribedBy => string.Join(' ', new[] { Hint == "" ? null : $"{Id}-hint", Error is null ? null : $"{Id}-error" }.OfType<string>()) is { Length: > 0 } ids ? ids : null;
    protected IHtmlContent Described => Html.When(DescribedBy is not null, $" aria-describedby=\"{DescribedBy}\"");
    protected string ErrorClass(string css) => Error is null ? "" : " " + css;

    protected string? Typed(string key) => ViewContext.ModelState.TryGetValue(key, out var entry) ? entry.AttemptedValue : null;

    /// <summary>As <see cref="Value"/>, for a field of which several can be chosen.</summary>
    protected IReadOnlyList<string> Values => List(ViewContext.ModelState.TryGetValue(Name, out var entry) ? entry.RawValue : For.Model);

    private static string[] List(object? value) => value switch
    {
        string one => [one],
        IEnumerable<string> several => [.. several],
        _ => [],
    };

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        fields.Add(Name, FirstControlId, Label);
        Error = ViewContext.ModelState.Where(entry => Fields.Covers(Name, entry.Key)).SelectMany(entry => entry.Value!.Errors).FirstOrDefault()?.ErrorMessage;
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "govuk-form-group" + ErrorClass("govuk-form-group--error"));
        output.Content.SetHtmlContent(Body());
    }

    protected abstract IHtmlContent Body();

    protected IHtmlContent LabelHtml => Heading
        ? Html.Of($"<h1 class=\"govuk-label-wrapper\"><label class=\"govuk-label govuk-label--l\" for=\"{Id}\">{Label}</label></h1>")
        : Html.Of($"<label class=\"govuk-label govuk-label--s\" for=\"{Id}\">{Label}</label>");

    protected IHtmlContent HintAndError => Html.Join([
        Html.When(Hint != "", $"<div id=\"{Id}-hint\" class=\"govuk-hint\">{Hint}</div>"),
        Html.When(Error is not null, $"<p id=\"{Id}-error\" class=\"govuk-error-message\"><span class=\"govuk-visually-hidden\">Error:</span> {Error}</p>")]);

    protected IHtmlContent Fieldset(IHtmlContent controls, string role = "") => Html.Of($"""
        <fieldset class="govuk-fieldset"{Described}{Html.When(role != "", $" role=\"{role}\"")}>
          {(Heading
            ? Html.Of($"<legend class=\"govuk-fieldset__legend govuk-fieldset__legend--l\"><h1 class=\"govuk-fieldset__heading\">{Label}</h1></legend>")
            : Html.Of($"<legend class=\"govuk-fieldset__legend govuk-fieldset__legend--s\">{Label}</legend>"))}
          {HintAndError}{controls}
        </fieldset>
        """);
}
