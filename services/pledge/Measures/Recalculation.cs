using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Measures;

/// <summary>
/// Takes what organisations had in the figures out of the sums and puts in what they have now: the difference alone, so the cost goes by what changed. Whoever
/// does it holds a lock until the end of the transaction, because two could not both know what was in before.
/// </summary>
internal sealed class Recalculation(PledgeDb db, DateTimeOffset now, CancellationToken cancel)
{
    private readonly record struct Cell(Guid Charter, string Place, string Sector, Part Part);

    /// <summary>False when another has the lock.</summary>
    public static async Task<bool> TryLock(PledgeDb db, CancellationToken cancel) =>
        (await db.Database.SqlQuery<bool>($"""select pg_try_advisory_xact_lock(hashtextextended('measures', 0)) as "Value" """).ToListAsync(cancel))[0];

    public static Task Lock(PledgeDb db, CancellationToken cancel) => db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended('measures', 0))", cancel);

    /// <summary>
    /// Organisations whose files are being imported, with all that stand together with them: they are left as they were until that has ended, because half a file is
    /// nobody's figure.
    /// </summary>
    public static async Task<Guid[]> Importing(PledgeDb db, CancellationToken cancel) => [.. await db.Database.SqlQuery<Guid>($"""
        select distinct f.id as "Value" from job j left join carried_over h on h.organisation_id = j.scope
          cross join lateral (select coalesce(h.holder_id, j.scope) union select organisation_id from carried_over where holder_id = coalesce(h.holder_id, j.scope)) f(id)
        where j.state in ('waiting', 'running', 'undoing')
        """).ToListAsync(cancel)];

    /// <summary>Needs a transaction that holds the lock.</summary>
    /// <param name="organisations">Those that changed. With each goes the one in whose place it stands by now.</param>
    public async Task Of(Guid[] organisations)
    {
        var holders = await db.Set<CarriedOver>().Where(c => organisations.Contains(c.OrganisationId)).Select(c => c.HolderId).ToListAsync(cancel);
        Guid[] all = [.. organisations.Concat(holders).Distinct()];
        var signed = await Signed.Read(db, all, cancel);
        var members = await db.Set<MeasureMember>().Where(m => all.Contains(m.OrganisationId)).ToDictionaryAsync(m => (m.CharterId, m.OrganisationId), cancel);
        var cellsBefore = members.ToDictionary(m => m.Key, m => CellsOf(m.Value.Places, m.Value.Sector));
        await Become(signed, members);
        var after = await new Parts(db, all, cancel).Read(signed);
        var before = (await db.Set<MeasurePart>().AsNoTracking().Where(p => all.Contains(p.OrganisationId)).ToListAsync(cancel))
            .GroupBy(p => (p.CharterId, p.OrganisationId)).ToDictionary(g => g.Key, g => g.ToDictionary(p => new Part(p.Measure, p.Key, p.Month), p => (p.Amount, p.Count)));
        var (changes, parts) = (new Dictionary<Cell, (decimal Amount, long Count)>(), new List<(Guid Charter, Guid Holder, Part Part, decimal Amount, long Count)>());
        foreach (var key in before.Keys.Union(after.Keys))
        {
            var (was, has) = (before.GetValueOrDefault(key, []), after.GetValueOrDefault(key, []));
            var (here, there) = (members.TryGetValue(key, out var member) ? CellsOf(member.Places, member.Sector) : [], cellsBefore.GetValueOrDefault(key, []));
            var stays = here.SequenceEqual(there);
            foreach (var part in was.Keys.Union(has.Keys))
            {
                var (old, now) = (was.GetValueOrDefault(part), AsStored(has.GetValueOrDefault(part)));
                if (old == now && stays)
                    continue;
                if (old != now)
                    parts.Add((key.Item1, key.Item2, part, now.Amount, now.Count));
                Change(key.Item1, there, part, -old.Amount, -old.Count);
                Change(key.Item1, here, part, now.Amount, now.Count);
            }
        }
        await Keep(parts);
        await Add([.. changes.Where(c => c.Value != (0, 0)).Select(c => (c.Key, c.Value))]);
        await Rewrite([.. changes.Keys.Select(c => (c.Charter, c.Place, c.Sector, c.Part.Measure)).Distinct()]);
        foreach (var done in db.ChangeTracker.Entries<MeasureMember>().ToList())
            done.State = EntityState.Detached;   // a job goes on with this context, and others may have written since

        void Change(Guid charter, IEnumerable<(string Place, string Sector)> cells, Part part, decimal amount, long count)
        {
            foreach (var (place, sector) in cells)
            {
                var cell = new Cell(charter, place, sector, part);
                var (a, c) = changes.GetValueOrDefault(cell);
                changes[cell] = (a + amount, c + count);
            }
        }
    }

    /// <summary>To the last digit that is stored: what is taken out again must be what was put in, or sums would drift.</summary>
    private static (decimal Amount, long Count) AsStored((decimal Amount, long Count) part) => (Math.Round(part.Amount, 4), part.Count);

    private static (string Place, string Sector)[] CellsOf(string[] places, string sector)
    {
        string[] sectors = sector.Length > 0 ? ["", sector] : [""];
        return [.. places.Where(p => p.Length > 0).Distinct().Order(StringComparer.Ordinal).Prepend("").SelectMany(p => sectors.Select(s => (p, s)))];
    }

    /// <summary>Keeps what sort each signatory is. When one comes or goes, a contracting process that others have too counts with another.</summary>
    private async Task Become(IReadOnlyList<Signed> signed, Dictionary<(Guid, Guid), MeasureMember> members)
    {
        var moved = new HashSet<Guid>();
        foreach (var s in signed)
        {
            if (!members.TryGetValue((s.Charter, s.Holder), out var member))
                db.Add(members[(s.Charter, s.Holder)] = member = new() { CharterId = s.Charter, OrganisationId = s.Holder, Sector = s.Sector, Places = s.Within });
            if (member.IsInForce != s.IsInForce)
                moved.Add(s.Holder);
            (member.Sector, member.Places, member.IsInForce) = (s.Sector, s.Within, s.IsInForce);
        }
        foreach (var (key, member) in members.Where(m => !signed.Any(s => (s.Charter, s.Holder) == m.Key)).ToList())
        {
            moved.Add(member.OrganisationId);
            db.Remove(member);
            members.Remove(key);
        }
        await db.SaveChangesAsync(cancel);
        if (moved.Count == 0)
            return;
        Guid[] organisations = [.. moved];
        await db.Database.ExecuteSqlAsync($"""
            insert into measure_mark (organisation_id, transaction)
            select distinct o.organisation_id, txid_current() from contract_process p join contract_process o on o.ocid = p.ocid and o.organisation_id <> p.organisation_id
            where p.organisation_id = any({organisations}) or p.organisation_id in (select organisation_id from carried_over where holder_id = any({organisations})) on conflict do nothing
            """, cancel);
    }

    private async Task Keep(List<(Guid Charter, Guid Holder, Part Part, decimal Amount, long Count)> parts)
    {
        var (holders, charters, measures, keys, months, amounts, counts) = (parts.Select(p => p.Holder).ToArray(), parts.Select(p => p.Charter).ToArray(), parts.Select(p => p.Part.Measure).ToArray(),
            parts.Select(p => p.Part.Key).ToArray(), parts.Select(p => p.Part.Month).ToArray(), parts.Select(p => p.Amount).ToArray(), parts.Select(p => p.Count).ToArray());
        if (parts.Count == 0)
            return;
        await db.Database.ExecuteSqlAsync($"""
            insert into measure_part (organisation_id, charter_id, measure, key, month, amount, count)
            select * from unnest({holders}, {charters}, {measures}, {keys}, {months}, {amounts}, {counts})
            on conflict (organisation_id, charter_id, measure, key, month) do update set amount = excluded.amount, count = excluded.count
            """, cancel);
        await db.Database.ExecuteSqlAsync($"delete from measure_part where organisation_id = any({holders}) and amount = 0 and count = 0", cancel);
    }

    private async Task Add((Cell Cell, (decimal Amount, long Count) By)[] changes)
    {
        if (changes.Length == 0)
            return;
        var (charters, places, sectors, measures, keys, months, amounts, counts) = (changes.Select(c => c.Cell.Charter).ToArray(), changes.Select(c => c.Cell.Place).ToArray(), changes.Select(c => c.Cell.Sector).ToArray(),
            changes.Select(c => c.Cell.Part.Measure).ToArray(), changes.Select(c => c.Cell.Part.Key).ToArray(), changes.Select(c => c.Cell.Part.Month).ToArray(), changes.Select(c => c.By.Amount).ToArray(), changes.Select(c => c.By.Count).ToArray());
        await db.Database.ExecuteSqlAsync($"""
            insert into measure_sum (charter_id, place, sector, measure, key, month, amount, count)
            select * from unnest({charters}, {places}, {sectors}, {measures}, {keys}, {months}, {amounts}, {counts})
            on conflict (charter_id, place, sector, measure, key, month) do update set amount = measure_sum.amount + excluded.amount, count = measure_sum.count + excluded.count
            """, cancel);
    }

    /// <summary>Every sum anew from the parts, and every figure from its sums.</summary>
    public async Task Restate()
    {
        await db.Database.ExecuteSqlAsync($"""
            delete from measure_sum;
            insert into measure_sum (charter_id, place, sector, measure, key, month, amount, count)
            select p.charter_id, c.place, s.sector, p.measure, p.key, p.month, sum(p.amount), sum(p.count)::bigint
            from measure_part p join measure_member m on m.charter_id = p.charter_id and m.organisation_id = p.organisation_id
              cross join lateral (select distinct x as place from unnest(m.places || ''::text) x) c cross join lateral (select distinct x as sector from unnest(array[m.sector, '']) x) s
            group by p.charter_id, c.place, s.sector, p.measure, p.key, p.month
            """, cancel);
        var figures = await db.Set<MeasureSum>().Select(s => new { s.CharterId, s.Place, s.Sector, s.Measure })
            .Union(db.Set<MeasureFigure>().Where(f => !SurveyFigures.Measures.Contains(f.Measure)).Select(f => new { f.CharterId, f.Place, f.Sector, f.Measure })).ToListAsync(cancel);
        await Rewrite([.. figures.Select(f => (f.CharterId, f.Place, f.Sector, f.Measure))]);
    }

    /// <summary>Works these figures out from their sums.</summary>
    public async Task Rewrite(IReadOnlyCollection<(Guid Charter, string Place, string Sector, string Measure)> figures)
    {
        var today = now.LocalDay();
        foreach (var batch in figures.Chunk(200))
        {
            var (charters, places, sectors, measures) = (batch.Select(f => f.Charter).ToArray(), batch.Select(f => f.Place).ToArray(), batch.Select(f => f.Sector).ToArray(), batch.Select(f => f.Measure).ToArray());
            var sums = (await db.Set<MeasureSum>().FromSql($"""
                select s.* from unnest({charters}, {places}, {sectors}, {measures}) as f(charter_id, place, sector, measure)
                  join measure_sum s on s.charter_id = f.charter_id and s.place = f.place and s.sector = f.sector and s.measure = f.measure
                """).AsNoTracking().ToListAsync(cancel)).ToLookup(s => (s.CharterId, s.Place, s.Sector, s.Measure));
            var kept = await db.Set<MeasureFigure>().FromSql($"""
                select s.* from unnest({charters}, {places}, {sectors}, {measures}) as f(charter_id, place, sector, measure)
                  join measure_figure s on s.charter_id = f.charter_id and s.place = f.place and s.sector = f.sector and s.measure = f.measure
                """).ToDictionaryAsync(s => (s.CharterId, s.Place, s.Sector, s.Measure), cancel);
            foreach (var figure in batch)
            {
                var known = kept.GetValueOrDefault(figure);
                var content = WorkOut.Figure(Measure.Of(figure.Measure), [.. sums[figure]], known?.Content ?? KeptFigure.None, today);
                if (known is null)
                    db.Add(new MeasureFigure { CharterId = figure.Charter, Place = figure.Place, Sector = figure.Sector, Measure = figure.Measure, AsAt = today, Content = content });
                else
                    (known.Content, known.AsAt) = (content, today);
            }
            await db.SaveChangesAsync(cancel);
            foreach (var done in db.ChangeTracker.Entries<MeasureFigure>().ToList())
                done.State = EntityState.Detached;   // of many batches, and the job that may do this is tracked too
        }
    }
}
