using System.Collections.Frozen;
using System.ComponentModel.DataAnnotations;
using System.Text;
using Charter.ServiceDefaults;

namespace Charter.Identity.Accounts;

/// <summary>
/// What a password has to be (NIST SP 800-63B-4, section 3.1.1.2): long, of any characters, and not one that somebody would try who knows what people
/// choose, or who the person is. Whoever has chosen one is never asked to change it without a reason.
/// </summary>
internal static class PasswordRules
{
    public const int Shortest = 12;
    public const int Longest = 128;
    /// <summary>So much has to be there beside what anybody could guess.</summary>
    private const int OwnPart = 8;
    private const int ShortestWord = 4;

    private static readonly FrozenSet<string> Common = Read();
    private static readonly string[] OfTheService = ["charter", "socialvalue", "signatory", "registrar", "register"];
    private static readonly Dictionary<char, char> Disguises = new() { ['0'] = 'o', ['1'] = 'l', ['3'] = 'e', ['4'] = 'a', ['5'] = 's', ['7'] = 't', ['@'] = 'a', ['$'] = 's', ['!'] = 'i' };

    /// <summary>One form for what looks the same, whatever the keyboard made of it.</summary>
    public static string Normal(string password) => password.Normalize(NormalizationForm.FormKC);

    /// <summary>400 on the field unless the password may be used.</summary>
    /// <param name="password">As it was typed.</param>
    /// <param name="field">Where it stands in the request.</param>
    /// <param name="own">What is known of the person: name, e-mail address.</param>
    public static void Check(string password, string field, params string?[] own)
    {
        if (WhatIsWrong(password, own) is { } wrong)
            throw InvalidRequest.For(field, wrong);
    }

    /// <summary>The same for the rules of a request.</summary>
    public static IEnumerable<ValidationResult> Judge(string? password, string field, params string?[] own) =>
        !string.IsNullOrWhiteSpace(password) && WhatIsWrong(password, own) is { } wrong ? [new(wrong, [field])] : [];

    private static string? WhatIsWrong(string password, string?[] own)
    {
        if (!IsWhole(password))
            return null;   // what is no text at all is said by the rules for every text
        var normal = Normal(password);
        var characters = normal.EnumerateRunes().Count();
        if (characters < Shortest)
            return $"Choose a password of at least {Shortest} characters. Three random words make a good one.";
        if (characters > Longest)
            return $"Choose a password of at most {Longest} characters.";
        if (IsGuessable(normal))
            return "Many people use a password like this one, so it is among the first to be tried. Choose another one, such as three random words.";
        var rest = Own(own).Aggregate(Folded(normal), (left, word) => left.Replace(word, "", StringComparison.Ordinal));
        return rest.Length < Folded(normal).Length && (rest.Length < OwnPart || IsGuessable(rest))
            ? "This is little more than your name, your e-mail address or the name of this service. Choose another password, such as three random words."
            : null;
    }

    private static bool IsWhole(string text) => text.EnumerateRunes().Count(rune => rune == Rune.ReplacementChar) == text.Count(c => c == '\uFFFD');

    /// <summary>It is on the list, with figures and signs around it or not, or follows a simple pattern.</summary>
    private static bool IsGuessable(string normal)
    {
        if (IsPlain(Folded(normal)) || IsPlain(normal))
            return true;
        var word = Core(normal);
        var around = Folded(normal).Length - Folded(word).Length;
        return Folded(word).Length >= ShortestWord && (IsPlainOrTwo(Folded(word)) || IsPlainOrTwo(Folded(Undisguised(word))))
            && (around < OwnPart || IsPlain(Folded(normal).Replace(Folded(word), "", StringComparison.Ordinal)));
    }

    /// <summary>Two that everybody would try are tried together too; three are more than anybody gets through.</summary>
    private static bool IsPlainOrTwo(string text) => IsPlain(text)
        || Enumerable.Range(ShortestWord, Math.Max(0, text.Length - 2 * ShortestWord + 1)).Any(cut => IsPlain(text[..cut]) && IsPlain(text[cut..]));

    /// <summary>On the list, or made of a few characters again and again (abcabcabc), or a run of neighbours (abcdefgh).</summary>
    private static bool IsPlain(string text) => Common.Contains(text) || IsRun(text) || Enumerable.Range(1, text.Length / 2)
        .Any(length => text.Length % length == 0 && (length <= ShortestWord || Common.Contains(text[..length])) && text == string.Concat(Enumerable.Repeat(text[..length], text.Length / length)));

    private static bool IsRun(string text) => text.Length >= ShortestWord && (text.Zip(text.Skip(1)).All(p => p.Second - p.First == 1) || text.Zip(text.Skip(1)).All(p => p.First - p.Second == 1));

    /// <summary>Without the figures and signs before and after it.</summary>
    private static string Core(string text)
    {
        var first = 0;
        var last = text.Length;
        while (first < last && !char.IsLetter(text[first]))
            first++;
        while (last > first && !char.IsLetter(text[last - 1]))
            last--;
        return text[first..last];
    }

    private static string Undisguised(string text) => string.Concat(text.Select(c => Disguises.GetValueOrDefault(c, c)));

    private static string Folded(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static IEnumerable<string> Own(string?[] own) => own.OfType<string>()
        .SelectMany(text => text.Split('@')[0] is var shown ? shown.Split([' ', '.', '-', '_', '+', '\''], StringSplitOptions.RemoveEmptyEntries).Append(shown) : [])
        .Concat(OfTheService).Select(word => Folded(Normal(word))).Where(word => word.Length >= ShortestWord).OrderByDescending(word => word.Length);

    private static FrozenSet<string> Read()
    {
        using var reader = new StreamReader(typeof(PasswordRules).Assembly.GetManifestResourceStream("CommonPasswords.txt")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToFrozenSet();
    }
}
