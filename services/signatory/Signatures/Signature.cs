using Charter.Contracts;
using Charter.ServiceDefaults;
using Charter.Signatories.Charters;
using Charter.Signatories.Organisations;

namespace Charter.Signatories.Signatures;

/// <summary>Why a signature holds no longer.</summary>
internal static class SignatureEnds
{
    /// <summary>The organisation signed again.</summary>
    public const string Superseded = "superseded";
    public const string Lapsed = "lapsed";
    public const string Withdrawn = "withdrawn";
}

/// <summary>
/// Named people bound one organisation to one exact version of a charter. What was signed never changes; it holds until the organisation signs again,
/// takes it back or lets the time to sign a newer version go by. The people may agree or not that the public sees who it was, and are forgotten with
/// their accounts.
/// </summary>
internal sealed class Signature
{
    private readonly List<SignedPart> _others = [];

    private Signature() { }

    public Guid Id { get; private init; }
    public Guid CharterId { get; private init; }
    public int CharterVersion { get; private init; }
    public string ContentHash { get; private init; } = "";
    public Guid OrganisationId { get; private init; }
    /// <summary>One of <see cref="SignatureKinds"/>.</summary>
    public string SignatureKind { get; private init; } = SignatureKinds.Signed;
    public Guid SignedBy { get; private init; }
    /// <summary>Empty once the person has erased the account, as are role and address.</summary>
    public string SignatoryName { get; private set; } = "";
    public string SignatoryRole { get; private set; } = "";
    public string SignatoryEmail { get; private set; } = "";
    public bool ConsentsToPublish { get; private set; }
    /// <summary>Who else signed, where the charter asks for several.</summary>
    public IReadOnlyList<SignedPart> Others => _others;
    /// <summary>Account of the registrar, where the charter asks for one.</summary>
    public Guid? CountersignedBy { get; private init; }
    /// <summary>When the last of those who had to sign did so.</summary>
    public DateTimeOffset SignedAt { get; private init; }
    public DateOnly SignedOn { get; private init; }
    /// <summary>Last day on which it holds while a newer version waits to be signed; null as long as there is none in force.</summary>
    public DateOnly? ResignBy { get; private set; }
    /// <summary>Day of the next reminder, or of the lapse.</summary>
    public DateOnly? DueOn { get; private set; }
    /// <summary>First day on which it did not hold any more.</summary>
    public DateOnly? EndedOn { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    /// <summary>One of <see cref="SignatureEnds"/>.</summary>
    public string? EndReason { get; private set; }
    /// <summary>One of <see cref="WithdrawalReasons"/>.</summary>
    public string? WithdrawalReason { get; private set; }
    /// <summary>For the organisation and the registrar only.</summary>
    public string? Explanation { get; private set; }
    public Guid? WithdrawnBy { get; private set; }
    /// <summary>What the organisation was on that day: its kind decides which duties it took on.</summary>
    public string OrganisationName { get; private init; } = "";
    public string Sector { get; private init; } = "";
    public string Kind { get; private init; } = "";
    public string SizeBand { get; private init; } = "";
    public string[] Places { get; private init; } = [];
    /// <summary>Version of the organisation on that day.</summary>
    public int OrganisationVersion { get; private init; }

    public bool Holds => EndedOn is null;

    /// <summary>The time to sign a newer version is over, whether or not anybody has entered that yet.</summary>
    public bool IsOverdue(DateOnly today) => Holds && ResignBy < today;

    /// <summary>Puts in force what everybody has signed who had to.</summary>
    public static Signature Of(OpenSignature open, Organisation organisation, IReadOnlyCollection<Signature> before, Guid? countersignedBy, DateTimeOffset now)
    {
        var parts = open.InOrder();
        var signature = new Signature
        {
            Id = open.Id,
            CharterId = open.CharterId,
            CharterVersion = open.CharterVersion,
            ContentHash = open.ContentHash,
            OrganisationId = organisation.Id,
            SignatureKind = before.Count == 0 ? SignatureKinds.Signed : before.Any(s => s.Holds) ? SignatureKinds.ReSigned : SignatureKinds.Renewed,
            SignedBy = parts[0].SignedBy,
            SignatoryName = parts[0].Name,
            SignatoryRole = parts[0].Role,
            SignatoryEmail = parts[0].Email,
            ConsentsToPublish = parts[0].ConsentsToPublish,
            CountersignedBy = countersignedBy,
            SignedAt = now,
            SignedOn = now.LocalDay(),
            OrganisationName = organisation.Name,
            Sector = organisation.Sector,
            Kind = organisation.Kind,
            SizeBand = organisation.SizeBand,
            Places = organisation.Places,
            OrganisationVersion = organisation.Version,
        };
        signature._others.AddRange(parts.Skip(1).Select(p => p.Copy()));
        return signature;
    }

    public bool IsNameWithheld => SignatoryName.Length == 0;

    /// <summary>Somebody who signed gives or withdraws consent to be named in public.</summary>
    public void Consent(Guid subject, bool toPublish)
    {
        if (SignedBy == subject)
            ConsentsToPublish = toPublish;
        _others.Find(o => o.SignedBy == subject)?.Consent(toPublish);
    }

    /// <summary>Somebody who had to do with it erased the account: nothing here leads to them any more.</summary>
    public void Forget(Guid subject)
    {
        if (SignedBy == subject)
            (SignatoryName, SignatoryRole, SignatoryEmail, ConsentsToPublish) = ("", "", "", false);
        _others.Find(o => o.SignedBy == subject)?.WithholdName();
        if (WithdrawnBy == subject)
            Explanation = null;
    }

    /// <summary>A newer version is in force and waits to be signed.</summary>
    public void AskToSignAgain(ResigningWindow window)
    {
        ResignBy = window.ResignBy;
        DueOn = window.NextAfter(window.OpensOn.AddDays(-1));
    }

    /// <summary>Whoever had to be told was told.</summary>
    public void WaitUntil(DateOnly day) => DueOn = day;

    /// <param name="at">When the organisation signed again.</param>
    public void Supersede(DateTimeOffset at) => End(SignatureEnds.Superseded, at);

    /// <summary>The time to sign again went by. The day is that on which it is entered, so that nothing that was said of a day before turns out untrue.</summary>
    public SignatureLapsed Lapse(DateTimeOffset now)
    {
        End(SignatureEnds.Lapsed, now);
        return Lapsing();
    }

    public SignatureWithdrawn Withdraw(string reason, string? explanation, Guid by, DateTimeOffset now)
    {
        if (EndedOn is { } on)
            throw SignatoryErrors.SignatureEnded(on);
        End(SignatureEnds.Withdrawn, now);
        (WithdrawalReason, WithdrawnBy) = (reason, by);
        Explanation = explanation?.Trim() is { Length: > 0 } text ? text : null;
        return Withdrawal();
    }

    private void End(string reason, DateTimeOffset now)
    {
        if (!Holds)
            throw new InvalidOperationException("A signature ends once.");
        (EndReason, EndedOn, EndedAt, DueOn) = (reason, now.LocalDay(), now, null);
    }

    /// <summary>What was published of the signature, with the facts of that day.</summary>
    public CharterSigned Signing() => new CharterSigned(Id, CharterId, CharterVersion, ContentHash, OrganisationId, OrganisationName,
        Sector, Kind, SizeBand, Places, SignedOn, SignedBy, SignedAt, OrganisationVersion, SignatureKind);

    /// <summary>What was published of its end; nothing where another signature took its place.</summary>
    public IEvent? Ending() => EndReason switch
    {
        SignatureEnds.Lapsed => Lapsing(),
        SignatureEnds.Withdrawn => Withdrawal(),
        _ => null,
    };

    private SignatureLapsed Lapsing() => new SignatureLapsed(Id, CharterId, CharterVersion, OrganisationId, SignedAt, EndedOn!.Value, EndedAt!.Value);

    private SignatureWithdrawn Withdrawal() =>
        new SignatureWithdrawn(Id, CharterId, CharterVersion, OrganisationId, SignedAt, EndedOn!.Value, WithdrawalReason!, WithdrawnBy!.Value, EndedAt!.Value);

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

    /// <summary>Before ends were kept, a newer signature said it all: the one before ends on its day.</summary>
    public const string Backfill = """
        update signature s set ended_on = o.next_on, ended_at = o.next_at, end_reason = case when o.next_on is null then null else 'superseded' end, signature_kind = o.kind
        from (
          select id, lead(signed_on) over w as next_on, lead(signed_at) over w as next_at, case when row_number() over w = 1 then 'signed' else 're-signed' end as kind
          from signature window w as (partition by organisation_id, charter_id order by signed_at, id)
        ) as o
        where o.id = s.id and (o.next_on is not null or o.kind <> 'signed');
        """;
}

/// <summary>What one person signed, in one role.</summary>
internal sealed class SignedPart
{
    public Guid SignedBy { get; init; }
    /// <summary>As the charter names it, where it names roles.</summary>
    public required string Role { get; init; }
    /// <summary>Empty once the person has erased the account, as is the address.</summary>
    public required string Name { get; set; }
    public required string Email { get; set; }
    public bool ConsentsToPublish { get; private set; }
    public DateTimeOffset SignedAt { get; init; }

    public static SignedPart Of(SignCharter.Signatory signatory, string role, Caller caller, DateTimeOffset now) =>
        new() { SignedBy = caller.Subject, Role = role, Name = signatory.Name.Trim(), Email = caller.Email, ConsentsToPublish = signatory.ConsentsToPublish, SignedAt = now };

    public bool IsNameWithheld => Name.Length == 0;

    public void Consent(bool toPublish) => ConsentsToPublish = toPublish && !IsNameWithheld;

    public void WithholdName() => (Name, Email, ConsentsToPublish) = ("", "", false);

    public SignedPart Copy() => new() { SignedBy = SignedBy, Role = Role, Name = Name, Email = Email, ConsentsToPublish = ConsentsToPublish, SignedAt = SignedAt };
}
