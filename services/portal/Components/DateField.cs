using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Charter.Portal.Components;

/// <summary>A date people know, typed as day, month and year.</summary>
[HtmlTargetElement("date-field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class DateField(Fields fields) : Field(fields)
{
    protected override string FirstControlId => $"{Id}-Day";

    protected override IHtmlContent Body()
    {
        var date = For.Model as DateOnly?;
        return Fieldset(Html.Of($"""
            <div class="govuk-date-input" id="{Id}">{Part("Day", 2, date?.Day)}{Part("Month", 2, date?.Month)}{Part("Year", 4, date?.Year)}</div>
            """), "group");
    }

    private IHtmlContent Part(string part, int width, int? value) => Html.Of($"""
        <div class="govuk-date-input__item"><div class="govuk-form-group">
          <label class="govuk-label govuk-date-input__label" for="{Id}-{part}">{part}</label>
          <input class="govuk-input govuk-date-input__input govuk-input--width-{width}{ErrorClass("govuk-input--error")}" id="{Id}-{part}" name="{Name}.{part}" type="text" inputmode="numeric" value="{Typed($"{Name}.{part}") ?? value?.ToString(CultureInfo.InvariantCulture)}">
        </div></div>
        """);
}

/// <summary>Reads what <see cref="DateField"/> sends. Says which part is missing, or that there is no such day; keeps what was typed.</summary>
public sealed class DateBinder : IModelBinder, IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context) => context.Metadata.ModelType == typeof(DateOnly?) ? this : null;

    public Task BindModelAsync(ModelBindingContext context)
    {
        var typed = new[] { "Day", "Month", "Year" }.ToDictionary(part => part, part => Read(context, $"{context.ModelName}.{part}"));
        var missing = typed.Where(part => part.Value == "").Select(part => part.Key.ToLowerInvariant()).ToList();
        var label = context.ModelMetadata.DisplayName ?? "The date";
        if (missing.Count == 3) context.Result = ModelBindingResult.Success(null);
        else if (missing.Count > 0) context.ModelState.TryAddModelError(context.ModelName, $"{label} must include a {string.Join(" and a ", missing)}");
        else if (Parse(typed) is { } date) context.Result = ModelBindingResult.Success(date);
        else context.ModelState.TryAddModelError(context.ModelName, $"{label} must be a real date, like 27 3 2027");
        return Task.CompletedTask;
    }

    private static string Read(ModelBindingContext context, string key)
    {
        var value = context.ValueProvider.GetValue(key);
        if (value != ValueProviderResult.None)
        {
            context.ModelState.SetModelValue(key, value);
            context.ModelState.MarkFieldValid(key);   // nothing else looks at it, and a field that was not looked at makes the form invalid without a word
        }
        return value.FirstValue?.Trim() ?? "";
    }

    private static DateOnly? Parse(Dictionary<string, string> typed) =>
        DateOnly.TryParseExact($"{typed["Year"]}-{typed["Month"]}-{typed["Day"]}", "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
}
