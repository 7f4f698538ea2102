using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Frameworks;

/// <summary>Takes a pack in as a version of its framework, whole or not at all. Needs a transaction; whoever brings in the same framework at the same moment waits.</summary>
internal static class StorePack
{
    /// <param name="IsNew">False when this very version was there already.</param>
    internal sealed record Answer(Framework Framework, int Version, bool IsNew);

    /// <param name="problems">What is wrong with the crosswalk; nothing is taken in then.</param>
    public static async Task<Answer?> StoreAsync(this PledgeDb db, Pack pack, LinedNode? lines, Guid scope, Func<Guid> newId, Guid? by, DateTimeOffset now, List<PackProblem> problems, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({$"framework {scope} {pack.Id}"}, 0))", cancel);
        var content = pack.Canonical();
        var checksum = Pack.ChecksumOf(content);
        var framework = await db.Frameworks.SingleOrDefaultAsync(f => f.Scope == scope && f.PackId == pack.Id, cancel);
        if (framework is not null && await db.FrameworkVersions.Where(v => v.FrameworkId == framework.Id && v.Version == pack.Version).Select(v => v.Checksum).SingleOrDefaultAsync(cancel) is { } there)
            return there == checksum ? new(framework, pack.Version, false) : throw PledgeErrors.FrameworkVersionExists(pack.Version, framework.LatestVersion + 1);
        if (framework?.LatestVersion > pack.Version)
            throw PledgeErrors.FrameworkVersionOlder(pack.Version, framework.LatestVersion);
        if (scope != Framework.Everybody && await db.Frameworks.AnyAsync(f => f.Scope == Framework.Everybody && f.PackId == pack.Id, cancel))
            throw PledgeErrors.FrameworkIdTaken(pack.Id);
        var relations = await Relations(db, pack, lines, scope, problems, cancel);
        if (problems.Count > 0)
            return null;
        if (framework is null)
            db.Frameworks.Add(framework = new() { Id = newId(), Scope = scope, PackId = pack.Id, Title = pack.Title, LatestVersion = pack.Version });
        (framework.Title, framework.LatestVersion) = (pack.Title, pack.Version);
        db.FrameworkVersions.Add(new()
        {
            FrameworkId = framework.Id,
            Version = pack.Version,
            Title = pack.Title,
            Content = content,
            Checksum = checksum,
            Themes = pack.Themes.Count,
            Outcomes = pack.Outcomes.Count,
            Measures = pack.Measures.Count,
            ImportedBy = by,
            ImportedAt = now,
        });
        db.FrameworkParts.AddRange(pack.Outcomes.Select((o, i) => new FrameworkPart { FrameworkId = framework.Id, Version = pack.Version, Code = o.Code, Position = i, Name = o.Name }));
        db.FrameworkParts.AddRange(pack.Measures.Select((m, i) => new FrameworkPart
        {
            FrameworkId = framework.Id,
            Version = pack.Version,
            Code = m.Code,
            IsMeasure = true,
            Position = i,
            Name = m.Name,
            Unit = m.Unit,
            Direction = m.Direction,
            ProxyValue = m.Proxy?.Value,
            ProxySource = m.Proxy?.Source,
            ProxyPriceYear = m.Proxy?.PriceYear,
        }));
        db.FrameworkRelations.AddRange(relations.Select(r => new FrameworkRelation
        {
            Id = Guid.CreateVersion7(now),
            Scope = scope,
            FromFrameworkId = framework.Id,
            FromVersion = pack.Version,
            FromCode = r.Row.From,
            Kind = r.Row.Kind,
            ToFrameworkId = r.Other,
            ToVersion = r.Row.Version,
            To = r.Row.To,
            Source = r.Row.Source,
            EnteredBy = by,
            EnteredAt = now,
        }));
        await db.SaveChangesAsync(cancel);
        return new(framework, pack.Version, true);
    }

    /// <summary>Both sides of each row have to be there, and be the partnership's to read.</summary>
    private static async Task<List<(PackRelation Row, Guid Other)>> Relations(PledgeDb db, Pack pack, LinedNode? lines, Guid scope, List<PackProblem> problems, CancellationToken cancel)
    {
        var rows = pack.Crosswalk ?? [];
        var names = rows.Select(r => r.Framework).Distinct().ToArray();
        var others = await db.Frameworks.AsNoTracking().Where(f => names.Contains(f.PackId) && (f.Scope == Framework.Everybody || f.Scope == scope)).OrderBy(f => f.Scope == Framework.Everybody).ToListAsync(cancel);
        var ids = others.Select(f => f.Id).ToArray();
        var parts = await db.FrameworkParts.Where(p => ids.Contains(p.FrameworkId)).Select(p => new { p.FrameworkId, p.Version, p.Code }).ToListAsync(cancel);
        var known = parts.Select(p => (p.FrameworkId, p.Version, p.Code)).ToHashSet();
        var versions = parts.Select(p => (p.FrameworkId, p.Version)).ToHashSet();
        var found = new List<(PackRelation, Guid)>();
        foreach (var (row, i) in rows.Select((row, i) => (row, i)))
        {
            var node = lines?["crosswalk"]!.Items[i];
            void Wrong(string member, string rule) => problems.Add(new(node?[member]?.Line ?? 0, $"crosswalk[{i}].{member}", rule));
            if (others.Find(f => f.PackId == row.Framework) is not { } other)
                Wrong("framework", $"There is no framework {row.Framework} here. Bring it in first, or leave the row out.");
            else if (!versions.Contains((other.Id, row.Version)))
                Wrong("version", $"There is no version {row.Version} of {row.Framework} here.");
            else if (!known.Contains((other.Id, row.Version, row.To)))
                Wrong("to", $"Version {row.Version} of {row.Framework} has no outcome or measure with the code {row.To}.");
            else
                found.Add((row, other.Id));
        }
        return found;
    }
}
