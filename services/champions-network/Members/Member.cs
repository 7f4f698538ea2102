using NpgsqlTypes;

namespace Charter.Champions.Members;

/// <summary>An organisation of the network: every signatory of the charter, with its newest facts.</summary>
internal sealed class Member
{
    public Guid OrganisationId { get; init; }
    /// <summary>Of the organisation; older facts are ignored.</summary>
    public int Version { get; init; }
    public string Name { get; init; } = "";
    /// <summary>Lower-case name: the order of the list and its keyset.</summary>
    public string SortName { get; init; } = "";
    public string Sector { get; init; } = "";
    public string[] Places { get; init; } = [];
    /// <summary>Name and places in words.</summary>
    public string SearchText { get; init; } = "";
    public NpgsqlTsVector Search { get; init; } = null!;
    public DateOnly MemberSince { get; init; }
    /// <summary>False for one that is known only because it has taken the place of another.</summary>
    public bool HasSigned { get; init; } = true;
    /// <summary>When the facts of the newest signature were stated. In the infinite past when they await being stated again, and then count for nothing.</summary>
    public DateTimeOffset StatedAt { get; init; }
}

/// <summary>Newest facts of an organisation that changed, whether or not its signature has arrived.</summary>
internal sealed class ChangedOrganisation
{
    public Guid OrganisationId { get; init; }
    public int Version { get; init; }
    public required string Name { get; init; }
    public required string Sector { get; init; }
    public required string[] Places { get; init; }
}
