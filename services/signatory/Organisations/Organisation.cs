using Charter.Contracts;
using NpgsqlTypes;

namespace Charter.Signatories.Organisations;

internal static class OrganisationStatus
{
    public const string Registered = "registered";
    public const string Confirmed = "confirmed";

    public static IReadOnlyList<string> All { get; } = [Registered, Confirmed];
}

/// <summary>A partner organisation: registered by a person, confirmed by a registrar, after which it can sign.</summary>
internal sealed class Organisation
{
    private readonly List<Identifier> _identifiers = [];

    private Organisation() { }

    public Guid Id { get; private init; }
    public int Version { get; private set; }
    public string Name { get; private set; } = "";
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

    /// <summary>The succession by which another organisation has taken its place; null as a rule.</summary>
    public Guid? SuccessionId { get; private set; }

    /// <summary>Words of its name.</summary>
    public NpgsqlTsVector Search { get; private init; } = null!;

    public bool IsConfirmed => Status == OrganisationStatus.Confirmed;
    public bool IsSucceeded => SuccessionId is not null;

    public static Organisation Register(RegisterOrganisation.Request facts, Guid by, DateTimeOffset now)
    {
        var organisation = new Organisation
        {
            Id = Guid.CreateVersion7(now),
            Version = 1,
            Name = facts.Name.Trim(),
            Sector = facts.Sector,
            Kind = facts.Kind,
            SizeBand = facts.SizeBand,
            Places = [.. facts.Places],
            RegisteredBy = by,
            RegisteredAt = now,
        };
        organisation._identifiers.AddRange((facts.Identifiers ?? []).Select(i =>
            new Identifier { OrganisationId = organisation.Id, Scheme = i.Scheme, Value = IdentifierSchemes.Tidy(i.Id) }));
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

    /// <summary>What was published of the confirmation.</summary>
    public OrganisationConfirmed Confirmation() => new OrganisationConfirmed(Id, Version, Name, Sector, Kind, SizeBand, Places,
        [.. Identifiers.Select(i => new OrganisationIdentifier(i.Scheme, i.Value))], RegisteredBy, ConfirmedBy!.Value, ConfirmedAt!.Value);
}
