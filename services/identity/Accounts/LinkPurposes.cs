namespace Charter.Identity.Accounts;

/// <summary>What a <see cref="OneTimeLink"/> can be for; a link for one is worth nothing for another.</summary>
internal static class LinkPurposes
{
    /// <summary>Subject: the <see cref="SignUp"/>.</summary>
    public const string ConfirmAccount = "confirm-account";
    /// <summary>Subject: the account.</summary>
    public const string ResetPassword = "reset-password";
    /// <summary>Subject: the account; data: the new address.</summary>
    public const string ChangeAddress = "change-address";
    /// <summary>Subject: the account; data: the address that it had.</summary>
    public const string UndoAddress = "undo-address";

    /// <summary>What the data of the last two holds.</summary>
    internal sealed record Address(string Email);
}
