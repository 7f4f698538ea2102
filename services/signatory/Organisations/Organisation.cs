using Charter.Contracts;
using NpgsqlTypes;

namespace Charter.Signatories.Organisations;

internal static class OrganisationStatus
{
    public const string Registered = "registered";
    public const string Confirmed = "confirmed";

    public static IReadOnlyList<string> All { get; } = [Registered, Confirmed];
}

/// <summary>What an organisation says of itself beside its name and its identifiers.</summary>
internal sealed record OrganisationFacts(string Sector, string Kind, string SizeBand, IReadOnlyList<string> Places, IReadOnlyList<string> Aliases);

/// <summary>A partner organisation: registered by a person, confirmed by a registrar, after which it can sign.</summary>
internal sealed class Organisation
{
    public const int MostAliases = 10;

    private readonly List<Identifier> _identifiers = [];

    private Organisation() { }

    public Guid Id { get; private init; }
    public int Version { get; private set; }
    public string Name { get; private set; } = "";
    /// <summary>Other names under which people look for it: a short form, a name it had.</summary>
    public string[] Aliases { get; private set; } = [];
    public string Sector { get; private set; } = "";
    public string Kind { get; private set; } = "";
    public string SizeBand { get; private set; } = "";
    public string[] Places { get; private set; } = [];
    public IReadOnlyList<Identifier> Identifiers => _identifiers;
    public string Status { get; private set; } = OrganisationStatus.Registered;
    public Guid RegisteredBy { get; private init; }
    public DateTimeOffset RegisteredAt { get; private init; }
    public Guid? ConfirmedBy { get; private set; }
    public DateTimeOffset? ConfirmedAt { get; private set; }
    public Guid? ChangedBy { get; private set; }
    public DateTimeOffset? ChangedAt { get; private set; }
    /// <summary>The list with which a registrar brought it in; null for one that registered itself.</summary>
    public Guid? ImportId { get; private init; }

    /// <summary>The succession by which another organisation has taken its place; null as a rule.</summary>
    public Guid? SuccessionId { get; private set; }

    /// <summary>Words of its name.</summary>
    public NpgsqlTsVector Search { get; private init; } = null!;

    /// <summary>By this person, and not with a registrar's list.</summary>
    public bool WasRegisteredBy(Guid person) => RegisteredBy == person && ImportId is null;

    public bool IsConfirmed => Status == OrganisationStatus.Confirmed;
    public bool IsSucceeded => SuccessionId is not null;

    public static Organisation Register(string name, IEnumerable<GivenIdentifier> identifiers, OrganisationFacts facts, Guid by, DateTimeOffset now, Guid? import = null)
    {
        var organisation = new Organisation
        {
            Id = Guid.CreateVersion7(now),
            Version = 1,
            Name = name.Trim(),
            Sector = facts.Sector,
            Kind = facts.Kind,
            SizeBand = facts.SizeBand,
            Places = [.. facts.Places],
            RegisteredBy = by,
            RegisteredAt = now,
            ImportId = import,
        };
        organisation.CallItself(facts.Aliases);
        organisation._identifiers.AddRange(identifiers.Select(i => new Identifier { OrganisationId = organisation.Id, Scheme = i.Scheme, Value = IdentifierSchemes.Tidy(i.Id) }));
        return organisation;
    }

    public void Confirm(Guid by, DateTimeOffset now)
    {
        if (IsConfirmed)
            throw SignatoryErrors.AlreadyConfirmed();
        Status = OrganisationStatus.Confirmed;
        ConfirmedBy = by;
        ConfirmedAt = now;
        Version++;
    }

    /// <summary>Another organisation takes its place: it acts no more.</summary>
    public void Succeed(Guid successionId) => SuccessionId = successionId;

    /// <summary>It acts for itself again.</summary>
    public void Restore() => SuccessionId = null;

    /// <summary>States the facts anew; false when they are the same as before.</summary>
    public bool Change(OrganisationFacts facts, Guid by, DateTimeOffset now)
    {
        var before = (Sector, Kind, SizeBand, string.Join('\n', Places), string.Join('\n', Aliases));
        (Sector, Kind, SizeBand, Places) = (facts.Sector, facts.Kind, facts.SizeBand, [.. facts.Places]);
        CallItself(facts.Aliases);
        return before != (Sector, Kind, SizeBand, string.Join('\n', Places), string.Join('\n', Aliases)) && Changed(by, now);
    }

    /// <summary>Takes another name, and keeps the one it had as an alias where people still look for it; false when it is the same.</summary>
    public bool Rename(string name, bool keepsFormerName, Guid by, DateTimeOffset now)
    {
        var former = Name;
        Name = name.Trim();
        if (Name == former)
            return false;
        CallItself(keepsFormerName ? [former, .. Aliases] : Aliases);
        return Changed(by, now);
    }

    private void CallItself(IEnumerable<string> aliases) => Aliases = [.. aliases.Select(a => a.Trim())
        .Where(a => !a.Equals(Name, StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostAliases)];

    private bool Changed(Guid by, DateTimeOffset now)
    {
        (ChangedBy, ChangedAt) = (by, now);
        Version++;
        return true;
    }

    /// <summary>What was published of the confirmation, with the facts as they are now.</summary>
    public OrganisationConfirmed Confirmation() => new OrganisationConfirmed(Id, Version, Name, Sector, Kind, SizeBand, Places,
        [.. Identifiers.Select(i => new OrganisationIdentifier(i.Scheme, i.Value))], RegisteredBy, ConfirmedBy!.Value, ConfirmedAt!.Value, ImportId is not null);

    /// <summary>What was published of the latest change.</summary>
    public OrganisationChanged Alteration(string? formerName = null) =>
        new OrganisationChanged(Id, Version, Name, Sector, Kind, SizeBand, Places, Aliases, formerName, ChangedBy!.Value, ChangedAt!.Value);
}
