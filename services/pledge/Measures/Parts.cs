using Charter.Contracts;
using Charter.Pledges.Contracts;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Measures;

/// <summary>One part of a figure.</summary>
internal readonly record struct Part(string Measure, string Key, DateOnly Month);

/// <summary>
/// What signatories have in each figure, read from their records. An organisation stands with all whose place it has taken; the cost goes by what they have, and
/// not by how many others there are.
/// </summary>
internal sealed class Parts(PledgeDb db, Guid[] holders, CancellationToken cancel)
{
    public static readonly DateOnly Always = new(1900, 1, 1);
    public const string Reporting = "reporting";
    public const string All = "all";
    public const string WithoutValue = "without-value";

    /// <summary>Lower bounds of the bands of value of contracts.</summary>
    public static readonly decimal[] Bands = [0, 25_000, 100_000, 1_000_000];
    public static readonly string[] Kinds = ["policy", "strategy", "decision"];

    private readonly Dictionary<(Guid Charter, Guid Holder), Dictionary<Part, (decimal Amount, long Count)>> _parts = [];
    private Guid[] _organisations = [], _standsFor = [];

    private sealed record Spent(Guid Holder, DateOnly Month, string Key, decimal Amount, long Count);
    private sealed record Awarded(Guid Charter, Guid Holder, DateOnly Month, string Key, decimal Amount, long Count);
    private sealed record Asked(Guid Holder, DateOnly Month, string Key, long Count);
    private sealed record Shown(Guid Charter, Guid Holder, string Kind, Guid Id, DateOnly Since, DateOnly? Until);

    public async Task<IReadOnlyDictionary<(Guid Charter, Guid Holder), Dictionary<Part, (decimal Amount, long Count)>>> Read(IReadOnlyList<Signed> signed)
    {
        var held = await db.Set<CarriedOver>().AsNoTracking().Where(c => holders.Contains(c.HolderId)).Select(c => new { c.OrganisationId, c.HolderId }).ToListAsync(cancel);
        (_organisations, _standsFor) = ([.. holders, .. held.Select(h => h.OrganisationId)], [.. holders, .. held.Select(h => h.HolderId)]);
        foreach (var s in signed)
            Sign(s);
        var charters = signed.Where(s => s.IsInForce).ToLookup(s => s.Holder, s => s.Charter);
        var codes = signed.SelectMany(s => s.Local.Select(code => (s.Holder, Code: code))).Distinct().ToArray();
        var (of, local) = (codes.Select(c => c.Holder).ToArray(), codes.Select(c => c.Code).ToArray());
        await Spend(charters, of, local);
        await Contracts(charters, of, local);
        await Questions(charters);
        await Evidence(charters);
        return _parts;
    }

    private void Add(Guid charter, Guid holder, string measure, string key, DateOnly month, decimal amount, long count)
    {
        if (!_parts.TryGetValue((charter, holder), out var parts))
            _parts[(charter, holder)] = parts = [];
        var part = new Part(measure, key, month);
        var (a, c) = parts.GetValueOrDefault(part);
        parts[part] = (a + amount, c + count);
    }

    private static DateOnly MonthOf(DateOnly day) => new(day.Year, day.Month, 1);

    /// <summary>It stands from one day until before another: one more at the end of the month of the first, one less at that of the other.</summary>
    private void Stand(Guid charter, Guid holder, string measure, string key, DateOnly since, DateOnly? until)
    {
        Add(charter, holder, measure, key, MonthOf(since), 0, 1);
        if (until is { } end)
            Add(charter, holder, measure, key, MonthOf(end), 0, -1);
    }

    private void Report(Guid charter, Guid holder, string measure)
    {
        if (!_parts.TryGetValue((charter, holder), out var parts) || !parts.ContainsKey(new(measure, Reporting, Always)))
            Add(charter, holder, measure, Reporting, Always, 0, 1);
    }

