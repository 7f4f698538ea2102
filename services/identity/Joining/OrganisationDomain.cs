namespace Charter.Identity.Joining;

/// <summary>
/// A domain of e-mail addresses that an organisation states as its own. Once verified, whoever has a confirmed address there can ask to join. It is verified
/// at once when the signatory who states it has a confirmed address there and no other organisation has it verified; everything else a registrar judges.
/// </summary>
internal sealed class OrganisationDomain
{
    public Guid OrganisationId { get; init; }
    /// <summary>Lower-case, as it stands after the @.</summary>
    public required string Domain { get; init; }
    public Guid StatedBy { get; init; }
    public DateTimeOffset StatedAt { get; init; }
    public DateTimeOffset? VerifiedAt { get; private set; }
    /// <summary>The registrar, or the signatory whose address was enough.</summary>
    public Guid? VerifiedBy { get; private set; }

    public void Verify(Guid by, DateTimeOffset now)
    {
        if (VerifiedAt is not null)
            throw IdentityErrors.DomainVerified();
        (VerifiedAt, VerifiedBy) = (now, by);
    }

    /// <summary>What stands after the @ of an address.</summary>
    public static string Of(string email) => email[(email.LastIndexOf('@') + 1)..].Trim().ToLowerInvariant();

    /// <summary>A domain as somebody typed it, perhaps with an @ before it; null when it has not the form of one.</summary>
    public static string? Parse(string typed)
    {
        var domain = typed.Trim().TrimStart('@').TrimEnd('.').ToLowerInvariant();
        return domain.Length <= 253 && domain.Contains('.') && domain.Split('.').All(IsLabel) && domain.Split('.')[^1].Any(char.IsAsciiLetter) ? domain : null;
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && label[0] != '-' && label[^1] != '-';
}
