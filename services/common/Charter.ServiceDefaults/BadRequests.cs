using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Charter.ServiceDefaults;

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
