using System.Diagnostics;
using Charter.Contracts;
using Npgsql;

namespace Charter.Performance;

/// <summary>
/// Fills a register with organisations that nobody could mistake for real ones, straight into the databases, so that a million take minutes. The facts of
/// the n-th organisation follow from n alone; the floor's tables are made of the same.
/// </summary>
internal static class Generator
{
    /// <summary>Organisations that are confirmed and have not signed, for the rows that sign; ten to an account.</summary>
    public const int PerAccount = 10;

    private static readonly string[] Sounds =
    [
        "bra", "cro", "dun", "fel", "gri", "hol", "jor", "kes", "lan", "mor", "nev", "osk", "pel", "quin", "ros", "sti", "tam", "ulv", "wes", "yar",
    ];

    private static readonly string[] Endings = ["beck", "combe", "dale", "fold", "garth", "hey", "lea", "mere", "rigg", "shaw", "thwaite", "wick"];

    private static readonly string[] Trades =
    [
        "Advice", "Arts", "Building", "Care", "Catering", "Cleaning", "Cycles", "Energy", "Engineering", "Events", "Families", "Farms", "Foods", "Furniture", "Gardens", "Health",
        "Homes", "Housing", "Joinery", "Learning", "Legal", "Logistics", "Media", "Mobility", "Music", "Nursery", "Paper", "Plumbing", "Print", "Recycling", "Repair", "Security",
        "Skills", "Software", "Sports", "Textiles", "Theatre", "Transport", "Wellbeing", "Youth",
    ];

    private static readonly string[] Forms = ["Trust", "Group", "Partnership", "Company", "Association", "Cooperative", "Services", "Network"];

    /// <summary>Facts of organisations $1 to $2; the arrays are parameters $3 to $9. r is a number from 0 to 1 that looks random.</summary>
    public const string Made = """
        select n, id, name, lower(name) as sort_name, sector, kind, size_band, places, mark, identifier,
          name || ' ' || identifier || (select string_agg(' ' || ($5::text[])[array_position($4::text[], p)], '' order by o) || string_agg(' ' || p, '' order by o) from unnest(places) with ordinality as u (p, o)) as search_text,
          date '2020-01-01' + (n % 2000)::int as signed_on
        from (
          select n, (lpad(to_hex(26214400 + n / 16), 8, '0') || '-' || lpad(to_hex(n % 65536), 4, '0') || '-7000-8000-' || substr(md5(n::text), 1, 12))::uuid as id,
            initcap(($6::text[])[1 + w % 20] || ($6::text[])[1 + w / 20 % 20] || ($6::text[])[1 + w / 400 % 20] || ($7::text[])[1 + w / 8000 % 12])
              || ' ' || ($8::text[])[1 + (r2 * 40)::int % 40] || ' ' || ($9::text[])[1 + (r3 * 8)::int % 8] as name,
            ($3::text[])[1 + floor(12 * power(r1, 1.6))::int % 12] as sector,
            (array['provider', 'both', 'commissioner', 'neither'])[1 + (r2 * 4)::int % 4] as kind, (array['micro', 'small', 'medium', 'large'])[1 + (r3 * 4)::int % 4] as size_band,
            array(select distinct ($4::text[])[1 + floor(35 * power(r, 1.4))::int % 35] from unnest((array[r1, r2, r3])[1:1 + (r4 * 3)::int % 3]) as r) as places,
            case when r4 < 0.92 then '' when r4 < 0.97 then 'bronze' when r4 < 0.99 then 'silver' else 'gold' end as mark,
            'QX' || lpad(n::text, 8, '0') as identifier
          from (
            select n, (n / 5 * 7919::bigint % 96000)::int as w, (n * 2654435761 % 4294967291)::float8 / 4294967291 as r1, ((n + 7) * 2246822519 % 4294967279)::float8 / 4294967279 as r2,
              ((n + 13) * 3266489917 % 4294967231)::float8 / 4294967231 as r3, ((n + 29) * 668265263 % 4294967197)::float8 / 4294967197 as r4
            from generate_series($1::bigint, $2::bigint) as n
          ) as numbers
        ) as facts
        """;

    public static NpgsqlParameter[] Parameters(long from, long to) =>
        [.. new object[] { from, to, Sectors.All.ToArray(), Places.All.Select(p => p.Code).ToArray(), Places.All.Select(p => p.Name).ToArray(), Sounds, Endings, Trades, Forms }.Select(v => new NpgsqlParameter { Value = v })];

