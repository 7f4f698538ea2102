namespace Charter.Pledges.Value;

/// <summary>The part of one organisation in a record of value.</summary>
/// <param name="Claimed">From 0 to 1.</param>
/// <param name="Counted">At most what is claimed; together with those of the others at most 1.</param>
internal sealed record Part(Guid Organisation, decimal Claimed, decimal Counted);

/// <summary>
/// How much of what several organisations claim counts. What was claimed first counts first, up to the whole; what came on top waits until the parties or a
/// registrar settle it. An increase is claimed when it is made, and who lowers a claim gives up what came last. So nobody lowers what another has counted by
/// claiming the same, and no total holds anything twice meanwhile.
/// </summary>
internal static class Shares
{
    /// <param name="claims">Every claim in the order in which it was made; a later one of an organisation takes the place of its earlier.</param>
    public static IReadOnlyList<Part> Of(IEnumerable<(Guid Organisation, decimal Share)> claims)
    {
        var slices = new List<(Guid Organisation, decimal Size)>();
        foreach (var (organisation, share) in claims)
        {
            var held = slices.Where(s => s.Organisation == organisation).Sum(s => s.Size);
            if (share > held)
                slices.Add((organisation, share - held));
            for (var i = slices.Count - 1; held > share; i--)
                if (slices[i].Organisation == organisation)
                {
                    var less = Math.Min(slices[i].Size, held - share);
                    slices[i] = (organisation, slices[i].Size - less);
                    held -= less;
                }
        }
        var left = 1m;
        var counted = new Dictionary<Guid, (decimal Claimed, decimal Counted)>();
        foreach (var (organisation, size) in slices)
        {
            var (claimed, so) = counted.GetValueOrDefault(organisation);
            var fits = Math.Min(size, left);
            left -= fits;
            counted[organisation] = (claimed + size, so + fits);
        }
        return [.. counted.Where(c => c.Value.Claimed > 0).Select(c => new Part(c.Key, c.Value.Claimed, c.Value.Counted))];
    }
}
