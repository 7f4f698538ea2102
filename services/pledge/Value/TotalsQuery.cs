using Charter.Contracts;
using Charter.Pledges.Frameworks;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Value;

/// <summary>By what totals can be split.</summary>
internal static class TotalGroups
{
    public const string Organisation = "organisation";
    public const string Sector = "sector";
    public const string Place = "place";
    public const string Pillar = "pillar";
    public const string Outcome = "outcome";

    public static IReadOnlyList<string> All { get; } = [Organisation, Place, Sector, Pillar, Outcome];
}

/// <summary>What a total is of.</summary>
internal sealed record TotalsFilter(DateOnly AsAt, Guid? Organisation = null, string? Sector = null, string? Place = null, string? Pillar = null, string? Outcome = null)
{
    /// <summary>Checked; 400 names each word that is not known.</summary>
    public static TotalsFilter Of(DateOnly? asAt, Guid? organisation, string? sector, string? place, string? pillar, string? outcome, DateOnly today)
    {
        var errors = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        if (asAt > today)
            errors["asAt"] = ["This must be today or a day before."];
        Check("sector", sector, Sectors.All);
        Check("pillar", pillar, Pillars.All);
        if (!string.IsNullOrEmpty(place) && !Places.IsKnown(place))
            errors["place"] = ["Choose a county or district by its code, such as E08000006."];
        return errors.Count > 0 ? throw new InvalidRequest(errors)
            : new(asAt ?? today, organisation, Known(sector), Known(place), Known(pillar), Known(outcome));

        void Check(string field, string? word, IReadOnlyList<string> words)
        {
            if (!string.IsNullOrEmpty(word) && !words.Contains(word))
                errors[field] = [$"Choose a {field}: {string.Join(", ", words)}."];
        }

        static string? Known(string? word) => string.IsNullOrEmpty(word) ? null : word;
    }
}

/// <summary>Sums of one kind: of one unit, stage and confidence.</summary>
/// <param name="Key">Word, code or id of the group; empty when totals are not split.</param>
/// <param name="Records">How many records it stands on; one that is shared counts once.</param>
/// <param name="From">First day of the periods that the figures are of.</param>
internal sealed record TotalRow(string Key, string Unit, string Stage, string Confidence, decimal Amount, decimal Disputed, int Records, DateOnly From, DateOnly Until);

/// <summary>What counted for one organisation, with the group to which it belongs.</summary>
internal sealed class GroupedStanding
{
    public string? Key { get; init; }
    public required ValueStanding Standing { get; init; }
}

/// <summary>Sums that are also kept apart by the measure of a framework by which they were counted.</summary>
internal sealed record MeasuredRow(TotalRow Total, Guid? FrameworkId, int? FrameworkVersion, string? MeasureCode)
{
    public NamedMeasure? Named => this is { FrameworkId: { } framework, FrameworkVersion: { } version, MeasureCode: { } code } ? new(framework, version, code) : null;
}

