using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;

namespace Charter.Faults.Tests;

/// <summary>What must hold when everything has calmed down, read from the databases themselves and from the broker.</summary>
internal static class Agreement
{
    /// <summary>What a service keeps of another's data must say what the other says: the same rows from both.</summary>
    private static readonly (string What, string Source, string SourceRows, string Copy, string CopyRows)[] Copies =
    [
        ("pledges on the register", "pledge", "select concat_ws('|', id, organisation_id, version, title, status, latest_value::float, latest_on) from pledge",
            "signatory", "select concat_ws('|', pledge_id, organisation_id, version, facts->>'Title', facts->>'Status', (facts->>'ProgressValue')::float, facts->>'ProgressOn') from register_pledge"),
        ("evidence on the register", "pledge", "select concat_ws('|', id, pledge_id, organisation_id, version, title, state) from evidence where state <> 'scanning'",
            "signatory", "select concat_ws('|', evidence_id, pledge_id, organisation_id, version, title, state) from register_evidence"),
        ("duties on the register", "pledge", "select concat_ws('|', organisation_id, charter_id, charter_version, code, position, text, state_rank) from ledger_duty",
            "signatory", "select concat_ws('|', organisation_id, charter_id, charter_version, code, position, text, state_rank) from register_duty"),
        ("marks on the register", "kitemark", "select distinct on (organisation_id) concat_ws('|', organisation_id, id, level, awarded_on, valid_until) from award order by organisation_id, awarded_on desc, id desc",
            "signatory", "select concat_ws('|', organisation_id, award_id, mark, awarded_on, mark_valid_until) from register_entry where award_id is not null"),
        ("ledgers", "signatory", "select concat_ws('|', organisation_id, charter_id, charter_version, id, 'open') from signature",
            "pledge", "select concat_ws('|', organisation_id, charter_id, charter_version, signature_id, case when opened_at is not null then 'open' end) from ledger"),
        ("organisations that may pledge", "signatory", "select concat_ws('|', id, name, sector, kind, size_band, places) from organisation where status = 'confirmed'",
            "pledge", "select concat_ws('|', organisation_id, name, sector, kind, size_band, places) from organisation"),
        ("charters in the ledger", "signatory", "select concat_ws('|', charter_id, number, title) from charter_version where published_at is not null",
            "pledge", "select concat_ws('|', charter_id, version, title) from charter_version"),
        ("members of the network", "signatory", "select concat_ws('|', organisation_id, min(signed_on)) from signature group by organisation_id",
            "champions", "select concat_ws('|', organisation_id, member_since) from member"),
        ("signatures at the gate", "signatory", "select distinct organisation_id::text from signature",
            "kitemark", "select organisation_id::text from organisation where signed_at is not null"),
        ("verified duties at the gate", "pledge", "select distinct organisation_id::text from ledger_duty where code = 'embed' and state_rank = 3",
            "kitemark", "select organisation_id::text from organisation where embed_verified_at is not null"),
        ("first members", "signatory", "select concat_ws('|', id, registered_by) from organisation where status = 'confirmed' and name like 'Faults %'",
            "identity", "select distinct concat_ws('|', organisation_id, subject) from membership where role = 'signatory' and (subject, organisation_id) in (select subject, organisation_id from membership where role = 'editor') and organisation_id in (select organisation_id from organisation where name like 'Faults %')"),
        ("champions", "champions", "select concat_ws('|', organisation_id, subject) from champion join member using (organisation_id) where subject is not null and member.name like 'Faults %'",
            "identity", "select concat_ws('|', organisation_id, subject) from membership join organisation using (organisation_id) where role = 'champion' and organisation.name like 'Faults %'"),
        ("entries of the register", "signatory", "select distinct organisation_id::text from signature",
            "signatory", "select organisation_id::text from register_entry"),
        ("registrations in the audit trail", "signatory", "select id::text from organisation where import_id is null",
            "identity", "select s.id::text from audit_entry, unnest(subject_ids, subject_kinds) s(id, kind) where outcome = 'done' and action = 'Register an organisation' and kind = 'organisation'"),
        ("signings in the audit trail", "signatory", "select id::text from signature",
            "identity", "select s.id::text from audit_entry, unnest(subject_ids, subject_kinds) s(id, kind) where outcome = 'done' and action in ('Sign a charter', 'Countersign a signature') and kind = 'signature'"),
        ("pledging in the audit trail", "pledge", "select id::text from pledge",
            "identity", "select s.id::text from audit_entry, unnest(subject_ids, subject_kinds) s(id, kind) where outcome = 'done' and action = 'Make a pledge' and kind = 'pledge'"),
        ("reports in the audit trail", "pledge", "select id::text from pledge_progress",
            "identity", "select s.id::text from audit_entry, unnest(subject_ids, subject_kinds) s(id, kind) where outcome = 'done' and action = 'Report progress' and kind = 'progress-entry'"),
        ("evidence in the audit trail", "pledge", "select id::text from evidence",
            "identity", "select s.id::text from audit_entry, unnest(subject_ids, subject_kinds) s(id, kind) where outcome = 'done' and action in ('Submit evidence', 'Submit a new version of evidence') and kind = 'evidence-item'"),
        ("appointments in the audit trail", "champions", "select id::text from champion",
            "identity", "select s.id::text from audit_entry, unnest(subject_ids, subject_kinds) s(id, kind) where outcome = 'done' and action = 'Appoint a champion' and kind = 'champion'"),
        ("practices in the audit trail", "champions", "select id::text from practice",
            "identity", "select s.id::text from audit_entry, unnest(subject_ids, subject_kinds) s(id, kind) where outcome = 'done' and action = 'Publish a practice' and kind = 'practice'"),
        ("applications in the audit trail", "kitemark", "select id::text from application",
            "identity", "select s.id::text from audit_entry, unnest(subject_ids, subject_kinds) s(id, kind) where outcome = 'done' and action = 'Apply for a kite mark' and kind = 'application'"),
        ("assessments in the audit trail", "kitemark", "select id::text from assessment",
            "identity", "select s.id::text from audit_entry, unnest(subject_ids, subject_kinds) s(id, kind) where outcome = 'done' and action = 'Assess an application' and kind = 'assessment'"),
        ("counts of the register", "signatory", "select concat_ws('|', status, sector, mark, count(*)) from register_entry group by status, sector, mark",
            "signatory", "select concat_ws('|', status, sector, mark, sum(entries)) from register_counted where place = '' group by status, sector, mark having sum(entries) <> 0"),
    ];

