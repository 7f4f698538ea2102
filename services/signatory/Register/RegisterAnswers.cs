using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Charter.Signatories.Gazetteer;
using Microsoft.Extensions.Caching.Memory;
using Npgsql;

namespace Charter.Signatories.Register;

/// <summary>
/// Pages of the register as they go over the wire, kept while the register stays as it is. A page, its totals and its revision are read in one snapshot,
/// so they agree with each other whatever is written meanwhile.
/// </summary>
internal sealed partial class RegisterAnswers
{
    private const long MostBytes = 16 * 1024 * 1024;
    private const string Columns = "select organisation_id, name, sort_name, sector, kind, size_band, places, signed_on, charter_id, charter_version, mark, status, commitments";
    // The plan has to depend on how frequent the place or word is.
    private const string PlanForThese = "select set_config('plan_cache_mode', 'force_custom_plan', true)";
    // For the same reason as below it would look for a rare word along the order of the list, to its end.
    private const string ByTheIndexOfWords = PlanForThese + ", set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true)";
    private static readonly TimeSpan EstimateIsGood = TimeSpan.FromMinutes(1);

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MostBytes, TrackStatistics = true });
    private readonly NpgsqlDataSource _database;

    public RegisterAnswers(NpgsqlDataSource database)
    {
        _database = database;
        Telemetry.Meter.CreateObservableGauge("charter.register.kept", () => _kept.GetCurrentStatistics()!.CurrentEstimatedSize ?? 0, "By", $"Answers of the register that are kept with the questions, of at most {MostBytes}");
    }

    private sealed record Kept(long Revision, byte[] Body);

    /// <summary>The answer as at the revision, or a later one that it then states.</summary>
    public async Task<(long Revision, byte[] Body)> For(RegisterFilter filter, SearchRegister.Key? after, int take, long revision, SignatoryDb db, CancellationToken cancel)
    {
        var key = (filter, after, take);
        if (_kept.TryGetValue(key, out Kept? known) && known!.Revision >= revision)
            return (known.Revision, known.Body);
        var made = await Make(filter, after, take, db, cancel);
        _kept.Set(key, made, new MemoryCacheEntryOptions { Size = made.Body.Length + filter.Weight + (2 * (after?.Name.Length ?? 0)) });
        return (made.Revision, made.Body);
    }

    private async Task<Kept> Make(RegisterFilter filter, SearchRegister.Key? after, int take, SignatoryDb db, CancellationToken cancel)
    {
        await using var connection = await _database.OpenConnectionAsync(cancel);
        var isFrequent = filter.Words is not null && await IsFrequent(connection, filter.WordsAlone, cancel);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new("begin isolation level repeatable read, read only"));
        var isPlannedForThese = filter is not { Words: null, Place: null };
        if (isPlannedForThese)
            batch.BatchCommands.Add(new(filter.Words is not null && !isFrequent ? ByTheIndexOfWords : PlanForThese));
        batch.BatchCommands.Add(new(RegisterRevision.Select));
        batch.BatchCommands.Add(filter.Select(Columns, after is { } last ? (last.Name, last.Id) : null, $"order by sort_name, organisation_id limit {(take <= Paging.DefaultSize ? Paging.DefaultSize : Paging.LargestSize) + 1}"));
        if (!isFrequent)
            batch.BatchCommands.Add(filter.Words is null ? RegisterCounts.FromCounters(filter) : RegisterCounts.ByWords(filter));
        batch.BatchCommands.Add(new("commit"));

        await using var reader = await batch.ExecuteReaderAsync(cancel);
        if (isPlannedForThese)
            await reader.NextResultAsync(cancel);
        await reader.ReadAsync(cancel);
        var revision = reader.GetInt64(0);
        await reader.NextResultAsync(cancel);
        var page = Paging.Page(await Items(reader, cancel), take, e => e.Key);
        RegisterCounts.Counts? counts = null;
        if (!isFrequent && await reader.NextResultAsync(cancel))
            counts = filter.Words is null ? await RegisterCounts.ReadCounters(reader, cancel) : await RegisterCounts.Count(reader, filter, cancel);
        while (await reader.NextResultAsync(cancel)) { }
        await reader.CloseAsync();

        var total = counts?.Total ?? AtLeast(page.Items.Count, await Estimate(connection, filter, cancel));
        var names = await db.PlaceNames(page.Items.SelectMany(i => i.Item.Places).Select(p => p.Code), cancel);
        var answer = new SearchRegister.Answer([.. page.Items.Select(i => i.Item with { Places = [.. i.Item.Places.Select(p => names.Of(p.Code))] })], total, counts is null, SearchRegister.Show(counts), page.Next);
        return new(revision, JsonSerializer.SerializeToUtf8Bytes(answer, RegisterJson.Default.Answer));
    }

    private static async Task<List<(SearchRegister.Key Key, SearchRegister.Item Item)>> Items(NpgsqlDataReader reader, CancellationToken cancel)
    {
        var items = new List<(SearchRegister.Key, SearchRegister.Item)>();
        while (await reader.ReadAsync(cancel))
        {
            var id = reader.GetGuid(0);
            items.Add((new(reader.GetString(2), id), new(id, reader.GetString(1), reader.GetString(3), reader.GetString(4), reader.GetString(5), [.. reader.GetFieldValue<string[]>(6).Select(Places.Of)],
                reader.GetFieldValue<DateOnly>(7), reader.GetGuid(8), reader.GetInt32(9), reader.GetString(10) is { Length: > 0 } mark ? mark : null, reader.GetString(11), reader.GetFieldValue<string[]>(12))));
        }
        return items;
    }

    // Of beginnings of words that are not among the thousand most frequent words it believes that one entry in two hundred has them, however rare they are.
    private async Task<bool> IsFrequent(NpgsqlConnection connection, RegisterFilter words, CancellationToken cancel) =>
        await Estimate(connection, words, cancel) is > RegisterCounts.Counted and var estimate && estimate > await Estimate(connection, new(null, null, null, null, null, null), cancel) / 160;

    /// <summary>How many entries the database believes to match, from its statistics of words.</summary>
    private async Task<long> Estimate(NpgsqlConnection connection, RegisterFilter filter, CancellationToken cancel)
    {
        if (_kept.TryGetValue(filter, out long known))
            return known;
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { filter.Select("explain select organisation_id") } };
        var plan = (string)(await batch.ExecuteScalarAsync(cancel))!;
        var rows = long.Parse(Rows().Match(plan).Groups[1].Value, CultureInfo.InvariantCulture);
        return _kept.Set(filter, rows, new MemoryCacheEntryOptions { Size = filter.Weight, AbsoluteExpirationRelativeToNow = EstimateIsGood });
    }

    /// <summary>An estimate in two figures; never less than is shown.</summary>
    private static long AtLeast(int shown, long estimate)
    {
        var unit = (long)Math.Pow(10, Math.Max(0, (int)Math.Log10(Math.Max(1, estimate)) - 1));
        return Math.Max(shown, estimate / unit * unit);
    }

    [GeneratedRegex(@"rows=(\d+)")] private static partial Regex Rows();
}
