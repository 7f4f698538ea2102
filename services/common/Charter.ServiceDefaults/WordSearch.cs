using System.Text.RegularExpressions;

namespace Charter.ServiceDefaults;

/// <summary>Search by words, the same in every list that takes <c>q</c>.</summary>
public static partial class WordSearch
{
    private const int Most = 8;

    /// <summary>
    /// The <c>tsquery</c> for what a person typed, to be read with the <c>simple</c> configuration: each word is the beginning of a word, and all
    /// must be there, so that "salf coun" finds Salford City Council. Null when there is no word in it. In a LINQ query it stands as
    /// <c>EF.Constant</c>: the plan has to depend on how frequent the words are.
    /// </summary>
    public static string? Of(string? typed) =>
        Word().Matches(typed ?? "").Take(Most).Select(w => $"{w.Value}:*").ToArray() is { Length: > 0 } words ? string.Join(" & ", words) : null;

    [GeneratedRegex(@"[\p{L}\p{Nd}]+")] private static partial Regex Word();
}