    /// <summary>Searches as people make them, one word each: a place, what an organisation does, the beginning of its name; whole words and beginnings.</summary>
    public static IEnumerable<string> Searches()
    {
        var random = new Random(5);
        string[] places = [.. Places.All.SelectMany(p => p.Name.ToLowerInvariant().Split(' ')).Where(w => w.Length > 4)];
        return Enumerable.Range(0, 3000).Select(i => (i % 3) switch
        {
            0 => Beginning(places[random.Next(places.Length)]),
            1 => Beginning(Trades[random.Next(Trades.Length)].ToLowerInvariant()),
            _ => Sounds[random.Next(20)] + Sounds[random.Next(20)] + Sounds[random.Next(20)][..random.Next(1, 4)],
        });

        string Beginning(string word) => word[..random.Next(Math.Min(5, word.Length), word.Length + 1)];
    }

    /// <summary>Brings the register to so many organisations, adding to what an earlier call made.</summary>
    public static async Task<int> Fill(int organisations, Installation installation)
    {
        await using var signatory = installation.Database("signatory");
        await using var floor = installation.Database("floor");
        var made = await signatory.Ask<long>("select count(*) from organisation where id::text like '01%' and id::text like '%-7000-8000-%'");
        if (made >= organisations)
            return 0;
        var watch = Stopwatch.StartNew();
        var (charter, version, hash) = await Charter(signatory);
        await Register(signatory, made + 1, organisations, charter, version, hash);
        await Floor.Fill(floor, made + 1, organisations);
        Console.Error.WriteLine($"{organisations:N0} organisations after {watch.Elapsed.TotalSeconds:N0} s.");
        return 0;
    }

    /// <summary>A charter in force: the sample partnership's.</summary>
    public static async Task<(Guid Id, int Version, string Hash)> Charter(NpgsqlDataSource signatory)
    {
        await using var command = signatory.CreateCommand("select charter_id, number, content_hash from charter_version where published_at is not null and in_force_from <= current_date order by published_at limit 1");
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? (reader.GetGuid(0), reader.GetInt32(1), reader.GetString(2)) : throw new InvalidOperationException("No charter is in force; the sample partnership has one.");
    }

    // Their triggers would do row by row what is done here for all at once, or what is not measured: duplicates by name, places in the log, statistics by day.
    private static readonly string[] Filled = ["organisation", "history_entry", "register_entry", "register_period"];

