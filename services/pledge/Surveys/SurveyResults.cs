using Charter.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Surveys;

/// <summary>What was answered, over the waves of a survey, as far as it can be told. Figures are there of closed surveys only, and never change then.</summary>
internal static class SurveyResults
{
    /// <param name="Waves">Those that have closed, oldest first.</param>
    /// <param name="Open">The one that is open now.</param>
    internal sealed record Trend(string Instrument, Guid CharterId, IReadOnlyList<WaveResult> Waves, OpenWave? Open)
    {
        public WaveResult? Latest => Waves.Count > 0 ? Waves[^1] : null;
    }

    internal sealed record OpenWave(Guid RoundId, string Wave, DateOnly OpensOn, DateOnly ClosesOn);

    /// <param name="AsAt">Day on which it closed.</param>
    /// <param name="Links">How many were handed out: people who were invited.</param>
    /// <param name="Organisations">Whose people took links.</param>
    /// <param name="Signatories">Of the charter, now.</param>
    /// <param name="Answers">Null when they are too few to be told.</param>
    /// <param name="Whole">Null with <paramref name="Answers"/>.</param>
    internal sealed record WaveResult(Guid RoundId, string Wave, int InstrumentVersion, DateOnly OpensOn, DateOnly AsAt, int Links, int Organisations, int Signatories, int? Answers, Figure? Whole,
        IReadOnlyList<Breakdown> Breakdowns);

    /// <param name="Score">Mean of all questions, from 1 to 5.</param>
    /// <param name="HighShare">Share of 4 and 5 among all that was answered, from 0 to 1.</param>
    internal sealed record Figure(int Answers, decimal Score, decimal HighShare, IReadOnlyList<QuestionFigure> Questions);

    /// <param name="Distribution">How many answered 1, 2, 3, 4 and 5; of the whole only.</param>
    internal sealed record QuestionFigure(string Code, string Text, decimal Average, decimal HighShare, IReadOnlyList<int>? Distribution);

    /// <param name="By">kind, sector or place.</param>
    /// <param name="Withheld">Why nothing of it is shown.</param>
    /// <param name="Others">Those who are too few in their groups, together.</param>
    internal sealed record Breakdown(string By, string? Withheld, IReadOnlyList<Group> Groups, Figure? Others);

    internal sealed record Group(string Key, string Label, Figure Figure);

    public static async Task<Trend> Of(PledgeDb db, SmallNumbers small, string instrument, Guid charterId, DateOnly today, CancellationToken cancel)
    {
        var rounds = await db.SurveyRounds.AsNoTracking().Where(r => r.CharterId == charterId && r.Instrument == instrument).ToListAsync(cancel);
        var waves = new List<WaveResult>();
        foreach (var round in rounds.Where(r => r.StateOn(today) == RoundStates.Closed).OrderBy(r => r.OpensOn).ThenBy(r => r.Id))
            waves.Add(await Of(db, small, round, cancel));
        return new(instrument, charterId, waves, rounds.Where(r => r.StateOn(today) == RoundStates.Open).Select(r => new OpenWave(r.Id, r.Wave, r.OpensOn, r.ClosesOn)).FirstOrDefault());
    }

    /// <summary>Of one that has closed.</summary>
    public static async Task<WaveResult> Of(PledgeDb db, SmallNumbers small, SurveyRound round, CancellationToken cancel)
    {
        var coverage = await Coverage.Of(db, round, small.Least, cancel);
        var tallies = await db.SurveyTallies.AsNoTracking().Where(t => t.RoundId == round.Id).ToListAsync(cancel);
        var asked = round.Asked();
        var isShown = coverage.Answers >= small.Least && !asked.IsAboutMoney;
        return new(round.Id, round.Wave, round.InstrumentVersion, round.OpensOn, round.EndsOn, coverage.Links, coverage.Organisations, coverage.Signatories, coverage.Answers,
            isShown ? FigureOf([.. tallies.Where(t => t.Facet == Facets.Whole)], asked, withDistribution: true) : null,
            isShown ? BreakdownsOf(tallies, await db.SurveyCounts.AsNoTracking().Where(c => c.RoundId == round.Id).ToListAsync(cancel), asked, small) : []);
    }

    private static List<Breakdown> BreakdownsOf(List<SurveyTally> tallies, List<SurveyCount> counts, Instrument asked, SmallNumbers small)
    {
        var shown = new List<(string Facet, IReadOnlySet<string> Alone)>();
        var breakdowns = new List<Breakdown>();
        foreach (var facet in Facets.Breakdowns)
        {
            var alone = small.AloneIn(counts.GroupBy(c => KeyIn(c, facet)).ToDictionary(g => g.Key, g => g.Sum(c => c.Answers)));
            var withheld = alone.Count == 0 ? "Too few answered in each group to show any of them on its own."
                : shown.Any(s => small.TellOfFew(counts.Select(c => (CellIn(c, s.Facet, s.Alone), CellIn(c, facet, alone), c.Answers))))
                    ? "Laid beside the groups above it would tell of too few people." : null;
            var here = tallies.Where(t => t.Facet == facet).ToLookup(t => alone.Contains(t.Key));
            breakdowns.Add(withheld is not null ? new(facet, withheld, [], null)
                : new(facet, null, [.. here[true].GroupBy(t => t.Key).Select(g => new Group(g.Key, LabelOf(facet, g.Key), FigureOf([.. g], asked))).OrderBy(g => g.Label, StringComparer.Ordinal)],
                    here[false].Any() ? FigureOf([.. here[false]], asked) : null));
            if (withheld is null)
                shown.Add((facet, alone));
        }
        return breakdowns;
    }

    private static Figure FigureOf(IReadOnlyCollection<SurveyTally> of, Instrument asked, bool withDistribution = false)
    {
        var given = of.Where(t => t.Question.Length > 0).ToArray();
        return new(of.Where(t => t.Question.Length == 0).Sum(t => t.Answers), Mean(given), High(given), [.. asked.Questions.Select(q => given.Where(t => t.Question == q.Code).ToArray() is var here
            ? new QuestionFigure(q.Code, q.Text, Mean(here), High(here), withDistribution ? [.. Enumerable.Range(1, 5).Select(a => here.Where(t => t.Answer == a).Sum(t => t.Answers))] : null) : null!)]);
    }

    private static decimal Mean(SurveyTally[] of) => Math.Round((decimal)of.Sum(t => t.Answer * t.Answers) / of.Sum(t => t.Answers), 2, MidpointRounding.AwayFromZero);

    private static decimal High(SurveyTally[] of) => Math.Round((decimal)of.Where(t => t.Answer >= 4).Sum(t => t.Answers) / of.Sum(t => t.Answers), 4, MidpointRounding.AwayFromZero);

    private static string KeyIn(SurveyCount c, string facet) => facet switch { Facets.Kind => c.Kind, Facets.Sector => c.Sector, _ => c.Place };

    private static string CellIn(SurveyCount c, string facet, IReadOnlySet<string> alone) => KeyIn(c, facet) is var key && alone.Contains(key) ? $"={key}" : "";

    private static string LabelOf(string facet, string key) => facet != Facets.Place ? key : key switch { "" => "", SurveyLink.SeveralPlaces => "More than one place", _ => Places.Of(key).Name };
}
