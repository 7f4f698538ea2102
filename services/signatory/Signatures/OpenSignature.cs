using Charter.ServiceDefaults;
using Charter.Signatories.Charters;
using Charter.Signatories.Organisations;

namespace Charter.Signatories.Signatures;

/// <summary>Why a signature that was begun never came into force.</summary>
internal static class OpenSignatureEnds
{
    public const string Abandoned = "abandoned";
    public const string Superseded = "superseded";
}

/// <summary>
/// A signature that waits for others: for the roles that the charter asks for, each signed by another person, and then for a registrar where it is to
/// be countersigned. Once nobody is missing it becomes a <see cref="Signature"/> with the same id and this goes. What ends otherwise forgets the people.
/// </summary>
internal sealed class OpenSignature
{
    /// <summary>What predecessors had begun before a succession ended it.</summary>
    public const string AbandonThoseOfPredecessors = """
        delete from open_signature_part p using open_signature s, organisation o where p.signature_id = s.id and s.ended_at is null and o.id = s.organisation_id and o.succession_id is not null;
        update open_signature s set ended_at = now(), end_reason = 'abandoned', waits_for_registrar = false
        from organisation o where o.id = s.organisation_id and o.succession_id is not null and s.ended_at is null;
        """;

    private readonly List<SignedPart> _parts = [];

    private OpenSignature() { }

    public Guid Id { get; private init; }
    public Guid CharterId { get; private init; }
    public int CharterVersion { get; private init; }
    public string ContentHash { get; private init; } = "";
    public Guid OrganisationId { get; private init; }
    /// <summary>Roles that must sign, as the version states them; empty where one authorised person signs.</summary>
    public string[] Roles { get; private init; } = [];
    public bool IsCountersigned { get; private init; }
    public DateTimeOffset StartedAt { get; private init; }
    /// <summary>A write to its own row with each part, so that of two people who sign at once one sees the other.</summary>
    public DateTimeOffset ChangedAt { get; private set; }
    /// <summary>Everybody has signed who had to; only the registrar is missing.</summary>
    public bool WaitsForRegistrar { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    /// <summary>One of <see cref="OpenSignatureEnds"/>.</summary>
    public string? EndReason { get; private set; }
    public IReadOnlyList<SignedPart> Parts => _parts;

    public bool IsComplete => _parts.Count == Math.Max(1, Roles.Length);

    /// <summary>Roles that have not been signed; none where any one person signs.</summary>
    public IEnumerable<string> Missing() => Roles.Where(role => _parts.All(p => p.Role != role));

    /// <summary>In the order in which the charter names the roles.</summary>
    public IReadOnlyList<SignedPart> InOrder() => [.. _parts.OrderBy(p => Array.IndexOf(Roles, p.Role))];

    /// <param name="current">Number of the version in force today, if any.</param>
    /// <param name="contentHash">Hash of the text that the signatory read.</param>
    public static void Check(PublishedVersion version, int? current, string contentHash, Organisation organisation, DateOnly today)
    {
        if (!organisation.IsConfirmed)
            throw SignatoryErrors.NotConfirmed();
        if (organisation.IsSucceeded)
            throw SignatoryErrors.Succeeded();
        if (current > version.Number)
            throw SignatoryErrors.Superseded(current.Value);
        if (version.InForceFrom > today)
            throw SignatoryErrors.NotInForce(version.InForceFrom);
        if (!string.Equals(contentHash, version.ContentHash, StringComparison.OrdinalIgnoreCase))
            throw SignatoryErrors.ContentDiffers();
    }

    public static OpenSignature Start(PublishedVersion version, SigningRules rules, Guid organisation, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        CharterId = version.CharterId,
        CharterVersion = version.Number,
        ContentHash = version.ContentHash,
        OrganisationId = organisation,
        Roles = [.. rules.RequiredRoles().Select(role => role.Trim())],
        IsCountersigned = rules.Countersigned,
        StartedAt = now,
    };

    /// <summary>One person signs, in a role of the charter where it names any.</summary>
    public void Sign(SignCharter.Signatory signatory, Caller caller, DateTimeOffset now)
    {
        if (IsComplete)
            throw SignatoryErrors.WaitsForRegistrar();
        var role = signatory.Role.Trim();
        if (Roles.Length > 0)
            role = Array.Find(Roles, r => string.Equals(r, role, StringComparison.OrdinalIgnoreCase)) ?? throw SignatoryErrors.RoleNotAskedFor(Roles);
        if (_parts.Exists(p => p.Role == role))
            throw SignatoryErrors.RoleAlreadySigned(role, Missing());
        if (_parts.Exists(p => p.SignedBy == caller.Subject))
            throw SignatoryErrors.SamePersonTwice();
        _parts.Add(SignedPart.Of(signatory, role, caller, now));
        ChangedAt = now;
        WaitsForRegistrar = IsComplete && IsCountersigned;
    }

    /// <summary>Refuses what must be missing or in order before a registrar countersigns.</summary>
    /// <param name="held">The organisation, and those whose place it has taken.</param>
    public void CheckCountersigning(Caller registrar, Organisation organisation, IEnumerable<Guid> held)
    {
        CheckOpen();
        if (!WaitsForRegistrar)
            throw SignatoryErrors.RolesMissing(Missing());
        if (held.Append(OrganisationId).Any(registrar.BelongsTo) || organisation.WasRegisteredBy(registrar.Subject) || _parts.Exists(p => p.SignedBy == registrar.Subject))
            throw SignatoryErrors.OwnOrganisation();
    }

    public void Abandon(DateTimeOffset now)
    {
        CheckOpen();
        End(OpenSignatureEnds.Abandoned, now);
    }

    /// <summary>A newer version is in force, so this one cannot be signed any more.</summary>
    public void Supersede(DateTimeOffset now) => End(OpenSignatureEnds.Superseded, now);

    /// <summary>Somebody who signed erased the account. What they signed counts; their name does not stand here any more.</summary>
    public void Forget(Guid subject)
    {
        if (_parts.Find(p => p.SignedBy == subject) is not { } part)
            return;
        part.WithholdName();
        ChangedAt = ChangedAt.AddMicroseconds(1);   // a write to the row itself, so that whoever is putting it in force at this moment reads it again
    }

    private void CheckOpen()
    {
        if (EndReason is not null)
            throw SignatoryErrors.OpenSignatureEnded(EndReason);
    }

    private void End(string reason, DateTimeOffset now)
    {
        (EndReason, EndedAt, WaitsForRegistrar) = (reason, now, false);
        _parts.Clear();
    }
}
