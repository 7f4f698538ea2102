using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Champions.Members;

/// <summary>What the lists of members and of champions have in common to search by.</summary>
/// <param name="Query">For the text search; null without words.</param>
internal sealed record DirectoryFilter(string? Query, string? Sector, string? Place)
{
    /// <summary>Reads the query parameters; 400 on a sector or place that does not exist.</summary>
    public static DirectoryFilter Of(string? q, string? sector, string? place)
    {
        if (!string.IsNullOrEmpty(sector) && !Sectors.All.Contains(sector))
            throw InvalidRequest.For("sector", $"Choose a sector: {string.Join(", ", Sectors.All)}.");
        if (!string.IsNullOrEmpty(place) && !Places.IsKnown(place))
            throw InvalidRequest.For("place", "This is not the code of a place that the register knows. Use a code such as E08000006.");
        return new(WordSearch.Of(q), sector is "" ? null : sector, place is "" ? null : place);
    }
}