    private static async Task Register(NpgsqlDataSource signatory, long from, long to, Guid charter, int version, string hash)
    {
        await using var connection = await signatory.OpenConnectionAsync();
        await Run(connection, "set work_mem = '256MB'; set maintenance_work_mem = '512MB'; set synchronous_commit = off");
        await Run(connection, $"create temporary table made as {Made};\nanalyze made", Parameters(from, to));
        // What a trigger of the entries finds out for each is found out once for all that serve the same places.
        await Run(connection, """
            create temporary table wider as select places, with_wider_places(places) as all_places,
              (select coalesce(string_agg(concat_ws(' ', p.name, c), ' ' order by c), '') from unnest(with_wider_places(places)) c left join place p on p.code = c) as place_text
            from (select distinct places from made) as served
            """);
        await using var transaction = await connection.BeginTransactionAsync();   // whole or not at all
        var indexes = await WithoutIndexes(connection, "register_entry");
        foreach (var table in Filled)
            await Run(connection, $"alter table {table} disable trigger user");
        await Insert(connection, "history_entry", "made", ("id", "id"), ("kind", "'signed'"), ("organisation_id", "id"), ("subject_id", "id"), ("occurred_on", "signed_on"), ("occurred_at", "signed_on"),
            ("facts", $$"""format('{"at":"%sT00:00:00.000Z","charterId":"{{charter}}","charterVersion":{{version}},"contentHash":"{{hash}}","kind":"signed","on":"%s","organisationId":"%s","signatureId":"%s"}', signed_on, signed_on, id, id)"""));
        await Insert(connection, "organisation", "made", ("id", "id"), ("version", "2"), ("name", "name"), ("sector", "sector"), ("kind", "kind"), ("size_band", "size_band"), ("places", "places"),
            ("status", "'confirmed'"), ("registered_by", "id"), ("registered_at", "signed_on"), ("confirmed_by", "id"), ("confirmed_at", "signed_on"));
        await Insert(connection, "organisation_identifier", "made", ("organisation_id", "id"), ("scheme", "'GB-COH'"), ("value", "identifier"));
        await Insert(connection, "signature", "made", ("id", "id"), ("charter_id", $"'{charter}'::uuid"), ("charter_version", $"{version}"), ("content_hash", $"'{hash}'"), ("organisation_id", "id"),
            ("signed_by", "id"), ("signatory_name", "'Avery Example'"), ("signatory_role", "'Chair'"), ("signatory_email", "'avery@example.org'"), ("consents_to_publish", "n % 2 = 0"),
            ("signed_at", "signed_on"), ("signed_on", "signed_on"));
        await Insert(connection, "register_entry", "made join wider using (places)", ("organisation_id", "id"), ("name", "name"), ("sort_name", "sort_name"), ("sector", "sector"), ("kind", "kind"), ("size_band", "size_band"),
            ("places", "places"), ("all_places", "all_places"), ("place_text", "place_text"), ("search_text", "name || ' ' || identifier"), ("signature_id", "id"), ("charter_id", $"'{charter}'::uuid"), ("charter_version", $"{version}"), ("signed_on", "signed_on"),
            ("mark", "mark"), ("award_version", "0"), ("changed_on", "signed_on"));
        await Insert(connection, "register_period", "made join wider using (places)", ("organisation_id", "id"), ("from_on", "signed_on"), ("name", "name"), ("sort_name", "sort_name"), ("sector", "sector"), ("kind", "kind"),
            ("size_band", "size_band"), ("places", "places"), ("all_places", "all_places"), ("status", "'in-force'"), ("charter_id", $"'{charter}'::uuid"), ("charter_version", $"{version}"), ("signature_id", "id"), ("signed_on", "signed_on"), ("mark", "mark"));
        foreach (var table in Filled)
            await Run(connection, $"alter table {table} enable trigger user");
        foreach (var index in indexes)
            await Run(connection, index);
        await Run(connection, "select recount_register()");
        await transaction.CommitAsync();
        await Run(connection, "drop table made, wider");
        await Run(connection, "vacuum (analyze) register_entry; vacuum (analyze) organisation; vacuum (analyze) signature; checkpoint");
    }

