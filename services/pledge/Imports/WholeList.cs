using System.Text.Json;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charter.Pledges.Imports;

/// <summary>In what order lists of what was brought in can be read.</summary>
internal static class ListOrders
{
    public const string Newest = "newest";
    public const string Largest = "largest";

    public static readonly string[] All = [Newest, Largest];
}

/// <summary>Gathers what is wrong in the filter of a list, so that every field is named at once.</summary>
internal sealed class ListErrors
{
    private readonly SortedDictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    public void Days(DateOnly? from, DateOnly? until)
    {
        if (until < from)
            _errors["until"] = ["This must not be before the first day."];
    }

    public void Word(string field, string? word, IReadOnlyList<string> words)
    {
        if (!string.IsNullOrEmpty(word) && !words.Contains(word))
            _errors[field] = [$"Choose one of these: {string.Join(", ", words)}."];
    }

    public void Throw()
    {
        if (_errors.Count > 0)
            throw new InvalidRequest(_errors);
    }
}

/// <summary>A list as one file. It is sent as it is read, so that nobody holds the whole.</summary>
internal static class WholeList
{
    public static PushStreamHttpResult AsJson<T>(IAsyncEnumerable<T> rows, string name, HttpContext http) =>
        TypedResults.Stream(body => JsonSerializer.SerializeAsync(body, rows, JsonSerializerOptions.Web, http.RequestAborted), "application/json; charset=utf-8", name);
}
