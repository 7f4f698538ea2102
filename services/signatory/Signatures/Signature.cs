using Charter.Contracts;
using Charter.ServiceDefaults;
using Charter.Signatories.Charters;
using Charter.Signatories.Organisations;

namespace Charter.Signatories.Signatures;

/// <summary>A named person bound one organisation to one exact version of a charter. Never changed.</summary>
internal sealed class Signature
{
    private Signature() { }

    public Guid Id { get; private init; }
    public Guid CharterId { get; private init; }
    public int CharterVersion { get; private init; }
    public string ContentHash { get; private init; } = "";
    public Guid OrganisationId { get; private init; }
    public Guid SignedBy { get; private init; }
    public string SignatoryName { get; private init; } = "";
    public string SignatoryRole { get; private init; } = "";
    public string SignatoryEmail { get; private init; } = "";
    public bool ConsentsToPublish { get; private init; }
    public DateTimeOffset SignedAt { get; private init; }
    public DateOnly SignedOn { get; private init; }

    /// <param name="current">Number of the version in force today, if any.</param>
    /// <param name="contentHash">Hash of the text that the signatory read.</param>
    public static Signature Sign(CharterVersion version, int? current, string contentHash, Organisation organisation, SignCharter.Signatory signatory, Caller caller, DateTimeOffset now)
    {
        if (!organisation.IsConfirmed)
            throw SignatoryErrors.NotConfirmed();
        if (current > version.Number)
            throw SignatoryErrors.Superseded(current.Value);
        if (version.InForceFrom > now.LocalDay())
            throw SignatoryErrors.NotInForce(version.InForceFrom.Value);
        if (!string.Equals(contentHash, version.ContentHash, StringComparison.OrdinalIgnoreCase))
            throw SignatoryErrors.ContentDiffers();
        return new()
        {
            Id = Guid.CreateVersion7(now),
            CharterId = version.CharterId,
            CharterVersion = version.Number,
            ContentHash = version.ContentHash,
            OrganisationId = organisation.Id,
            SignedBy = caller.Subject,
            SignatoryName = signatory.Name.Trim(),
            SignatoryRole = signatory.Role.Trim(),
            SignatoryEmail = caller.Email,
            ConsentsToPublish = signatory.ConsentsToPublish,
            SignedAt = now,
            SignedOn = now.LocalDay(),
        };
    }

    /// <summary>What was published of the signature. An organisation's facts do not change, so they are those of the day of signing.</summary>
    public CharterSigned Signing(Organisation organisation) => new CharterSigned(Id, CharterId, CharterVersion, ContentHash, organisation.Id, organisation.Name,
        organisation.Sector, organisation.Kind, organisation.SizeBand, organisation.Places, SignedOn, SignedBy, SignedAt);
}