internal static class TotalsQuery
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Anybody may ask for a past day or a download, and each reads all that stood: two at once, and who waits too long comes again.</summary>
    private static readonly SemaphoreSlim ReadersOfTheLedger = new(2);

    /// <summary>
    /// Sums over what counted at the end of a day, with every amount at the organisation that stands in the place of the one for which it was claimed, and of
    /// the sector that this one has now. A place includes the places in it. Those of today are read from the sums that are kept, at a cost that goes by the kinds
    /// of value there are; those of a past day from what stood on it.
    /// </summary>
    /// <param name="by">One of <see cref="TotalGroups"/>, or null.</param>
    public static async Task<IReadOnlyList<TotalRow>> Totals(this PledgeDb db, TotalsFilter filter, string? by, DateOnly today, CancellationToken cancel)
    {
        if (filter.AsAt >= today)
            return await (await db.OfToday(filter, by, cancel)).ToListAsync(cancel);
        return await Read(async () => await (await db.Lines(filter, by, cancel)).GroupBy(x => new { x.Key, x.Standing.Unit, x.Standing.Stage, x.Standing.Confidence }).Select(g => new TotalRow(
            g.Key.Key ?? "", g.Key.Unit, g.Key.Stage, g.Key.Confidence, g.Sum(x => x.Standing.Amount), g.Sum(x => x.Standing.Disputed),
            g.Select(x => x.Standing.ValueId).Distinct().Count(), g.Min(x => x.Standing.PeriodFrom), g.Max(x => x.Standing.PeriodUntil))).ToListAsync(cancel), cancel);
    }

    /// <summary>The same sums, read from what stood on the day and split once more by the measure that the figure of that day named.</summary>
    public static Task<List<MeasuredRow>> TotalsByMeasure(this PledgeDb db, TotalsFilter filter, string by, CancellationToken cancel) => Read(async () =>
    {
        var figures = db.Set<ValueEntry>().Where(e => e.RecordedOn <= filter.AsAt && !db.Set<ValueEntry>().Any(n => n.ValueId == e.ValueId && n.Number > e.Number && n.RecordedOn <= filter.AsAt));
        return await (await db.Lines(filter, by, cancel)).Join(figures, x => x.Standing.ValueId, e => e.ValueId, (x, e) => new { x.Key, x.Standing, e.FrameworkId, e.FrameworkVersion, e.MeasureCode })
            .GroupBy(x => new { x.Key, x.Standing.Unit, x.Standing.Stage, x.Standing.Confidence, x.FrameworkId, x.FrameworkVersion, x.MeasureCode })
            .Select(g => new MeasuredRow(
                new(g.Key.Key ?? "", g.Key.Unit, g.Key.Stage, g.Key.Confidence, g.Sum(x => x.Standing.Amount), g.Sum(x => x.Standing.Disputed),
                    g.Select(x => x.Standing.ValueId).Distinct().Count(), g.Min(x => x.Standing.PeriodFrom), g.Max(x => x.Standing.PeriodUntil)),
                g.Key.FrameworkId, g.Key.FrameworkVersion, g.Key.MeasureCode)).ToListAsync(cancel);
    }, cancel);

    private static async Task<List<T>> Read<T>(Func<Task<List<T>>> read, CancellationToken cancel)
    {
        if (!await ReadersOfTheLedger.WaitAsync(Patience, cancel))
            throw PledgeErrors.TooManyReadings();
        try
        {
            return await read();
        }
        finally
        {
            ReadersOfTheLedger.Release();
        }
    }

    private static string[] Within(string place) => [place, .. Places.All.Select(p => p.Code).Where(code => Places.ParentOf(code) == place)];

    private static async Task<IQueryable<TotalRow>> OfToday(this PledgeDb db, TotalsFilter filter, string? by, CancellationToken cancel)
    {
        var sums = db.Set<SummedValue>().AsQueryable();
        var sectorOfOne = "";
        if (filter.Organisation is { } organisation)
        {
            var name = organisation.ToString();
            sums = sums.Where(s => s.Scope == EF.Constant(SumScopes.Organisation) && s.Name == name);
            sectorOfOne = await db.Set<ValueHolder>().Where(h => h.OrganisationId == organisation).Select(h => h.Sector).SingleOrDefaultAsync(cancel) ?? "";
            if (filter.Sector is { } only && only != sectorOfOne)
                sums = sums.Where(s => false);
        }
        else if (by == TotalGroups.Organisation)
        {
            sums = sums.Where(s => s.Scope == EF.Constant(SumScopes.Organisation));
            if (filter.Sector is { } sector)
                sums = sums.Where(s => db.Set<ValueHolder>().Any(h => h.Sector == sector && h.HolderId.ToString() == s.Name));
        }
        else if (by == TotalGroups.Sector || filter.Sector is not null)
            sums = sums.Where(s => s.Scope == EF.Constant(SumScopes.Sector) && (filter.Sector == null || s.Name == filter.Sector));
        else
            sums = sums.Where(s => s.Scope == EF.Constant(SumScopes.Everybody));
        if (filter.Place is { } place)
        {
            var within = Within(place);
            sums = sums.Where(s => within.Contains(s.Place));
        }
        else
            sums = by == TotalGroups.Place ? sums.Where(s => s.Place != EF.Constant(SumScopes.Anywhere)) : sums.Where(s => s.Place == EF.Constant(SumScopes.Anywhere));
        if (filter.Pillar is { } pillar)
            sums = sums.Where(s => s.Pillar == pillar);
        if (filter.Outcome is { } outcome)
            sums = sums.Where(s => s.Outcome == outcome);
        var lines = by switch
        {
            TotalGroups.Organisation => sums.Select(s => new { Key = s.Name, Sum = s }),
            TotalGroups.Sector when filter.Organisation is not null => sums.Select(s => new { Key = sectorOfOne, Sum = s }),
            TotalGroups.Sector => sums.Select(s => new { Key = s.Name, Sum = s }),
            TotalGroups.Place => sums.Select(s => new { Key = s.Place == SumScopes.Nowhere ? "" : s.Place, Sum = s }),
            TotalGroups.Pillar => sums.Select(s => new { Key = s.Pillar, Sum = s }),
            TotalGroups.Outcome => sums.Select(s => new { Key = s.Outcome, Sum = s }),
            _ => sums.Select(s => new { Key = "", Sum = s }),
        };
        return lines.GroupBy(x => new { x.Key, x.Sum.Unit, x.Sum.Stage, x.Sum.Confidence }).Where(g => g.Sum(x => x.Sum.Records) > 0).Select(g => new TotalRow(
            g.Key.Key, g.Key.Unit, g.Key.Stage, g.Key.Confidence, g.Sum(x => x.Sum.Amount), g.Sum(x => x.Sum.Disputed), g.Sum(x => x.Sum.Records), g.Min(x => x.Sum.PeriodFrom)!.Value, g.Max(x => x.Sum.PeriodUntil)!.Value));
    }

    private static async Task<IQueryable<GroupedStanding>> Lines(this PledgeDb db, TotalsFilter filter, string? by, CancellationToken cancel)
    {
        var rows = db.ValueStanding.AsNoTracking().Where(s => s.Since <= filter.AsAt && (s.Until == null || s.Until > filter.AsAt));
        if (filter.Organisation is { } organisation)
        {
            var held = await db.HeldBy(organisation, cancel);
            rows = rows.Where(s => held.Contains(s.OrganisationId));
        }
        if (filter.Place is { } place)
        {
            var within = Within(place);
            rows = rows.Where(s => within.Contains(s.Place));
        }
        if (filter.Pillar is { } pillar)
            rows = rows.Where(s => s.Pillar == pillar);
        if (filter.Outcome is { } outcome)
            rows = rows.Where(s => s.Outcome == outcome);
        var owned = from s in rows
                    join c in db.Set<CarriedOver>() on s.OrganisationId equals c.OrganisationId into cs
                    from c in cs.DefaultIfEmpty()
                    join o in db.Organisations on (c == null ? s.OrganisationId : c.HolderId) equals o.OrganisationId into os
                    from o in os.DefaultIfEmpty()
                    select new { Standing = s, Holder = c == null ? s.OrganisationId : c.HolderId, o!.Sector };
        if (filter.Sector is { } sector)
            owned = owned.Where(x => x.Sector == sector);
        return by switch
        {
            TotalGroups.Organisation => owned.Select(x => new GroupedStanding { Key = x.Holder.ToString(), Standing = x.Standing }),
            TotalGroups.Sector => owned.Select(x => new GroupedStanding { Key = x.Sector, Standing = x.Standing }),
            TotalGroups.Place => owned.Select(x => new GroupedStanding { Key = x.Standing.Place, Standing = x.Standing }),
            TotalGroups.Pillar => owned.Select(x => new GroupedStanding { Key = x.Standing.Pillar, Standing = x.Standing }),
            TotalGroups.Outcome => owned.Select(x => new GroupedStanding { Key = x.Standing.Outcome, Standing = x.Standing }),
            _ => owned.Select(x => new GroupedStanding { Key = "", Standing = x.Standing }),
        };
    }
}
