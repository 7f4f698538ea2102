using Npgsql;

namespace Charter.Signatories.Register;

/// <summary>What is asked of the register; null where everything will do. Mark is empty for entries without one.</summary>
/// <param name="Words">A tsquery, as <see cref="ServiceDefaults.WordSearch"/> makes it.</param>
internal sealed record RegisterFilter(string? Words, string? Status, string? Sector, string? Place, string? Mark, string? Commitment)
{
    /// <summary>The same words and nothing else.</summary>
    public RegisterFilter WordsAlone => new(Words, null, null, null, null, null);

    /// <summary>Bytes that it takes as the key of what is kept, with what a cache needs for each entry: words are as long as people like.</summary>
    public long Weight => 300 + (2L * ((Words?.Length ?? 0) + (Status?.Length ?? 0) + (Sector?.Length ?? 0) + (Place?.Length ?? 0) + (Mark?.Length ?? 0) + (Commitment?.Length ?? 0)));

    /// <summary>A statement on the entries that match.</summary>
    /// <param name="after">Key of the entry before the first; from the beginning when null.</param>
    public NpgsqlBatchCommand Select(string columns, (string Name, Guid Id)? after = null, string rest = "")
    {
        var command = new NpgsqlBatchCommand();
        var conditions = new List<string>();
        Add("search @@ to_tsquery('simple', {0})", Words);
        Add("status = {0}", Status);
        Add("sector = {0}", Sector);
        Add("all_places @> array[{0}]", Place);
        Add("mark = {0}", Mark);
        Add("commitments @> array[{0}] and commitments <> '{{}}'", Commitment);
        if (after is { } last)
        {
            command.Parameters.Add(new() { Value = last.Name });
            Add($"(sort_name, organisation_id) > (${command.Parameters.Count}, {{0}})", last.Id);
        }
        command.CommandText = $"{columns} from register_entry{(conditions.Count > 0 ? " where " + string.Join(" and ", conditions) : "")} {rest}";
        return command;

        void Add(string condition, object? value)
        {
            if (value is null)
                return;
            command.Parameters.Add(new() { Value = value });
            conditions.Add(string.Format(null, condition, $"${command.Parameters.Count}"));
        }
    }
}
