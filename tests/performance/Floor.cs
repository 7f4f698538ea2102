using System.Text.Json.Serialization;
using Npgsql;

namespace Charter.Performance;

/// <summary>
/// The least that a register can cost in this language with this database: one process, no rules, no rights, no events; the same rows with the same indexes
/// as anybody would make first.
/// </summary>
internal static class Floor
{
    internal sealed record Item(Guid OrganisationId, string Name, string Sector, string Kind, string SizeBand, string[] Places, DateOnly SignedOn, Guid CharterId, int CharterVersion, string Mark);
    internal sealed record Facet(string Kind, string Value, long Count);
    internal sealed record Answer(IReadOnlyList<Item> Items, IReadOnlyList<Facet>? Facets);
    internal sealed record Signing(Guid OrganisationId, int Version, string ContentHash, Signatory Signatory);
    internal sealed record Signatory(string Name, string Role);

    private const string Items = "select organisation_id, name, sector, kind, size_band, places, signed_on, charter_id, charter_version, mark from entry";

    public static async Task<int> Prepare()
    {
        var builder = new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable("ConnectionStrings__Database"));
        await using (var server = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(builder.ConnectionString) { Database = "postgres" }))
            await server.Do("create database floor");
        await using var floor = NpgsqlDataSource.Create(builder);
        await floor.Do("""
            create extension pg_trgm;
            create table entry (organisation_id uuid primary key, name text not null, sort_name text not null, sector text not null, kind text not null, size_band text not null, places text[] not null,
              signed_on date not null, charter_id uuid not null, charter_version int not null, mark text not null, search_text text not null);
            create table facet (kind text, value text, entries bigint not null, primary key (kind, value));
            create table signature (id uuid primary key, organisation_id uuid not null, version int not null, content_hash text not null, signatory_name text not null, signatory_role text not null, signed_at timestamptz not null);
            """);
        return 0;
    }

    public static async Task Fill(NpgsqlDataSource floor, long from, long to)
    {
        await using var connection = await floor.OpenConnectionAsync();
        await using (var begin = new NpgsqlCommand("set synchronous_commit = off; set maintenance_work_mem = '512MB'; drop index if exists entry_sort; drop index if exists entry_words", connection))
            await begin.ExecuteNonQueryAsync();
        await Generator.Execute(connection, $"""
            insert into entry select id, name, sort_name, sector, kind, size_band, places, signed_on, id, 1, mark, search_text from ({Generator.Made}) as made;
            create index entry_sort on entry (sort_name, organisation_id);
            create index entry_words on entry using gin (search_text gin_trgm_ops);
            delete from facet;
            insert into facet select 'sector', sector, count(*) from entry group by sector union all select 'place', place, count(*) from entry, unnest(places) as place group by place
              union all select 'mark', mark, count(*) from entry group by mark union all select 'total', '', count(*) from entry;
            vacuum (analyze) entry; checkpoint
            """, from, to);
    }

    public static async Task<int> Run()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, FloorJson.Default));
        await using var database = NpgsqlDataSource.Create(builder.Configuration.GetConnectionString("Database")! + ";Max Auto Prepare=20;Auto Prepare Min Usages=1");
        var app = builder.Build();
        app.MapGet("/ready", () => "ready");
        app.MapGet("/list", async Task<IResult> () =>
        {
            await using var connection = await database.OpenConnectionAsync();
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands = { new($"{Items} order by sort_name, organisation_id limit 26"), new("select kind, value, entries from facet") },
            };
            await using var reader = await batch.ExecuteReaderAsync();
            var items = await Read(reader);
            await reader.NextResultAsync();
            var facets = new List<Facet>();
            while (await reader.ReadAsync())
                facets.Add(new(reader.GetString(0), reader.GetString(1), reader.GetInt64(2)));
            return Results.Ok(new Answer(items, facets));
        });
        app.MapGet("/search", async Task<IResult> (string q) =>
        {
            var words = q.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            await using var search = database.CreateCommand($"{Items} where {string.Join(" and ", words.Select((_, i) => $"search_text ilike ${i + 1}"))} order by sort_name, organisation_id limit 26");
            foreach (var word in words)
                search.Parameters.Add(new() { Value = $"%{word}%" });
            await using var reader = await search.ExecuteReaderAsync();
            return Results.Ok(new Answer(await Read(reader), null));
        });
        app.MapPost("/sign", async Task<IResult> (Signing signing) =>
        {
            var id = Guid.CreateVersion7();
            await using var insert = database.CreateCommand("insert into signature values ($1, $2, $3, $4, $5, $6, now())");
            foreach (var value in new object[] { id, signing.OrganisationId, signing.Version, signing.ContentHash, signing.Signatory.Name, signing.Signatory.Role })
                insert.Parameters.Add(new() { Value = value });
            await insert.ExecuteNonQueryAsync();
            return Results.Created($"/sign/{id}", signing);
        });
        await app.RunAsync();
        return 0;
    }

    private static async Task<List<Item>> Read(NpgsqlDataReader reader)
    {
        var items = new List<Item>();
        while (await reader.ReadAsync())
            items.Add(new(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetFieldValue<string[]>(5), reader.GetFieldValue<DateOnly>(6), reader.GetGuid(7), reader.GetInt32(8), reader.GetString(9)));
        return items;
    }
}

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Floor.Answer)), JsonSerializable(typeof(Floor.Signing))]
internal sealed partial class FloorJson : JsonSerializerContext;
