using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Charter.Signatories.Charters;

/// <summary>JSON in the one form of RFC 8785, so that anybody can compute the same hash from the content that the API shows.</summary>
internal static class CanonicalJson
{
    // beyond this a reader whose numbers are IEEE 754 doubles, as the RFC takes them to be, sees another one
    private const long LargestExact = 9_007_199_254_740_991;

    /// <summary>The canonical text. Numbers are whole and within ±(2^53 − 1), which RFC 8785 writes as plain digits; others are refused.</summary>
    public static string Of<T>(T value, JsonSerializerOptions options)
    {
        var text = new StringBuilder();
        Write(JsonSerializer.SerializeToElement(value, options), text);
        return text.ToString();
    }

    /// <summary>SHA-256 of the UTF-8 text as lower-case hex.</summary>
    public static string HashOf(string canonical) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));

    private static void Write(JsonElement element, StringBuilder text)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteAll('{', element.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal), '}', text, property =>
                {
                    WriteText(property.Name, text);
                    text.Append(':');
                    Write(property.Value, text);
                });
                break;
            case JsonValueKind.Array:
                WriteAll('[', element.EnumerateArray(), ']', text, item => Write(item, text));
                break;
            case JsonValueKind.String:
                WriteText(element.GetString()!, text);
                break;
            case JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null:
                text.Append(element.GetRawText());
                break;
            case JsonValueKind.Number when element.TryGetInt64(out var number) && number is >= -LargestExact and <= LargestExact:
                text.Append(number.ToString(CultureInfo.InvariantCulture));
                break;
            default:
                throw new NotSupportedException("Only whole numbers have a canonical form here.");
        }
    }

    private static void WriteAll<T>(char open, IEnumerable<T> items, char close, StringBuilder text, Action<T> write)
    {
        text.Append(open);
        var isFirst = true;
        foreach (var item in items)
        {
            if (!isFirst)
                text.Append(',');
            isFirst = false;
            write(item);
        }
        text.Append(close);
    }

    // RFC 8785, section 3.2.2.2: only what JSON forbids is escaped.
    private static void WriteText(string value, StringBuilder text)
    {
        text.Append('"');
        foreach (var c in value)
            text.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => c.ToString(),
            });
        text.Append('"');
    }
}
