using System.Globalization;

namespace Charter.Pledges.Evidence;

/// <summary>Names of files as people gave them: shown and offered for saving, never used as a path.</summary>
internal static class FileNames
{
    private const int Longest = 150;

    /// <summary>Keeps the last part of a path, without what cannot be seen, turns the direction of writing or means something to a file system.</summary>
    public static string Clean(string? given)
    {
        var name = string.Concat((given ?? "").Split('/', '\\')[^1].EnumerateRunes().Where(IsVisible).Select(r => r.ToString()));
        name = string.Join(' ', name.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Trim('.', ' ');
        var extension = Path.GetExtension(name);
        if (name.Length <= Longest)
            return name.Length == 0 ? "file" : name;
        var stem = new StringInfo(name[..(Longest - Math.Min(extension.Length, 10))]);
        return stem.SubstringByTextElements(0, stem.LengthInTextElements - 1) + extension[..Math.Min(extension.Length, 10)];
    }

    private static bool IsVisible(System.Text.Rune rune) =>
        System.Text.Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && rune.Value is not ('"' or '<' or '>' or '|' or '*' or '?' or ':' or 0xFFFD);
}
