using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Register;

/// <summary>How many and what sort of organisations have signed, over time, by sector, place and size.</summary>
internal static class ReadStatistics
{
    /// <param name="Value">On the wire: a sector, the code of a place, a size band.</param>
    /// <param name="Signed">Organisations whose signature is in force.</param>
    /// <param name="Confirmed">Confirmed organisations of that sort, signed or not.</param>
    /// <param name="Share">The former of the latter, from 0 to 1; null where there is none.</param>
    internal sealed record Line(string Value, string? Label, long Signed, long Confirmed, decimal? Share);

    /// <param name="Month">Such as 2026-11.</param>
    /// <param name="Signed">Signatures in force at the end of the month; of the last, today.</param>
    internal sealed record MonthLine(string Month, long Signed);

    /// <param name="Statuses">How many entries stand in each status.</param>
    /// <param name="Places">Every district, also one where nobody has signed. An organisation that serves several, or wards in several, counts in each.</param>
    internal sealed record Answer(
        DateOnly AsAt, DataLicence Licence, long Signed, long Confirmed, IReadOnlyDictionary<string, long> Statuses, IReadOnlyList<MonthLine> Months,
        IReadOnlyList<Line> Sectors, IReadOnlyList<Line> Places, IReadOnlyList<Line> SizeBands);

    /// <summary>The latest answer, for a second: the charts may be looked at by everybody, and the counts are made once.</summary>
    internal sealed class Latest(TimeProvider time)
    {
        private readonly SemaphoreSlim _one = new(1);
        private (DateTimeOffset At, Answer Answer)? _kept;

        public async Task<Answer> Get(Func<Task<Answer>> count, CancellationToken cancel)
        {
            await _one.WaitAsync(cancel);
            try
            {
                if (_kept is not { } kept || (time.GetUtcNow() - kept.At).Duration() >= TimeSpan.FromSeconds(1))
                    _kept = kept = (time.GetUtcNow(), await count());
                return kept.Answer;
            }
            finally
            {
                _one.Release();
            }
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/register/statistics", Handle)
        .AllowEveryone().AnswersConditionally().WithTags("Register").WithSummary("Count who has signed, over time, by sector, place and size");

    private static async Task<Ok<Answer>> Handle(SignatoryDb db, Latest latest, TimeProvider time, IConfiguration configuration, CancellationToken cancel) =>
        TypedResults.Ok(await latest.Get(() => Count(db, time.Today(), DataLicence.From(configuration), cancel), cancel));

    private static async Task<Answer> Count(SignatoryDb db, DateOnly today, DataLicence licence, CancellationToken cancel)
    {
        var days = db.Set<RegisterDaily>().Where(d => d.Day <= today);
        var steps = await days.Where(d => d.Status == RegisterStatuses.InForce && d.Place == "").GroupBy(d => new { d.Day.Year, d.Day.Month })
            .Select(g => new { g.Key.Year, g.Key.Month, Change = g.Sum(d => d.Change) }).ToListAsync(cancel);
        var sorts = await days.Where(d => d.Place == "").GroupBy(d => new { d.Status, d.Sector, d.SizeBand })
            .Select(g => new { g.Key.Status, g.Key.Sector, g.Key.SizeBand, Count = g.Sum(d => d.Change) }).ToListAsync(cancel);
        var places = await days.Where(d => d.Place != "" && (d.Status == RegisterStatuses.InForce || d.Status == RegisterDay.Confirmed)).GroupBy(d => new { d.Status, d.Place })
            .Select(g => new { g.Key.Status, g.Key.Place, Count = g.Sum(d => d.Change) }).ToListAsync(cancel);

        long OfStatus(string status) => sorts.Where(s => s.Status == status).Sum(s => s.Count);
        return new(today, licence, OfStatus(RegisterStatuses.InForce), OfStatus(RegisterDay.Confirmed),
            RegisterStatuses.All.ToDictionary(s => s, OfStatus),
            Cumulate(steps.ToDictionary(s => new DateOnly(s.Year, s.Month, 1), s => s.Change), today),
            [.. Sectors.All.Select(sector => LineOf(sector, null, status => sorts.Where(s => s.Status == status && s.Sector == sector).Sum(s => s.Count)))],
            [.. Places.All.Select(place => LineOf(place.Code, place.Name, status => places.Where(p => p.Status == status && p.Place == place.Code).Sum(p => p.Count)))],
            [.. SizeBands.All.Select(band => LineOf(band, null, status => sorts.Where(s => s.Status == status && s.SizeBand == band).Sum(s => s.Count)))]);
    }

    private static Line LineOf(string value, string? label, Func<string, long> count)
    {
        var (signed, confirmed) = (count(RegisterStatuses.InForce), count(RegisterDay.Confirmed));
        return new(value, label, signed, confirmed, confirmed > 0 ? Math.Round((decimal)signed / confirmed, 4) : null);
    }

    /// <summary>Every month since the first signature, also those in which nothing changed.</summary>
    private static List<MonthLine> Cumulate(Dictionary<DateOnly, long> steps, DateOnly today)
    {
        var (months, sum) = (new List<MonthLine>(), 0L);
        if (steps.Count > 0)
            for (var month = steps.Keys.Min(); month <= today; month = month.AddMonths(1))
                months.Add(new($"{month:yyyy-MM}", sum += steps.GetValueOrDefault(month)));
        return months;
    }
}
