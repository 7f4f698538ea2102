using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Charter.ServiceDefaults;

/// <summary>
/// Checks request bodies against the validation attributes on their record, to any depth, and text against what can be stored.
/// The framework's own validation stops at the first field that has the wrong type; this lists every bad field at once.
/// </summary>
internal static class RequestRules
{
    private const int LongestText = 20_000;
    private static readonly ConcurrentDictionary<(Type, JsonSerializerOptions), Field[]> Known = new();

    internal sealed record Field(JsonPropertyInfo Json, ValidationAttribute[] Rules, string? Required)
    {
        public string? Missing => Required ?? (Json.IsRequired || Json.AssociatedParameter is { HasDefaultValue: false }
            ? Rules.OfType<OneOfAttribute>().FirstOrDefault()?.Choose ?? "This is required."
            : null);
    }

    internal static Field[] FieldsOf(Type type, JsonSerializerOptions json) => Known.GetOrAdd((type, json), _ =>
        json.GetTypeInfo(type) is { Kind: JsonTypeInfoKind.Object } info
            ? [.. info.Properties.Select(p =>
            {
                var rules = Attributes(p.AttributeProvider).Concat(Attributes(p.AssociatedParameter?.AttributeProvider)).ToArray();
                return new Field(p, [.. rules.Where(r => r is not RequiredAttribute)], rules.OfType<RequiredAttribute>().FirstOrDefault()?.ErrorMessage);
            })]
            : []);

    private static IEnumerable<ValidationAttribute> Attributes(ICustomAttributeProvider? from) =>
        from?.GetCustomAttributes(typeof(ValidationAttribute), inherit: true).Cast<ValidationAttribute>() ?? [];

    /// <summary>Endpoint filter: every argument that came from a body, form or query is checked before the handler runs.</summary>
    internal static EndpointFilterDelegate Filter(EndpointFilterFactoryContext endpoint, EndpointFilterDelegate next)
    {
        var isService = endpoint.ApplicationServices.GetRequiredService<IServiceProviderIsService>();
        var json = endpoint.ApplicationServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var names = endpoint.MethodInfo.GetParameters();
        var bodies = names.Where(p => p.ParameterType is { IsClass: true } t && t.Assembly.GetName().Name!.StartsWith("Charter.", StringComparison.Ordinal)
            && t != typeof(Caller) && !isService.IsService(t)).Select(p => p.Position).ToArray();
        var texts = names.Where(p => p.ParameterType == typeof(string)).Select(p => p.Position).ToArray();
        if (bodies.Length + texts.Length == 0)
            return next;
        return call =>
        {
            var errors = new FieldErrors();
            foreach (var i in texts)
                CheckText(call.Arguments[i] as string, names[i].Name!, errors);
            foreach (var i in bodies)
                if (call.Arguments[i] is { } body)
                    Check(body, "", json, errors);
            return errors.Count > 0 ? throw new InvalidRequest(errors, errors.Facts) : next(call);
        };
    }

    internal static void Check(object value, string path, JsonSerializerOptions json, IDictionary<string, string[]> errors)
    {
        switch (value)
        {
            case string text:
                CheckText(text, path, errors);
                break;
            case IDictionary:
                break;
            case IEnumerable list:
                var i = 0;
                foreach (var item in list)
                {
                    if (item is null || (item is string entry && string.IsNullOrWhiteSpace(entry)))
                        errors[$"{path}[{i}]"] = ["This may not be empty."];
                    else
                        Check(item, $"{path}[{i}]", json, errors);
                    i++;
                }
                break;
            case not null when value.GetType() is { IsClass: true } type && type.Assembly.GetName().Name!.StartsWith("Charter.", StringComparison.Ordinal):
                var fields = FieldsOf(type, json).Select(f => (Field: f, Value: f.Json.Get?.Invoke(value))).ToArray();
                foreach (var (field, given) in fields)
                    CheckField(field, given, Join(path, field.Json.Name), json, errors);
                // rules between fields may rely on lists without holes, which the type system cannot promise for what comes from outside
                if (value is IValidatableObject whole && !fields.Any(f => HasHoles(f.Value)))
                    foreach (var result in whole.Validate(new ValidationContext(value)))
                        foreach (var member in result.MemberNames)
                            if (errors.TryAdd(Join(path, member), [result.ErrorMessage!]) && result is Repairable repairable && errors is FieldErrors named)
                                named.Suggestions[Join(path, member)] = repairable.Suggestion;
                break;
        }
    }

    internal static void CheckField(Field field, object? value, string path, JsonSerializerOptions json, IDictionary<string, string[]> errors)
    {
        if (value is null || (value is "" && (field.Required is not null || field.Json.IsGetNullable)))   // "" is a choice too, and a wrong one
        {
            if (field.Required is not null || (value is null && !field.Json.IsGetNullable))
                errors[path] = [field.Missing ?? "This is required."];
            return;
        }
        if (value is string text && !text.Any(PlainText.IsVisible) && field.Required is { } required)
        {
            errors[path] = [required];
            return;
        }
        if (HasHoles(value))
        {
            Check(value, path, json, errors);
            return;
        }
        var broken = field.Rules.Select(r => r.GetValidationResult(value, new ValidationContext(value) { DisplayName = field.Json.Name, MemberName = field.Json.Name }))
            .Where(r => r != ValidationResult.Success).Select(r => r!.ErrorMessage!).ToArray();
        if (broken.Length > 0)
            errors[path] = broken;
        else
            Check(value, path, json, errors);
    }

    private static bool HasHoles(object? value) => value is IEnumerable and not (string or IDictionary) && ((IEnumerable)value).Cast<object?>().Contains(null);

    private static void CheckText(string? text, string path, IDictionary<string, string[]> errors)
    {
        if (text is null)
            return;
        if (text.Length > LongestText)
            errors[path] = [$"This may be at most {LongestText:N0} characters long."];
        else if (!PlainText.IsPlain(text))
            errors[path] = ["This may hold only text: it has control characters or broken Unicode."];
    }

    internal static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}

/// <summary>Bad fields in the order of their names, with what was probably meant.</summary>
internal sealed class FieldErrors() : SortedDictionary<string, string[]>(StringComparer.Ordinal)
{
    public Dictionary<string, object> Suggestions { get; } = [];

    /// <summary>What the answer says of them beside the errors: <c>suggestions</c>, by field.</summary>
    public IReadOnlyDictionary<string, object> Facts => Suggestions.Count > 0 ? new Dictionary<string, object> { ["suggestions"] = Suggestions } : new Dictionary<string, object>();
}