    private void Sign(Signed s)
    {
        string[] keys = [All, $"sector:{s.Sector}", $"size:{s.SizeBand}", $"kind:{s.Kind}", .. s.Places.Select(p => $"place:{p}")];
        foreach (var (since, until) in s.Times)
            foreach (var key in keys)
                Stand(s.Charter, s.Holder, Measure.Signatories, key, since, until);
        if (s.IsInForce)
            Report(s.Charter, s.Holder, Measure.Signatories);
    }

    private async Task Spend(ILookup<Guid, Guid> charters, Guid[] of, string[] local)
    {
        var rows = await db.Database.SqlQuery<Spent>($"""
            with held as (select * from unnest({_organisations}, {_standsFor}) as h(organisation_id, holder)),
              rule as (select holder, array_agg(code) as codes from unnest({of}, {local}) as l(holder, code) group by holder)
            select h.holder, m.month, locality_of(s.district, s.ward, s.set_place, coalesce(r.codes, array[]::text[])) as key, sum(m.amount) as amount, sum(m.lines)::bigint as count
            from held h join spend_month m on m.organisation_id = h.organisation_id join supplier s on s.id = m.supplier_id left join rule r on r.holder = h.holder group by 1, 2, 3
            """).ToListAsync(cancel);
        foreach (var row in rows)
            foreach (var charter in charters[row.Holder])
            {
                Add(charter, row.Holder, Measure.LocalMultiplier, row.Key, row.Month, row.Amount, row.Count);
                Report(charter, row.Holder, Measure.LocalMultiplier);
            }
    }

    /// <summary>Awards of a process that another signatory of the charter brought in before, with awards, count there.</summary>
    private async Task Contracts(ILookup<Guid, Guid> charters, Guid[] of, string[] local)
    {
        if (charters.Count == 0)
            return;
        var rows = await db.Database.SqlQuery<Awarded>($"""
            with held as (select * from unnest({_organisations}, {_standsFor}) as h(organisation_id, holder)),
              rule as (select holder, array_agg(code) as codes from unnest({of}, {local}) as l(holder, code) group by holder),
              award as (
                select m.charter_id as charter, h.holder, date_trunc('month', coalesce(a.date, p.first_released_at) at time zone 'Europe/London')::date as month,
                  a.process_id, a.number, greatest(a.suppliers, 1) as suppliers, case when a.currency = 'GBP' then a.value end as value
                from held h join measure_member m on m.organisation_id = h.holder and m.is_in_force
                  join contract_process p on p.organisation_id = h.organisation_id join contract_award a on a.process_id = p.id and a.counts
                where not exists (
                  select from contract_process o left join carried_over c on c.organisation_id = o.organisation_id
                    join measure_member n on n.charter_id = m.charter_id and n.organisation_id = coalesce(c.holder_id, o.organisation_id) and n.is_in_force
                  where o.ocid = p.ocid and o.id < p.id and exists (select from contract_award b where b.process_id = o.id and b.counts)))
            select charter, holder, month, 'band:' || greatest(1, width_bucket(value, {Bands})) as key, sum(value) as amount, count(*) as count from award where value is not null group by 1, 2, 3, 4
            union all
            select charter, holder, month, {WithoutValue} as key, 0 as amount, count(*) as count from award where value is null group by 1, 2, 3
            union all
            select w.charter, w.holder, w.month, k.key, sum(w.value / w.suppliers) as amount, count(distinct (w.process_id, w.number)) as count
            from award w left join award_supplier x on x.process_id = w.process_id and x.award_number = w.number left join supplier s on s.id = x.supplier_id left join rule r on r.holder = w.holder
              cross join lateral (values ('at:' || locality_of(s.district, s.ward, s.set_place, coalesce(r.codes, array[]::text[]))),
                ('scale:' || case when s.is_voluntary then 'voluntary' when s.scale in ('micro', 'sme', 'large') then s.scale else 'unknown' end)) as k(key)
            where w.value is not null group by 1, 2, 3, 4
            """).ToListAsync(cancel);
        foreach (var row in rows)
        {
            var (measure, key) = row.Key.StartsWith("at:", StringComparison.Ordinal) ? (Measure.LocalContracts, row.Key[3..]) : (Measure.ContractSizes, row.Key);
            Add(row.Charter, row.Holder, measure, key, row.Month, row.Amount, row.Count);
            if (key == WithoutValue)
                Add(row.Charter, row.Holder, Measure.LocalContracts, key, row.Month, 0, row.Count);
            Report(row.Charter, row.Holder, Measure.LocalContracts);
            Report(row.Charter, row.Holder, Measure.ContractSizes);
        }
    }

