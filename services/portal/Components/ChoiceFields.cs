using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Charter.Portal.Components;

/// <summary>One thing to choose: the word on the wire and how it reads.</summary>
public sealed record Choice(string Value, string Label, string? Hint = null);

[HtmlTargetElement("radios-field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class RadiosField(Fields fields) : Field(fields)
{
    public IReadOnlyList<Choice> Items { get; set; } = [];
    public bool Inline { get; set; }

    protected override IHtmlContent Body() => Fieldset(Html.Of($"""
        <div class="govuk-radios{(Inline ? " govuk-radios--inline" : "")}" data-module="govuk-radios">{Html.Join(Items.Select(Radio))}</div>
        """));

    private IHtmlContent Radio(Choice item, int index)
    {
        var id = index == 0 ? Id : $"{Id}-{index + 1}";
        return Html.Of($"""
            <div class="govuk-radios__item">
              <input class="govuk-radios__input" id="{id}" name="{Name}" type="radio" value="{item.Value}"{Html.When(item.Value == Value, $" checked")}{Html.When(item.Hint is not null, $" aria-describedby=\"{id}-about\"")}>
              <label class="govuk-label govuk-radios__label" for="{id}">{item.Label}</label>
              {Html.When(item.Hint is not null, $"<div id=\"{id}-about\" class=\"govuk-hint govuk-radios__hint\">{item.Hint}</div>")}
            </div>
            """);
    }
}

/// <summary>Any number of choices, bound to a list; to one string when there is only one box to tick.</summary>
[HtmlTargetElement("checkboxes-field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class CheckboxesField(Fields fields) : Field(fields)
{
    public IReadOnlyList<Choice> Items { get; set; } = [];
    public bool Small { get; set; }

    protected override IHtmlContent Body() => Fieldset(Html.Of($"""
        <div class="govuk-checkboxes{(Small ? " govuk-checkboxes--small" : "")}" data-module="govuk-checkboxes">{Html.Join(Items.Select(Checkbox))}</div>
        """));

    private IHtmlContent Checkbox(Choice item, int index)
    {
        var id = index == 0 ? Id : $"{Id}-{index + 1}";
        return Html.Of($"""
            <div class="govuk-checkboxes__item">
              <input class="govuk-checkboxes__input" id="{id}" name="{Name}" type="checkbox" value="{item.Value}"{Html.When(Values.Contains(item.Value), $" checked")}{Html.When(item.Hint is not null, $" aria-describedby=\"{id}-about\"")}>
              <label class="govuk-label govuk-checkboxes__label" for="{id}">{item.Label}</label>
              {Html.When(item.Hint is not null, $"<div id=\"{id}-about\" class=\"govuk-hint govuk-checkboxes__hint\">{item.Hint}</div>")}
            </div>
            """);
    }
}

[HtmlTargetElement("select-field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class SelectField(Fields fields) : Field(fields)
{
    public IReadOnlyList<Choice> Items { get; set; } = [];

    /// <summary>What stands there when nothing is chosen.</summary>
    public string Empty { get; set; } = "Choose one";

    protected override IHtmlContent Body() => Html.Of($"""
        {LabelHtml}{HintAndError}
        <select class="govuk-select{ErrorClass("govuk-select--error")}" id="{Id}" name="{Name}"{Described}>
          <option value="">{Empty}</option>
          {Html.Join(Items.Select(item => Html.Of($"<option value=\"{item.Value}\"{Html.When(item.Value == Value, $" selected")}>{item.Label}</option>")))}
        </select>
        """);
}
