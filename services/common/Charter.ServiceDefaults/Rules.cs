using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net.Mail;

namespace Charter.ServiceDefaults;

/// <summary>The text is one of a closed list of words, as in <c>Charter.Contracts</c>.</summary>
/// <param name="what">What is chosen, for the message: "a sector".</param>
/// <param name="words">The class that holds the list in a static property <c>All</c>.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class OneOfAttribute(string what, Type words) : ValidationAttribute
{
    /// <summary>The list.</summary>
    public IReadOnlyList<string> All { get; } = (IReadOnlyList<string>)words.GetProperty("All")!.GetValue(null)!;

    /// <summary>What to say when nothing was chosen.</summary>
    public string Choose => $"Choose {what}.";

    /// <inheritdoc />
    public override bool IsValid(object? value) => value is null || (value is string word && All.Contains(word));

    /// <inheritdoc />
    public override string FormatErrorMessage(string name) => $"Choose {what}: {string.Join(", ", All)}.";
}

/// <summary>The text has at most so many characters once trimmed, and stands on one line unless it may have more than 300.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class AtMostAttribute(int characters) : ValidationAttribute
{
    /// <summary>The longest text allowed.</summary>
    public int Characters { get; } = characters;

    private const int LongestLine = 300;

    /// <inheritdoc />
    protected override ValidationResult? IsValid(object? value, ValidationContext context) =>
        value is not string text ? ValidationResult.Success
        : text.Trim().Length > Characters ? new($"This may be at most {Characters.ToString("N0", CultureInfo.InvariantCulture)} characters long.")
        : Characters <= LongestLine && text.AsSpan().Trim().IndexOfAny('\r', '\n') >= 0 ? new("This may have one line only.")
        : ValidationResult.Success;
}

/// <summary>The text has the form of an e-mail address of at most 254 characters (RFC 5321, section 4.5.3.1) to which a mail can be sent.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class EmailAttribute : ValidationAttribute
{
    private const int Longest = 254;

    /// <inheritdoc />
    public override bool IsValid(object? value) => value is not string text || HasForm(text.Trim());

    /// <inheritdoc />
    public override string FormatErrorMessage(string name) => "Enter an e-mail address such as name@example.org.";

    private static bool HasForm(string text) =>
        text.Length <= Longest && text.Split('@') is [{ Length: > 0 and <= 64 }, { Length: >= 3 } domain]
        && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is ',' or ';' or '<' or '>' or '"')
        && domain.Contains('.') && domain.Split('.').All(part => part.Length > 0) && MailAddress.TryCreate(text, out _);
}

/// <summary>A rule is broken, and what was meant is all but certain: the answer offers it under <c>suggestions</c>, by the path of the field.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="member">The field, relative to the record that is checked.</param>
/// <param name="suggestion">What was probably meant, in the form in which it can be sent.</param>
public sealed class Repairable(string message, string member, object suggestion) : ValidationResult(message, [member])
{
    /// <summary>What was probably meant.</summary>
    public object Suggestion { get; } = suggestion;
}

/// <summary>The list has between so many and so many entries, none of them twice.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class EntriesAttribute(int least, int most) : ValidationAttribute
{
    /// <summary>What an entry is, for the message: "place".</summary>
    public string What { get; init; } = "entry";

    /// <inheritdoc />
    protected override ValidationResult? IsValid(object? value, ValidationContext context)
    {
        if (value is not System.Collections.IEnumerable list)
            return ValidationResult.Success;
        var entries = list.Cast<object?>().ToArray();
        return entries.Length < least ? new($"Give at least {(least == 1 ? "one" : least)} {What}.")
            : entries.Length > most ? new($"This may have at most {most} entries.")
            : entries.Distinct().Count() < entries.Length ? new("The same entry stands here twice.")
            : ValidationResult.Success;
    }
}
