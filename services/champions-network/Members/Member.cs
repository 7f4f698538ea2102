using NpgsqlTypes;

namespace Charter.Champions.Members;

/// <summary>An organisation of the network: every signatory of the charter, with the facts of its latest signature.</summary>
internal sealed class Member
{
    public Guid OrganisationId { get; init; }
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
    /// <summary>When the facts were stated; older ones are ignored. In the infinite past when they await being stated again, and then count for nothing.</summary>
    public DateTimeOffset StatedAt { get; init; }
}
