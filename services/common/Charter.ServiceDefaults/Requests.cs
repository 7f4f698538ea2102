using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
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
        if (value is string text && !text.Any(IsVisible) && field.Required is { } required)
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

    private static bool IsVisible(char c) => !char.IsWhiteSpace(c) && !char.IsControl(c) && char.GetUnicodeCategory(c) != UnicodeCategory.Format;

    // what turns the direction of text makes a name read as another
    private static bool IsDirectionControl(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static void CheckText(string? text, string path, IDictionary<string, string[]> errors)
    {
        if (text is null)
            return;
        if (text.Length > LongestText)
            errors[path] = [$"This may be at most {LongestText:N0} characters long."];
        else if (text.Any(c => (char.IsControl(c) && c is not ('\n' or '\r' or '\t')) || c is '\uFFFE' or '\uFFFF' || IsDirectionControl(c)) || HasLoneSurrogate(text))
            errors[path] = ["This may hold only text: it has control characters or broken Unicode."];
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
                return true;
        return false;
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

/// <summary>Reads what an endpoint takes apart itself, by the rules that hold for every body.</summary>
public static class JsonRules
{
    /// <summary>The value; or null, and every bad field with what is wrong: JSON path → sentences.</summary>
    public static T? Read<T>(JsonElement body, JsonSerializerOptions json, out IDictionary<string, string[]> errors) where T : class
    {
        errors = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        BadRequests.Walk(body, typeof(T), "", json, errors);
        return errors.Count == 0 ? body.Deserialize<T>(json) : null;
    }
}

/// <summary>Finds out why the framework could not bind a request, so that the answer names each field.</summary>
internal static class BadRequests
{
    internal static async Task<IDictionary<string, string[]>> Explain(HttpContext http, CancellationToken cancel)
    {
        var errors = new FieldErrors();
        var failed = http.Features.Get<IExceptionHandlerFeature>();   // the handler middleware has cleared the endpoint itself
        var metadata = failed?.Endpoint?.Metadata;
        foreach (var parameter in metadata?.GetOrderedMetadata<IParameterBindingMetadata>() ?? [])
        {
            var given = failed!.RouteValues?.TryGetValue(parameter.Name, out var route) == true ? route as string : http.Request.Query[parameter.Name].FirstOrDefault();
            var type = Nullable.GetUnderlyingType(parameter.ParameterInfo.ParameterType) ?? parameter.ParameterInfo.ParameterType;
            if (given is not null && parameter.HasTryParse && !CanParse(type, given))
                errors[parameter.Name] = [RuleOf(type)];
        }
        if (errors.Count == 0 && metadata?.GetMetadata<IAcceptsMetadata>()?.RequestType is { } body && http.Request.Body.CanSeek)
        {
            http.Request.Body.Position = 0;
            var json = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
            try
            {
                using var document = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: cancel);
                Walk(document.RootElement, body, "", json, errors);
            }
            catch (JsonException e)
            {
                errors["$"] = [$"The body is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})."];
            }
        }
        if (errors.Count == 0)
            errors["$"] = ["The request could not be read. Compare it with the API document."];
        return errors;
    }

    internal static void Walk(JsonElement element, Type type, string path, JsonSerializerOptions json, IDictionary<string, string[]> errors)
    {
        var fields = RequestRules.FieldsOf(type, json);
        if (fields.Length > 0)
        {
            if (element.ValueKind != JsonValueKind.Object)
            {
                errors[path.Length == 0 ? "$" : path] = ["This must be an object."];
                return;
            }
            var before = errors.Count;
            foreach (var field in fields)
            {
                var at = RequestRules.Join(path, field.Json.Name);
                if (element.EnumerateObject().LastOrDefault(p => string.Equals(p.Name, field.Json.Name, StringComparison.OrdinalIgnoreCase)) is { Value.ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } found)
                    Read(found.Value, field, at, json, errors);
                else if (field.Missing is { } missing && (!field.Json.IsGetNullable || field.Required is not null))
                    errors[at] = [missing];
            }
            if (errors.Count == before && element.Deserialize(type, json) is { } whole)
                RequestRules.Check(whole, path, json, errors);
        }
        else if (ItemOf(type) is { } item && element.ValueKind == JsonValueKind.Array)
        {
            var i = 0;
            foreach (var child in element.EnumerateArray())
            {
                if (child.ValueKind == JsonValueKind.String && IsBlank(child))
                    errors[$"{path}[{i}]"] = ["This may not be empty."];
                else
                    Walk(child, item, $"{path}[{i}]", json, errors);
                i++;
            }
        }
        else
        {
            try
            {
                if (element.Deserialize(type, json) is null)
                    errors[path] = ["This may not be empty."];
            }
            catch (JsonException)
            {
                errors[path.Length == 0 ? "$" : path] = [RuleOf(type)];
            }
        }
    }

    private static bool IsBlank(JsonElement text)
    {
        try
        {
            return string.IsNullOrWhiteSpace(text.GetString());
        }
        catch (InvalidOperationException)
        {
            return false;   // half a surrogate pair: text, if broken, which is said where it is read
        }
    }

    private static void Read(JsonElement element, RequestRules.Field field, string path, JsonSerializerOptions json, IDictionary<string, string[]> errors)
    {
        var before = errors.Count;
        Walk(element, field.Json.PropertyType, path, json, errors);
        if (errors.Count != before)
            return;
        try
        {
            RequestRules.CheckField(field, element.Deserialize(field.Json.PropertyType, json), path, json, errors);
        }
        catch (JsonException)
        {
            errors[path] = [RuleOf(field.Json.PropertyType)];
        }
    }

    private static Type? ItemOf(Type type) => type == typeof(string) ? null
        : type.IsArray ? type.GetElementType()
        : type.GetInterfaces().Append(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];

    private static bool CanParse(Type type, string value) =>
        type.IsEnum ? Enum.TryParse(type, value, true, out _)
        : type.GetMethod("TryParse", [typeof(string), type.MakeByRefType()]) is not { } parse || (bool)parse.Invoke(null, [value, null])!;

    private static string RuleOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(Guid) ? "This must be an id such as 01988f6e-7a51-7c3e-9d3a-2f1f5c1f9a10."
            : type == typeof(DateOnly) ? "This must be a date such as 2026-11-21."
            : type == typeof(DateTimeOffset) || type == typeof(DateTime) ? "This must be a date and time such as 2026-11-21T09:30:00Z."
            : type == typeof(int) || type == typeof(long) ? "This must be a whole number."
            : type == typeof(decimal) || type == typeof(double) ? "This must be a number."
            : type == typeof(bool) ? "This must be true or false."
            : type == typeof(string) ? "This must be text."
            : ItemOf(type) is not null ? "This must be a list."
            : "This has the wrong form.";
    }
}
