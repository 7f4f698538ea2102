using Charter.Contracts;
using Charter.ServiceDefaults;
using Charter.Signatories.Charters;
using Charter.Signatories.Organisations;

namespace Charter.Signatories.Signatures;

/// <summary>
/// A named person bound one organisation to one exact version of a charter. What was signed never changes; the person may agree or not that the
/// public sees who it was, and is forgotten with the account.
/// </summary>
internal sealed class Signature
{
    private Signature() { }

    public Guid Id { get; private init; }
    public Guid CharterId { get; private init; }
    public int CharterVersion { get; private init; }
    public string ContentHash { get; private init; } = "";
    public Guid OrganisationId { get; private init; }
    public Guid SignedBy { get; private init; }
    /// <summary>Empty once the person has erased the account, as are role and address.</summary>
    public string SignatoryName { get; private set; } = "";
    public string SignatoryRole { get; private set; } = "";
    public string SignatoryEmail { get; private set; } = "";
    public bool ConsentsToPublish { get; private set; }
    public DateTimeOffset SignedAt { get; private init; }
    public DateOnly SignedOn { get; private init; }
    /// <summary>What the organisation was on that day: its kind decides which duties it took on.</summary>
    public string OrganisationName { get; private init; } = "";
    public string Sector { get; private init; } = "";
    public string Kind { get; private init; } = "";
    public string SizeBand { get; private init; } = "";
    public string[] Places { get; private init; } = [];
    /// <summary>Version of the organisation on that day.</summary>
    public int OrganisationVersion { get; private init; }

    /// <param name="current">Number of the version in force today, if any.</param>
    /// <param name="contentHash">Hash of the text that the signatory read.</param>
    public static Signature Sign(CharterVersion version, int? current, string contentHash, Organisation organisation, SignCharter.Signatory signatory, Caller caller, DateTimeOffset now)
    {
        if (!organisation.IsConfirmed)
            throw SignatoryErrors.NotConfirmed();
        if (organisation.IsSucceeded)
            throw SignatoryErrors.Succeeded();
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
            OrganisationName = organisation.Name,
            Sector = organisation.Sector,
            Kind = organisation.Kind,
            SizeBand = organisation.SizeBand,
            Places = organisation.Places,
            OrganisationVersion = organisation.Version,
        };
    }

    public bool IsNameWithheld => SignatoryName.Length == 0;

    /// <summary>The person who signed gives or withdraws consent to be named in public.</summary>
    public void Consent(bool toPublish) => ConsentsToPublish = toPublish;

    /// <summary>The person who signed erased the account: nothing here leads to them any more.</summary>
    public void WithholdName() => (SignatoryName, SignatoryRole, SignatoryEmail, ConsentsToPublish) = ("", "", "", false);

    /// <summary>What was published of the signature, with the facts of that day.</summary>
    public CharterSigned Signing() => new CharterSigned(Id, CharterId, CharterVersion, ContentHash, OrganisationId, OrganisationName,
        Sector, Kind, SizeBand, Places, SignedOn, SignedBy, SignedAt, OrganisationVersion);

    /// <summary>Facts of signatures from before they were kept with them; organisations could not change then. Also what an older replica leaves out while both run.</summary>
    public const string Facts = """
        create function keep_facts_with_signature() returns trigger language plpgsql as $$
        begin
          if new.organisation_version = 0 then
            select o.name, o.sector, o.kind, o.size_band, o.places, o.version
            into new.organisation_name, new.sector, new.kind, new.size_band, new.places, new.organisation_version
            from organisation o where o.id = new.organisation_id;
          end if;
          return new;
        end $$;
        create trigger keep_facts_with_signature before insert on signature for each row execute function keep_facts_with_signature();
        update signature s set organisation_name = o.name, sector = o.sector, kind = o.kind, size_band = o.size_band, places = o.places, organisation_version = o.version
        from organisation o where o.id = s.organisation_id;
        """;
}
