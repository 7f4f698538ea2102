using System.Globalization;

namespace Charter.ServiceDefaults;

/// <summary>What may stand in text that people give, wherever it comes from: a body, a form or a file.</summary>
public static class PlainText
{
    /// <summary>It can be stored, and reads as what it is: no control characters but those of lines and tabs, nothing that turns the direction of text, no broken Unicode.</summary>
    public static bool IsPlain(string text) =>
        !text.Any(c => (char.IsControl(c) && c is not ('\n' or '\r' or '\t')) || c is '\uFFFE' or '\uFFFF' || IsDirectionControl(c)) && !HasLoneSurrogate(text);

    /// <summary>It is plain, and has one line without tabs.</summary>
    public static bool IsPlainLine(string text) => IsPlain(text) && !text.Any(char.IsControl);

    /// <summary>The text without what <see cref="IsPlainLine"/> forbids, to be quoted in a message.</summary>
    public static string Quotable(string text) => new([.. text.Where(c => !char.IsControl(c) && !char.IsSurrogate(c) && c is not ('\uFFFE' or '\uFFFF') && !IsDirectionControl(c))]);

    /// <summary>The beginning of a text that is too long. Half of a character beyond the first 65,536 is no text, and no database takes it.</summary>
    public static string Cut(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    internal static bool IsVisible(char c) => !char.IsWhiteSpace(c) && !char.IsControl(c) && char.GetUnicodeCategory(c) != UnicodeCategory.Format;

    // what turns the direction of text makes a name read as another
    private static bool IsDirectionControl(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
                return true;
        return false;
    }
}
