using System.Text.Json;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Charter.Pledges.Measures;

/// <summary>
/// The evaluation measures of charters, and how they go over the wire, kept while every row behind them is the one that they were made from: any transaction that
/// writes a row leaves its number in it, so what was read then is not shown a moment longer, whichever replica wrote.
/// </summary>
internal sealed class EvaluationAnswers(NpgsqlDataSource database, IOptions<JsonOptions> json, IConfiguration configuration, TimeProvider time)
{
    private const long MostBytes = 16 * 1024 * 1024;
    private const string Stamp = """
        select string_agg(s, ' ' order by s) from (
          select 'charter ' || version || ':' || xmin::text from charter_version where charter_id = $1
          union all select 'figure ' || measure || ':' || xmin::text from measure_figure where charter_id = $1 and place = $2 and sector = $3
          union all select 'survey ' || measure || ':' || xmin::text from measure_figure where charter_id = $1 and place = '' and sector = '' and measure = any($4)
          union all select 'round ' || id || ':' || xmin::text from survey_round where charter_id = $1
          union all select 'run ' || xmin::text from measure_run) rows (s)
        """;

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MostBytes });

    public sealed record Kept(Evaluation Evaluation, byte[] Body, string Stamp);

    public async Task<Kept> For(Guid charter, EvaluationFilter filter, PledgeDb db, CancellationToken cancel)
    {
        var today = time.Today();
        // Before the figures: who writes meanwhile is shown, and makes the answer a passing one.
        var stamp = $"{today:O} {await StampOf(charter, filter, cancel)}";
        var key = (charter, filter);
        if (_kept.TryGetValue(key, out Kept? known) && known!.Stamp == stamp)
            return known;
        var evaluation = await db.EvaluationOf(charter, filter, today, configuration, cancel);
        var made = new Kept(evaluation, JsonSerializer.SerializeToUtf8Bytes(evaluation, json.Value.SerializerOptions), stamp);
        return _kept.Set(key, made, new MemoryCacheEntryOptions { Size = 4L * made.Body.Length });
    }

    private async Task<string?> StampOf(Guid charter, EvaluationFilter filter, CancellationToken cancel)
    {
        await using var select = database.CreateCommand(Stamp);
        foreach (var value in (object[])[charter, filter.Place, filter.Sector, SurveyFigures.Measures])
            select.Parameters.AddWithValue(value);
        return await select.ExecuteScalarAsync(cancel) as string;
    }
}
