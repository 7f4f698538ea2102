using Charter.Contracts;
using Charter.ServiceDefaults;
using Charter.Signatories.Organisations;
using Charter.Signatories.Signatures;
using NpgsqlTypes;

namespace Charter.Signatories.Register;

/// <summary>One organisation on the public register: everything that a line of the list shows, in one row.</summary>
internal sealed class RegisterEntry
{
    private RegisterEntry() { }

    public Guid OrganisationId { get; private init; }
    public string Name { get; private set; } = "";
    /// <summary>Lower-case name: the order of the list and its keyset.</summary>
    public string SortName { get; private set; } = "";
    public string Sector { get; private set; } = "";
    public string Kind { get; private set; } = "";
    public string SizeBand { get; private set; } = "";
    public string[] Places { get; private set; } = [];
    /// <summary>The places and all in which they lie; a trigger keeps it, so that a place which comes to lie elsewhere takes its entries with it.</summary>
    public string[] AllPlaces { get; private init; } = [];
    /// <summary>Their names and codes, kept by the same trigger.</summary>
    public string PlaceText { get; private init; } = "";
    /// <summary>Names and identifiers.</summary>
    public string SearchText { get; private set; } = "";
    public NpgsqlTsVector Search { get; private set; } = null!;
    public Guid SignatureId { get; private set; }
    public Guid CharterId { get; private set; }
    public int CharterVersion { get; private set; }
    public DateOnly SignedOn { get; private set; }
    /// <summary>Level of the kite mark in force; empty when there is none.</summary>
    public string Mark { get; private set; } = "";
    public Guid? AwardId { get; private set; }
    public int AwardVersion { get; private set; }
    public DateOnly? AwardedOn { get; private set; }
    public DateOnly? MarkValidUntil { get; private set; }
    /// <summary>One of <see cref="RegisterStatuses"/>.</summary>
    public string Status { get; private set; } = RegisterStatuses.InForce;
    /// <summary>Last day on which the signature still holds, while a newer version waits to be signed.</summary>
    public DateOnly? ResignBy { get; private set; }
    /// <summary>Since which day the entry says what it says.</summary>
    public DateOnly ChangedOn { get; private set; }
    /// <summary>The organisation that has taken its place; null as a rule.</summary>
    public Guid? SuccessorId { get; private set; }
    /// <summary>The predecessor whose signature it shows, because it has none of its own; null as a rule.</summary>
    public Guid? CarriedFrom { get; private set; }
    /// <summary>Commitments of its charter for which evidence was verified; kept by triggers on the duties and on this.</summary>
    public string[] Commitments { get; private init; } = [];

    /// <summary>Words of names and places in one column to search.</summary>
    public const string SearchColumn = """
        alter table register_entry drop column search;
        alter table register_entry add column search tsvector generated always as (to_tsvector('simple', search_text || ' ' || place_text)) stored not null;
        create index "IX_register_entry_search" on register_entry using gin (search);
        """;

    public static RegisterEntry Of(Organisation organisation, IEnumerable<Signature> signatures, RegisterMark? mark)
    {
        var entry = new RegisterEntry { OrganisationId = organisation.Id };
        entry.Redraw(organisation, signatures, mark);
        return entry;
    }

    /// <summary>Makes the whole entry anew from what it is drawn from.</summary>
    /// <param name="signatures">All of the organisation's, at least one.</param>
    public void Redraw(Organisation organisation, IEnumerable<Signature> signatures, RegisterMark? mark)
    {
        Mark = mark?.Level ?? "";
        AwardId = mark?.AwardId;
        AwardVersion = mark?.Version ?? 0;
        AwardedOn = mark?.AwardedOn;
        MarkValidUntil = mark?.ValidUntil;
        ChangedOn = mark?.AwardedOn ?? DateOnly.MinValue;
        (Status, SuccessorId, CarriedFrom) = (RegisterStatuses.InForce, null, null);
        Describe(organisation);
        var inOrder = signatures.OrderBy(s => s.SignedAt).ThenBy(s => s.Id).ToArray();
        CharterId = inOrder[0].CharterId;
        foreach (var signature in inOrder)
        {
            Resign(signature);
            Await(signature);
            End(signature);
        }
    }

    /// <summary>The organisation has another name or other facts.</summary>
    public void Describe(Organisation organisation)
    {
        var identifiers = organisation.Identifiers.OrderBy(i => i.Scheme, StringComparer.Ordinal).Select(i => i.Value);
        Name = organisation.Name;
        SortName = organisation.Name.ToLowerInvariant();
        Sector = organisation.Sector;
        Kind = organisation.Kind;
        SizeBand = organisation.SizeBand;
        Places = organisation.Places;
        SearchText = string.Join(' ', [organisation.Name, .. organisation.Aliases, .. identifiers]);
        if (organisation.ChangedAt?.LocalDay() is { } day && day > ChangedOn)
            ChangedOn = day;
    }

    /// <summary>The organisation signed, for the first time, again or anew. A signature to another partnership's charter leaves the entry as it is: it shows the first.</summary>
    public void Resign(Signature signature)
    {
        if (CarriedFrom is not null && signature.OrganisationId == OrganisationId)
            CharterId = signature.CharterId;   // the first of its own, which counts before one that it was left
        if (signature.CharterId != CharterId)
            return;
        (SignatureId, CharterVersion, SignedOn) = (signature.Id, signature.CharterVersion, signature.SignedOn);
        CarriedFrom = signature.OrganisationId == OrganisationId ? null : signature.OrganisationId;
        (Status, ResignBy) = (RegisterStatuses.InForce, null);
        ChangedOn = ChangedOn > signature.SignedOn ? ChangedOn : signature.SignedOn;
    }

    /// <summary>A newer version waits for the organisation to sign it.</summary>
    public void Await(Signature signature)
    {
        if (signature.Id == SignatureId && signature.Holds)
            ResignBy = signature.ResignBy;
    }

    /// <summary>The signature lapsed or was withdrawn; one whose place another took is no longer shown anyhow.</summary>
    public void End(Signature signature)
    {
        if (signature.Id != SignatureId || signature.EndReason is not (SignatureEnds.Lapsed or SignatureEnds.Withdrawn))
            return;
        ResignBy = null;
        if (Status != RegisterStatuses.Succeeded)
            Status = signature.EndReason == SignatureEnds.Lapsed ? RegisterStatuses.Lapsed : RegisterStatuses.Withdrawn;
        ChangedOn = ChangedOn > signature.EndedOn!.Value ? ChangedOn : signature.EndedOn.Value;
    }

    /// <summary>It had nothing of its own, and another has taken the place that it had taken.</summary>
    public void HandOn(Guid successor, DateOnly? since)
    {
        (Mark, AwardId, AwardVersion, AwardedOn, MarkValidUntil) = ("", null, 0, null, null);
        TakePartInSuccession(successor, since);
    }

    /// <summary>After it was drawn: whether another has taken its place, and since when the entry says so.</summary>
    /// <param name="successor">Null when nobody has.</param>
    /// <param name="since">Day of the latest succession of which it is a part, or of its reversal.</param>
    public void TakePartInSuccession(Guid? successor, DateOnly? since)
    {
        if (successor is not null)
            (Status, SuccessorId, ResignBy) = (RegisterStatuses.Succeeded, successor, null);
        if (since > ChangedOn)
            ChangedOn = since.Value;
    }
}
