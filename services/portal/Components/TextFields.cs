using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Charter.Portal.Components;

/// <summary>One line of text. <c>Width</c> is in characters (2, 3, 4, 5, 10, 20 or 30).</summary>
[HtmlTargetElement("text-field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TextField(Fields fields) : Field(fields)
{
    public string Type { get; set; } = "text";
    public string? Inputmode { get; set; }
    public string? Autocomplete { get; set; }
    public string? Suffix { get; set; }
    public int? Width { get; set; }
    public bool Spellcheck { get; set; } = true;

    protected override IHtmlContent Body()
    {
        var css = "govuk-input" + ErrorClass("govuk-input--error") + (Width is null ? "" : $" govuk-input--width-{Width}");
        var value = Type == "password" ? null : Value;
        var input = Html.Of($"""
            <input class="{css}" id="{Id}" name="{Name}" type="{Type}"{Described}{Html.When(value is not null, $" value=\"{value}\"")}{Html.When(Inputmode is not null, $" inputmode=\"{Inputmode}\"")}{Html.When(Autocomplete is not null, $" autocomplete=\"{Autocomplete}\"")}{Html.When(!Spellcheck, $" spellcheck=\"false\"")}>
            """);
        return Html.Of($"{LabelHtml}{HintAndError}{(Suffix is null ? input : Html.Of($"<div class=\"govuk-input__wrapper\">{input}<div class=\"govuk-input__suffix\">{Suffix}</div></div>"))}");
    }
}

/// <summary>Several lines of text; with <c>Max</c>, the number of characters left is shown where scripts run.</summary>
[HtmlTargetElement("textarea-field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TextareaField(Fields fields) : Field(fields)
{
    public int Rows { get; set; } = 5;
    public int? Max { get; set; }
    public bool Code { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        base.Process(context, output);
        if (Max is null) return;
        output.Attributes.SetAttribute("class", output.Attributes["class"].Value + " govuk-character-count");
        output.Attributes.SetAttribute("data-module", "govuk-character-count");
        output.Attributes.SetAttribute("data-maxlength", Max);
    }

    protected override IHtmlContent Body()
    {
        var css = "govuk-textarea" + ErrorClass("govuk-textarea--error") + (Max is null ? "" : " govuk-js-character-count") + (Code ? " app-code" : "");
        var described = string.Join(' ', new[] { DescribedBy, Max is null ? null : $"{Id}-info" }.OfType<string>());
        return Html.Of($"""
            {LabelHtml}{HintAndError}
            <textarea class="{css}" id="{Id}" name="{Name}" rows="{Rows}"{Html.When(described != "", $" aria-describedby=\"{described}\"")}{Html.When(Code, $" spellcheck=\"false\"")}>
            {Value}</textarea>
            {Html.When(Max is not null, $"<div id=\"{Id}-info\" class=\"govuk-hint govuk-character-count__message\">You can enter up to {Max:N0} characters</div>")}
            """);
    }
}

/// <summary>A file to send, or several. The form needs <c>enctype="multipart/form-data"</c>.</summary>
[HtmlTargetElement("file-field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FileField(Fields fields) : Field(fields)
{
    public string? Accept { get; set; }
    public bool Multiple { get; set; }

    protected override IHtmlContent Body() => Html.Of($"""
        {LabelHtml}{HintAndError}
        <input class="govuk-file-upload{ErrorClass("govuk-file-upload--error")}" id="{Id}" name="{Name}" type="file"{Html.When(Multiple, $" multiple")}{Described}{Html.When(Accept is not null, $" accept=\"{Accept}\"")}>
        """);
}
