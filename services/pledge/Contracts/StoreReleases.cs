using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Contracts;

/// <summary>A release that keeps the rules.</summary>
internal sealed class CheckedRelease
{
    /// <param name="position">Its number in the file.</param>
    public CheckedRelease(long position, JsonObject fields)
    {
        (Position, Fields, Content) = (position, fields, fields.ToJsonString());
        (Ocid, Id, Date) = (fields["ocid"]!.GetValue<string>(), fields["id"]!.GetValue<string>(), OcdsCheck.StoredMoment(fields["date"]!.GetValue<string>())!.Value);
        Hash = SHA256.HashData(Encoding.UTF8.GetBytes(Content));
    }

    public long Position { get; }
    public JsonObject Fields { get; }
    public string Ocid { get; }
    public string Id { get; }
    public DateTimeOffset Date { get; }
    public string Content { get; }
    public byte[] Hash { get; }
}

/// <summary>Stores releases, and merges anew the processes to which they belong.</summary>
internal static class StoreReleases
{
    private static readonly JsonSerializerOptions Rows = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private sealed record Stored(string Ocid, DateTimeOffset Date, string Content);

    private sealed record Known(string Ocid, string ReleaseId, byte[] Hash);

    /// <summary>Within the transaction of the job.</summary>
    /// <returns>Those that were there already, and those that are refused because another with their id was.</returns>
    public static async Task<(int Unchanged, IReadOnlyList<CheckedRelease> Changed)> Run(PledgeDb db, Guid organisation, Guid import, IReadOnlyList<CheckedRelease> releases, CancellationToken cancel)
    {
        var ocids = releases.Select(r => r.Ocid).Distinct().ToArray();
        var known = (await db.Releases.Where(r => r.OrganisationId == organisation && ocids.Contains(r.Ocid)).Select(r => new Known(r.Ocid, r.ReleaseId, r.Hash)).ToListAsync(cancel))
            .ToDictionary(r => (r.Ocid, r.ReleaseId), r => r.Hash);
        var (added, changed, unchanged) = (new List<CheckedRelease>(), new List<CheckedRelease>(), 0);
        foreach (var release in releases)
        {
            if (!known.TryGetValue((release.Ocid, release.Id), out var hash))
            {
                known[(release.Ocid, release.Id)] = release.Hash;
                added.Add(release);
            }
            else if (hash.AsSpan().SequenceEqual(release.Hash))
                unchanged++;
            else
                changed.Add(release);
        }
        if (added.Count > 0)
        {
            var rows = JsonSerializer.Serialize(added.Select(r => new { r.Ocid, r.Id, r.Date, Tags = r.Fields["tag"], r.Content, Hash = Convert.ToHexStringLower(r.Hash) }), Rows);
            await db.Database.ExecuteSqlAsync($"""
                insert into contract_release (organisation_id, ocid, release_id, date, tags, content, hash, import_id)
                select {organisation}, ocid, id, date, tags, content, decode(hash, 'hex'), {import}
                from json_to_recordset({rows}::json) as r(ocid text, id text, date timestamptz, tags text[], content text, hash text)
                """, cancel);
            await Compile(db, organisation, [.. added.Select(r => r.Ocid).Distinct()], cancel);
        }
        return (unchanged, changed);
    }

    /// <summary>Merges these processes out of their releases; one that has none any more goes.</summary>
    public static async Task Compile(PledgeDb db, Guid organisation, string[] ocids, CancellationToken cancel)
    {
        var releases = (await db.Releases.Where(r => r.OrganisationId == organisation && ocids.Contains(r.Ocid)).OrderBy(r => r.Date).ThenBy(r => r.ReleaseId)
            .Select(r => new Stored(r.Ocid, r.Date, r.Content)).ToListAsync(cancel)).ToLookup(r => r.Ocid);
        var ids = await db.Processes.Where(p => p.OrganisationId == organisation && ocids.Contains(p.Ocid)).ToDictionaryAsync(p => p.Ocid, p => p.Id, cancel);
        var gone = ids.Where(p => !releases.Contains(p.Key)).Select(p => p.Value).ToArray();
        var standing = ids.Values.ToArray();
        await db.Database.ExecuteSqlAsync($"delete from contract_award where process_id = any({standing})", cancel);
        await db.Database.ExecuteSqlAsync($"delete from contract_process where id = any({gone})", cancel);
        var compiled = releases.OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => CompiledProcess.Of(ids.GetValueOrDefault(g.Key, Guid.CreateVersion7()), organisation, g.Key, [.. g.Select(r => (r.Date, (JsonObject)JsonNode.Parse(r.Content)!))])).ToArray();
        if (compiled.Length == 0)
            return;
        var suppliers = await SupplierBook.Enter(db, organisation, compiled.SelectMany(c => c.Suppliers).Select(s => s.Supplier).OfType<NamedSupplier>(), cancel);
        var processes = JsonSerializer.Serialize(compiled.Select(c => c.Process), Rows);
        var awards = JsonSerializer.Serialize(compiled.SelectMany(c => c.Awards), Rows);
        var named = JsonSerializer.Serialize(compiled.SelectMany(c => c.Suppliers.Select(s => new AwardSupplier { ProcessId = c.Process.Id, AwardNumber = s.Award, Number = s.Number, SupplierId = s.Supplier is null ? null : suppliers[s.Supplier.Key] })), Rows);
        await db.Database.ExecuteSqlAsync($"""
            insert into contract_process (id, organisation_id, ocid, title, description, buyer_name, status, method, method_details, category, tender_value, tender_currency,
              is_for_small, is_for_voluntary, starts_at, ends_at, first_released_at, released_at, releases, amendments)
            select id, organisation_id, ocid, title, description, buyer_name, status, method, method_details, category, tender_value, tender_currency,
              is_for_small, is_for_voluntary, starts_at, ends_at, first_released_at, released_at, releases, amendments
            from json_populate_recordset(null::contract_process, {processes}::json)
            on conflict (organisation_id, ocid) do update set title = excluded.title, description = excluded.description, buyer_name = excluded.buyer_name, status = excluded.status,
              method = excluded.method, method_details = excluded.method_details, category = excluded.category, tender_value = excluded.tender_value, tender_currency = excluded.tender_currency,
              is_for_small = excluded.is_for_small, is_for_voluntary = excluded.is_for_voluntary, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
              first_released_at = excluded.first_released_at, released_at = excluded.released_at, releases = excluded.releases, amendments = excluded.amendments
            """, cancel);
        await db.Database.ExecuteSqlAsync($"""
            insert into contract_award (process_id, number, organisation_id, award_id, title, status, counts, date, value, currency, starts_at, ends_at, suppliers)
            select process_id, number, organisation_id, award_id, title, status, counts, date, value, currency, starts_at, ends_at, suppliers from json_populate_recordset(null::contract_award, {awards}::json)
            """, cancel);
        await db.Database.ExecuteSqlAsync($"""
            insert into award_supplier (process_id, award_number, number, supplier_id)
            select process_id, award_number, number, supplier_id from json_populate_recordset(null::award_supplier, {named}::json)
            """, cancel);
    }
}