    /// <summary>Kind of operation → how the rows are found that it alone can have made.</summary>
    private static readonly Dictionary<string, (string Database, string Marks)> Effects = new()
    {
        ["organisation"] = ("signatory", "select name from organisation"),
        ["signature"] = ("signatory", "select organisation_id::text from signature"),
        ["pledge"] = ("pledge", "select title from pledge"),
        ["progress"] = ("pledge", "select source from pledge_progress"),
        ["evidence"] = ("pledge", "select title from evidence"),
        ["champion"] = ("champions", "select organisation_id::text from champion"),
        ["practice"] = ("champions", "select title from practice"),
        ["application"] = ("kitemark", "select organisation_id::text from application"),
        ["assessment"] = ("kitemark", "select application_id::text from assessment"),
        ["decision"] = ("kitemark", "select application_id::text from award"),
    };

    private static readonly string[] Databases = ["signatory", "pledge", "champions", "kitemark", "identity"];

    /// <summary>Everything that does not hold; empty when all is well.</summary>
    public static async Task<List<string>> Differences()
    {
        var wrong = new List<string>();
        foreach (var (what, source, sourceRows, copy, copyRows) in Copies)
        {
            var (expected, found) = (await Rows(source, sourceRows), await Rows(copy, copyRows));
            expected.Sort(StringComparer.Ordinal);
            found.Sort(StringComparer.Ordinal);
            if (!expected.SequenceEqual(found))
                wrong.Add($"{what}: {expected.Except(found).Count()} missing, {found.Except(expected).Count()} too many, for example {expected.Except(found).Concat(found.Except(expected)).FirstOrDefault()}");
        }
        foreach (var database in Databases)
        {
            if (await Rows(database, "select type from outbox") is { Count: > 0 } waiting)
                wrong.Add($"outbox of {database}: {waiting.Count} events wait, for example {waiting[0]}");
        }
        wrong.AddRange(from queue in await Queues() where queue.Messages > 0 select $"queue {queue.Name}: {queue.Messages} messages");
        return wrong;
    }

    /// <summary>Every acknowledged operation has its effect, and has it once.</summary>
    public static async Task<List<string>> LostOrDoubled(IEnumerable<(string Kind, Guid Id, string Mark)> acknowledged)
    {
        var wrong = new List<string>();
        foreach (var kind in acknowledged.Where(a => Effects.ContainsKey(a.Kind)).GroupBy(a => a.Kind))
        {
            var (database, marks) = Effects[kind.Key];
            var found = (await Rows(database, marks)).CountBy(m => m).ToDictionary();
            wrong.AddRange(from mark in kind.CountBy(a => a.Mark)
                           where found.GetValueOrDefault(mark.Key) != mark.Value
                           select $"{kind.Key} '{mark.Key}': acknowledged {mark.Value} times, there {found.GetValueOrDefault(mark.Key)} times");
        }
        return wrong;
    }

    /// <summary>Evidence whose file is missing or is not what was uploaded.</summary>
    public static async Task<List<string>> DamagedFiles()
    {
        var damaged = new List<string>();
        foreach (var hash in (await Rows("pledge", "select distinct sha256 from evidence_file")).OfType<string>())
        {
            var path = Path.Combine(Installation.Evidence, hash[..2], hash[2..4], hash);
            if (!File.Exists(path) || Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path))) != hash)
                damaged.Add($"file {hash} is missing or damaged");
        }
        return damaged;
    }

    public static async Task<List<string>> Rows(string database, string query)
    {
        await using var source = Installation.Database(database);
        await using var command = source.CreateCommand(query);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(reader.GetString(0));
        return rows;
    }

    private static async Task<List<(string Name, int Messages)>> Queues()
    {
        var broker = new Uri(Installation.Setting("CHARTER_TEST_RABBITMQ"));
        using var management = new HttpClient { BaseAddress = new(Installation.Setting("CHARTER_TEST_RABBITMQ_MANAGEMENT")) };
        management.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(broker.UserInfo)));
        var queues = await management.GetAsync("/api/queues/%2F?columns=name,messages").Answers_with(System.Net.HttpStatusCode.OK);
        return [.. queues.EnumerateArray().Select(q => (q.Text("name")!, q.TryGetProperty("messages", out var n) && n.ValueKind == JsonValueKind.Number ? n.GetInt32() : 0))];
    }
}
