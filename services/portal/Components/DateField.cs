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
        var date = Read(context.ModelState, context.ModelName, context.ModelMetadata.DisplayName ?? "The date", context.ValueProvider.GetValue);
        if (date is not null || !context.ModelState.TryGetValue(context.ModelName, out var found) || found.Errors.Count == 0)
            context.Result = ModelBindingResult.Success(date);
        return Task.CompletedTask;
    }

    /// <summary>For a page that reads its address itself, so that what is wrong there stands at the field as well.</summary>
    public static DateOnly? Read(ModelStateDictionary state, string name, string label, Func<string, ValueProviderResult> value)
    {
        var typed = new[] { "Day", "Month", "Year" }.ToDictionary(part => part, part => Read(state, $"{name}.{part}", value));
        var missing = typed.Where(part => part.Value == "").Select(part => part.Key.ToLowerInvariant()).ToList();
        if (missing.Count == 3) return null;
        if (missing.Count > 0) state.TryAddModelError(name, $"{label} must include a {string.Join(" and a ", missing)}");
        else if (Parse(typed) is { } date) return date;
        else state.TryAddModelError(name, $"{label} must be a real date, like 27 3 2027");
        return null;
    }

    private static string Read(ModelStateDictionary state, string key, Func<string, ValueProviderResult> values)
    {
        var value = values(key);
        if (value != ValueProviderResult.None)
        {
            state.SetModelValue(key, value);
            state.MarkFieldValid(key);   // nothing else looks at it, and a field that was not looked at makes the form invalid without a word
        }
        return value.FirstValue?.Trim() ?? "";
    }

    private static DateOnly? Parse(Dictionary<string, string> typed) =>
        DateOnly.TryParseExact($"{typed["Year"]}-{typed["Month"]}-{typed["Day"]}", "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
}