    /// <summary>Organisations that are confirmed and have not signed, and for every ten a signatory with a session; returns each session's secret with an organisation.</summary>
    public static async Task<IReadOnlyList<(string Secret, Guid Organisation)>> Waiting(Installation installation, int count)
    {
        await using var signatory = installation.Database("signatory");
        await using var identity = installation.Database("identity");
        var from = 1_000_000_000L + await signatory.Ask<long>("select count(*) from organisation where registered_at = '2019-01-01'");
        await using var connection = await signatory.OpenConnectionAsync();
        await Run(connection, $"create temporary table made as {Made}", Parameters(from, from + count - 1));
        await Insert(connection, "organisation", "made", ("id", "id"), ("version", "2"), ("name", "name"), ("sector", "sector"), ("kind", "kind"), ("size_band", "size_band"), ("places", "places"),
            ("status", "'confirmed'"), ("registered_by", "id"), ("registered_at", "date '2019-01-01'"), ("confirmed_by", "id"), ("confirmed_at", "date '2019-01-01'"));
        var organisations = new List<Guid>();
        await using (var read = new NpgsqlCommand("select id from made order by n", connection))
        await using (var reader = await read.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                organisations.Add(reader.GetGuid(0));

        await using var accounts = await identity.OpenConnectionAsync();
        var waiting = organisations.Chunk(PerAccount).Select(of => (Subject: Guid.CreateVersion7(), Secret: Convert.ToBase64String(Guid.NewGuid().ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_') + new string('A', 21), Organisations: of)).ToArray();
        await Run(accounts, "create temporary table made (subject uuid, secret text, organisation uuid)");
        await using (var copy = await accounts.BeginBinaryImportAsync("copy made from stdin (format binary)"))
        {
            foreach (var (subject, secret, of) in waiting)
                foreach (var organisation in of)
                    await copy.WriteRowAsync(default, subject, secret, organisation);
            await copy.CompleteAsync();
        }
        const string people = "(select distinct subject as id, secret, subject || '@example.org' as email from made) as people";
        await Insert(accounts, "account", people, ("id", "id"), ("email", "email"), ("user_name", "email"), ("normalized_email", "upper(email)"), ("normalized_user_name", "upper(email)"), ("name", "'Avery Example'"),
            ("email_confirmed", "true"), ("phone_number_confirmed", "false"), ("two_factor_enabled", "false"), ("lockout_enabled", "false"), ("access_failed_count", "0"), ("security_stamp", "'x'"));
        await Insert(accounts, "session", people, ("id", "gen_random_uuid()"), ("secret_hash", "sha256(convert_to(secret, 'UTF8'))"), ("subject", "id"), ("created_at", "now()"),
            ("expires_at", "now() + interval '12 hours'"), ("last_used_at", "now()"), ("signed_in_with", "'password'"), ("has_two_factors", "false"), ("device", "''"));
        await Insert(accounts, "membership", "made", ("id", "gen_random_uuid()"), ("subject", "subject"), ("organisation_id", "organisation"), ("role", "'signatory'"), ("held_from", "now()"));
        return [.. waiting.SelectMany(w => w.Organisations.Select(o => (w.Secret, o)))];
    }

    /// <summary>Fails clearly when the table has got a column that must be filled and is not known here.</summary>
    private static async Task Insert(NpgsqlConnection connection, string table, string source, params (string Column, string Value)[] values)
    {
        await using (var find = new NpgsqlCommand("""
            select string_agg(column_name, ', ') from information_schema.columns
            where table_schema = 'public' and table_name = $1 and is_nullable = 'NO' and column_default is null and is_generated = 'NEVER' and is_identity = 'NO' and column_name <> all ($2)
            """, connection) { Parameters = { new() { Value = table }, new() { Value = values.Select(v => v.Column).ToArray() } } })
        {
            if (await find.ExecuteScalarAsync() is string missing)
                throw new InvalidOperationException($"The table {table} has columns that tests/performance/Generator.cs does not fill yet: {missing}.");
        }
        var columns = await Columns(connection, table, values.Select(v => v.Column));
        var known = values.Where(v => columns.Contains(v.Column)).ToArray();
        await Run(connection, $"insert into {table} ({string.Join(", ", known.Select(v => v.Column))}) select {string.Join(", ", known.Select(v => v.Value))} from {source}");
    }

    private static async Task<HashSet<string>> Columns(NpgsqlConnection connection, string table, IEnumerable<string> wanted)
    {
        await using var find = new NpgsqlCommand("select array_agg(column_name::text) from information_schema.columns where table_schema = 'public' and table_name = $1 and column_name = any ($2)", connection)
        {
            Parameters = { new() { Value = table }, new() { Value = wanted.ToArray() } },
        };
        return [.. (string[])(await find.ExecuteScalarAsync())!];
    }

    /// <summary>Drops what slows loading down; returns how to make it again.</summary>
    private static async Task<List<string>> WithoutIndexes(NpgsqlConnection connection, string table)
    {
        var indexes = new List<(string Name, string Definition)>();
        await using (var find = new NpgsqlCommand("select indexname, indexdef from pg_indexes where schemaname = 'public' and tablename = $1 and indexname not like 'PK_%'", connection) { Parameters = { new() { Value = table } } })
        await using (var reader = await find.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                indexes.Add((reader.GetString(0), reader.GetString(1)));
        foreach (var (name, _) in indexes)
            await Run(connection, $"drop index \"{name}\"");
        return [.. indexes.Select(i => i.Definition)];
    }

    private static async Task Run(NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
        // Statements with parameters cannot make tables: then they are written into the statement.
        foreach (var (parameter, number) in parameters.Select((p, i) => (p, i + 1)).Reverse())
            sql = sql.Replace("$" + number, parameter.Value is string[] texts ? $"array[{string.Join(", ", texts.Select(t => $"'{t.Replace("'", "''")}'"))}]" : $"{parameter.Value}");
        foreach (var statement in sql.Split(";\n", StringSplitOptions.TrimEntries).SelectMany(s => s.Contains("vacuum") ? s.Split("; ") : [s]))
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync();
        }
    }

    internal static Task Execute(NpgsqlConnection connection, string sql, long from, long to) => Run(connection, sql, Parameters(from, to));
}
