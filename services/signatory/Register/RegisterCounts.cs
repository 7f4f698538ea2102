using Charter.Contracts;
using Npgsql;

namespace Charter.Signatories.Register;

/// <summary>Totals and facets, each facet over what the other filters leave.</summary>
internal static class RegisterCounts
{
    /// <summary>What more entries than this match by words is not counted but estimated.</summary>
    public const int Counted = 500;

    /// <param name="Of">Number of entries by facet and value; the total has no facet.</param>
    public sealed record Counts(IReadOnlyDictionary<(string Facet, string Value), long> Of)
    {
        public long Total => Of.GetValueOrDefault(("", ""));
    }

    private sealed record Entry(string Status, string Sector, string[] Places, string Mark, string[] Commitments);

    /// <summary>From the counters: cost does not depend on how many match.</summary>
    public static NpgsqlBatchCommand FromCounters(RegisterFilter filter)
    {
        var table = filter.Commitment is null ? "register_counted" : "register_commitment_counted";
        var commitment = filter.Commitment is null ? "" : " and commitment = $5";
        const string status = " and ($1 is null or status = $1)", sector = " and ($2 is null or sector = $2)", mark = " and ($3 is null or mark = $3)", place = " and place = $4";
        string Facet(string name, string value, string conditions, string from) => $"select '{name}', {value}, sum(entries)::bigint from {from} where true{conditions} group by 2 having sum(entries) > 0";
        var command = new NpgsqlBatchCommand(string.Join(" union all ",
            Facet("", "''::text", status + sector + mark + place + commitment, table),
            Facet("status", "status", sector + mark + place + commitment, table),
            Facet("sector", "sector", status + mark + place + commitment, table),
            Facet("mark", "mark", status + sector + place + commitment, table),
            Facet("place", "place", status + sector + mark + " and place <> ''" + commitment, table),
            Facet("commitment", "commitment", status + sector + mark + place, "register_commitment_counted")));
        foreach (var value in new[] { filter.Status, filter.Sector, filter.Mark, filter.Place ?? "", filter.Commitment }.Take(filter.Commitment is null ? 4 : 5))
            command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        return command;
    }

    public static async Task<Counts> ReadCounters(NpgsqlDataReader reader, CancellationToken cancel)
    {
        var counts = new Dictionary<(string, string), long>();
        while (await reader.ReadAsync(cancel))
            counts[(reader.GetString(0), reader.GetString(1))] = reader.GetInt64(2);
        return new(counts);
    }

    /// <summary>Entries that match by words, one more than are counted.</summary>
    public static NpgsqlBatchCommand ByWords(RegisterFilter filter) => filter.WordsAlone.Select("select status, sector, all_places, mark, commitments", rest: $"limit {Counted + 1}");

    /// <summary>Null when they are too many to be counted.</summary>
    public static async Task<Counts?> Count(NpgsqlDataReader reader, RegisterFilter filter, CancellationToken cancel)
    {
        var entries = new List<Entry>();
        while (await reader.ReadAsync(cancel))
            entries.Add(new(reader.GetString(0), reader.GetString(1), reader.GetFieldValue<string[]>(2), reader.GetString(3), reader.GetFieldValue<string[]>(4)));
        if (entries.Count > Counted)
            return null;
        var counts = new Dictionary<(string, string), long>();
        foreach (var entry in entries)
        {
            var (status, sector, mark) = (filter.Status is null || entry.Status == filter.Status, filter.Sector is null || entry.Sector == filter.Sector, filter.Mark is null || entry.Mark == filter.Mark);
            var (place, commitment) = (filter.Place is null || entry.Places.Contains(filter.Place), filter.Commitment is null || entry.Commitments.Contains(filter.Commitment));
            Add("", status && sector && mark && place && commitment, "");
            Add("status", sector && mark && place && commitment, entry.Status);
            Add("sector", status && mark && place && commitment, entry.Sector);
            Add("mark", status && sector && place && commitment, entry.Mark);
            Add("place", status && sector && mark && commitment, entry.Places);
            Add("commitment", status && sector && mark && place, entry.Commitments);
        }
        return new(counts);

        void Add(string facet, bool matches, params string[] values)
        {
            if (matches)
                foreach (var value in values)
                    counts[(facet, value)] = counts.GetValueOrDefault((facet, value)) + 1;
        }
    }

    /// <summary>Every value there is, in the order of lists.</summary>
    public static IList<string> Known(string facet) => InOrder.GetValueOrDefault(facet, []);

    private static readonly Dictionary<string, string[]> InOrder = new()
    {
        ["status"] = [.. RegisterStatuses.All],
        ["sector"] = [.. Sectors.All],
        ["place"] = [.. Places.All.Select(p => p.Code)],
        ["mark"] = [],
        ["commitment"] = [.. Commitments.All],
    };
}