    private async Task Questions(ILookup<Guid, Guid> charters)
    {
        var rows = await db.Database.SqlQuery<Asked>($"""
            with held as (select * from unnest({_organisations}, {_standsFor}) as h(organisation_id, holder))
            select h.holder, date_trunc('month', q.asked_on)::date as month, k.key, count(*) as count
            from held h join commissioned_question q on q.organisation_id = h.organisation_id
              cross join lateral (
                select {All} as key union all select 'kind:' || q.kind union all select 'pillar:' || q.pillar
                union all select 'test:' || (t ->> 'Test') || ':' || (t ->> 'Verdict') from jsonb_array_elements(q.tests) t
                union all select 'passes' where not exists (select from jsonb_array_elements(q.tests) t where t ->> 'Verdict' <> 'yes')) k
            group by 1, 2, 3
            """).ToListAsync(cancel);
        foreach (var row in rows)
            foreach (var charter in charters[row.Holder])
            {
                Add(charter, row.Holder, Measure.Questions, row.Key, row.Month, 0, row.Count);
                Report(charter, row.Holder, Measure.Questions);
            }
    }

    /// <summary>What was returned and replaced was never verified; nobody gives reasons for what they verify.</summary>
    private async Task Evidence(ILookup<Guid, Guid> charters)
    {
        var rows = await db.Database.SqlQuery<Shown>($"""
            with held as (select * from unnest({_organisations}, {_standsFor}) as h(organisation_id, holder))
            select distinct d.charter_id as charter, h.holder, e.kind, e.id, (e.reviewed_at at time zone 'Europe/London')::date as since,
              case when e.state <> 'verified' then (coalesce(e.ended_at, e.reviewed_at) at time zone 'Europe/London')::date end as until
            from held h join evidence e on e.organisation_id = h.organisation_id join evidence_duty d on d.evidence_id = e.id
            where e.kind = any({Kinds}) and e.reviewed_at is not null and cardinality(e.reasons) = 0 and e.state in ('verified', 'superseded', 'expired', 'refused')
            """).ToListAsync(cancel);
        foreach (var of in rows.Where(r => charters[r.Holder].Contains(r.Charter)).GroupBy(r => (r.Charter, r.Holder)))
        {
            var (charter, holder) = of.Key;
            Report(charter, holder, Measure.Policies);
            foreach (var item in of)
                Stand(charter, holder, Measure.Policies, $"items:{item.Kind}", item.Since, item.Until);
            foreach (var (key, items) in of.GroupBy(i => i.Kind).Select(g => (g.Key, g.AsEnumerable())).Append((All, of.AsEnumerable())))
                foreach (var (since, until) in Times.Together(items.Select(i => (i.Since, i.Until))))
                    Stand(charter, holder, Measure.Policies, key, since, until);
        }
    }
}

/// <summary>Times that something stands, each from a day until before another, or still.</summary>
internal static class Times
{
    /// <summary>Those that overlap or follow one another at once become one.</summary>
    public static IReadOnlyList<(DateOnly Since, DateOnly? Until)> Together(IEnumerable<(DateOnly Since, DateOnly? Until)> times)
    {
        var all = new List<(DateOnly Since, DateOnly? Until)>();
        foreach (var (since, until) in times.Where(t => t.Until is null || t.Until > t.Since).OrderBy(t => t.Since))
        {
            if (all.Count == 0 || all[^1].Until is { } end && end < since)
                all.Add((since, until));
            else if (all[^1].Until is { } before && (until is null || until > before))
                all[^1] = (all[^1].Since, until);
        }
        return all;
    }
}
