using System.ComponentModel.DataAnnotations;

namespace Charter.Identity.Accounts;

/// <summary>A name that others are shown and mails greet with: whoever gives it must not be able to send an address or a message with it.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class PersonNameAttribute : ValidationAttribute
{
    public const int Longest = 100;
    private static readonly string[] Signs = ["<", ">", "@", "/", "\\", ":", "www."];

    public override bool IsValid(object? value) => value is not string text || !Signs.Any(sign => text.Contains(sign, StringComparison.OrdinalIgnoreCase));

    public override string FormatErrorMessage(string name) => "Enter a name, without an address in it.";
}
