using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Charter.ServiceDefaults;

/// <summary>A page of a list.</summary>
/// <param name="Items">At most the size asked for.</param>
/// <param name="Next">Value for <c>after</c> that gives the next page; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Keyset paging: a page starts after the sort key of the last item of the page before, so its cost does not grow with the list.</summary>
public static class Paging
{
    /// <summary>Items on a page when nothing is asked for.</summary>
    public const int DefaultSize = 25;
    /// <summary>Most items on a page.</summary>
    public const int LargestSize = 100;

    /// <summary>The size asked for, 25 when none; 400 on <c>size</c> outside 1 to 100.</summary>
    public static int Size(int? asked) => asked switch
    {
        null => DefaultSize,
        >= 1 and <= LargestSize => asked.Value,
        _ => throw InvalidRequest.For("size", $"This must be a whole number from 1 to {LargestSize}."),
    };

    /// <summary>Reads a cursor made by <see cref="Page"/>; 400 on <c>after</c> when it was not.</summary>
    public static TKey? After<TKey>(string? cursor) where TKey : struct
    {
        if (string.IsNullOrEmpty(cursor))
            return null;
        try
        {
            using var json = JsonDocument.Parse(WebEncoders.Base64UrlDecode(cursor));
            if (json.RootElement.ValueKind == JsonValueKind.Object && !IsWhole<TKey>(json.RootElement))
                throw new FormatException("This is no key of ours.");
            return json.Deserialize<TKey>();
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            throw InvalidRequest.For("after", "This is not a cursor. Use the value of next from the page before.");
        }
    }

    private static bool IsWhole<TKey>(JsonElement key) =>
        typeof(TKey).GetProperties().All(p => key.TryGetProperty(p.Name, out var part) && part.ValueKind != JsonValueKind.Null
            && (part.ValueKind != JsonValueKind.String || !part.GetString()!.Any(char.IsControl)));

    /// <summary>Cuts a list that was read with one item more than the size.</summary>
    public static Page<T> Page<T, TKey>(List<T> read, int size, Func<T, TKey> key) where TKey : struct
    {
        if (read.Count <= size)
            return new(read, null);
        read.RemoveRange(size, read.Count - size);
        return new(read, WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(key(read[^1]))));
    }
}
