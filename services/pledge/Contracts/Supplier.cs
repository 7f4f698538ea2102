using System.Text;
using Charter.Pledges.Jobs;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Contracts;

/// <summary>
/// A line of an organisation's supplier book. Contracts and spend name suppliers in many ways; those whose names differ in case, punctuation and legal form alone
/// are one. Where it is comes from the postcode directory, or else a person says so, which later imports leave.
/// </summary>
internal sealed class Supplier
{
    public Guid Id { get; init; }
    public Guid OrganisationId { get; init; }
    /// <summary>The name as suppliers are told apart by it.</summary>
    public required string Key { get; init; }
    public required string Name { get; init; }
    public string? Postcode { get; init; }
    /// <summary>The district in which the directory has the postcode; null when it does not have it.</summary>
    public string? District { get; init; }
    public string? Ward { get; init; }
    /// <summary>Where a person said it is: code of a place, or <see cref="Elsewhere"/>.</summary>
    public string? SetPlace { get; private set; }
    public Guid? SetBy { get; private set; }
    public DateTimeOffset? SetAt { get; private set; }
    /// <summary>As publishers give it: micro, sme, large.</summary>
    public string? Scale { get; init; }
    public bool? IsVoluntary { get; init; }
    /// <summary>What was paid to it, in pounds, in all that was imported. Kept with the months, so that those who were paid most can be read first.</summary>
    public decimal Paid { get; init; }

    /// <summary>Triggers, because replicas that do not know what a supplier was paid bring payments in too.</summary>
    public const string KeepPaid = """
        create function keep_paid() returns trigger language plpgsql as $$
        begin
          if tg_op <> 'INSERT' then
            update supplier s set paid = s.paid - b.amount from (select supplier_id, sum(amount) as amount from before group by 1) b where s.id = b.supplier_id and b.amount <> 0;
          end if;
          if tg_op <> 'DELETE' then
            update supplier s set paid = s.paid + a.amount from (select supplier_id, sum(amount) as amount from after group by 1) a where s.id = a.supplier_id and a.amount <> 0;
          end if;
          return null;
        end $$;
        create trigger keep_paid_added after insert on spend_month referencing new table as after for each statement execute function keep_paid();
        create trigger keep_paid_changed after update on spend_month referencing old table as before new table as after for each statement execute function keep_paid();
        create trigger keep_paid_gone after delete on spend_month referencing old table as before for each statement execute function keep_paid();
        update supplier s set paid = m.amount from (select supplier_id, sum(amount) as amount from spend_month group by 1) m where s.id = m.supplier_id;
        """;

    /// <summary>In none of the places that Charter knows by name.</summary>
    public const string Elsewhere = "elsewhere";

    /// <summary>409 when the directory knows where it is.</summary>
    public void Set(string? place, Guid by, DateTimeOffset now)
    {
        if (District is not null)
            throw PledgeErrors.SupplierPlaceKnown();
        (SetPlace, SetBy, SetAt) = (place, by, now);
    }
}

/// <summary>A supplier as a file names it.</summary>
internal sealed record NamedSupplier(string Key, string Name, string? Postcode, string? Scale, bool? IsVoluntary)
{
    private const int LongestName = 300;
    private static readonly HashSet<string> LegalForms = ["LTD", "LIMITED", "PLC", "LLP", "LP", "CIC", "CIO", "INC"];

    /// <summary>Null when there is no name.</summary>
    public static NamedSupplier? Of(string? name, string? postcode, string? scale = null, bool? isVoluntary = null)
    {
        var tidy = name is null ? "" : string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        tidy = PlainText.Cut(tidy, LongestName);
        return KeyOf(tidy) is { Length: > 0 } key ? new(key, tidy, postcode, scale?.Length > 40 ? null : scale, isVoluntary) : null;
    }

    /// <summary>Capitals and digits, words without "the" in front and without the legal form at the end.</summary>
    public static string KeyOf(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var c in name.Normalize(NormalizationForm.FormKD).ToUpperInvariant())
            text.Append(char.IsLetterOrDigit(c) ? c.ToString() : c == '&' ? " AND " : c is '\'' or '’' or '.' || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.NonSpacingMark ? "" : " ");
        var words = text.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        while (words.Count > 1 && LegalForms.Contains(words[^1]))
            words.RemoveAt(words.Count - 1);
        if (words.Count > 1 && words[0] == "THE")
            words.RemoveAt(0);
        var key = string.Join(' ', words);
        return key.Length > LongestName ? key[..LongestName] : key;
    }
}

/// <summary>Enters suppliers into the book.</summary>
internal static class SupplierBook
{
    /// <summary>The id of each, by its key. What a person set stays; a postcode is kept when a file without one comes later.</summary>
    public static async Task<Dictionary<string, Guid>> Enter(PledgeDb db, Guid organisation, IEnumerable<NamedSupplier> named, CancellationToken cancel)
    {
        var all = named.GroupBy(s => s.Key).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, g.First().Name, Postcode: g.Select(s => s.Postcode).LastOrDefault(p => p is not null), Scale: g.Select(s => s.Scale).LastOrDefault(s => s is not null), IsVoluntary: g.Select(s => s.IsVoluntary).LastOrDefault(v => v is not null))).ToArray();
        if (all.Length == 0)
            return [];
        var (keys, names, postcodes, scales, voluntary, ids) = (all.Select(s => s.Key).ToArray(), all.Select(s => s.Name).ToArray(), all.Select(s => s.Postcode).ToArray(), all.Select(s => s.Scale).ToArray(),
            all.Select(s => s.IsVoluntary).ToArray(), all.Select(_ => Guid.CreateVersion7()).ToArray());
        await db.Database.ExecuteSqlAsync($"""
            insert into supplier (id, organisation_id, key, name, postcode, district, ward, scale, is_voluntary)
            select n.id, {organisation}, n.key, n.name, n.postcode, p.district, p.ward, n.scale, n.voluntary
            from unnest({ids}, {keys}, {names}, {postcodes}, {scales}, {voluntary}) n(id, key, name, postcode, scale, voluntary) left join postcode p on p.code = n.postcode order by n.key
            on conflict (organisation_id, key) do update set postcode = coalesce(excluded.postcode, supplier.postcode),
              district = case when excluded.postcode is null then supplier.district else excluded.district end, ward = case when excluded.postcode is null then supplier.ward else excluded.ward end,
              scale = coalesce(excluded.scale, supplier.scale), is_voluntary = coalesce(excluded.is_voluntary, supplier.is_voluntary)
            where (excluded.postcode is not null and (supplier.postcode, supplier.district, supplier.ward) is distinct from (excluded.postcode, excluded.district, excluded.ward))
              or (excluded.scale is not null and supplier.scale is distinct from excluded.scale) or (excluded.is_voluntary is not null and supplier.is_voluntary is distinct from excluded.is_voluntary)
            """, cancel);
        return await db.Suppliers.Where(s => s.OrganisationId == organisation && keys.Contains(s.Key)).ToDictionaryAsync(s => s.Key, s => s.Id, cancel);
    }

    /// <summary>Drops suppliers that nothing names any more, unless a person said something of them.</summary>
    public static Task<int> Tidy(JobRun run, CancellationToken cancel) => run.Db.Database.ExecuteSqlAsync($"""
        delete from supplier s where organisation_id = {run.Job.Scope} and set_place is null
          and not exists (select from award_supplier a where a.supplier_id = s.id) and not exists (select from spend_line l where l.supplier_id = s.id)
        """, cancel);
}

/// <summary>A postcode of the directory that the partnership loaded.</summary>
internal sealed class PostcodePlace
{
    /// <summary>Without a space.</summary>
    public required string Code { get; init; }
    public required string District { get; init; }
    public string? Ward { get; init; }
}
