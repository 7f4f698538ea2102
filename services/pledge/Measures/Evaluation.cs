using System.Globalization;
using Charter.Contracts;
using Charter.Pledges.Contracts;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Measures;

/// <summary>The evaluation measures of a charter as anybody reads them.</summary>
/// <param name="AsAt">Day up to which everything that was recorded is in the figures.</param>
internal sealed record Evaluation(Guid CharterId, string Title, string? Place, string? Sector, DateOnly? AsAt, DataLicence Licence, IReadOnlyList<MeasureView> Measures);

/// <param name="Value">Null where there is none; then <paramref name="Missing"/> says what is missing.</param>
/// <param name="AtMost">What the value would be if all were local of whom nobody knows where they are.</param>
/// <param name="From">First day of the months that the figure is of; null when it is of a moment.</param>
/// <param name="UnknownShare">Share of the whole, from 0 to 1, that could not be told apart.</param>
/// <param name="AsAt">Of a survey, the day on which its latest round closed.</param>
/// <param name="Rounds">Of a survey, the rounds that are closed, oldest first.</param>
internal sealed record MeasureView(
    string Code, int Number, string Text, decimal? Value, string Unit, string What, string? Missing, decimal? AtMost, DateOnly? From, DateOnly? Until, decimal? UnknownShare,
    IReadOnlyList<PartView> Parts, Trend Trend, IReadOnlyList<KeptRound>? Rounds, Coverage Coverage, DateOnly? AsAt, IReadOnlyList<string> Sources, string Rule, string Formula, IReadOnlyList<string> Notes,
    Confidence Confidence, string Suppression);

/// <param name="Group">By what the figure is split: where, band, scale, kind, pillar, test, items, sector, size, place.</param>
internal sealed record PartView(string Group, string Key, string? Label, decimal? Amount, long Count);

/// <param name="Unit">share, gbp, questions, organisations, score.</param>
internal sealed record Trend(string Unit, string What, IReadOnlyList<KeptMonth> Months);

/// <param name="Reported">On whose records the figure stands.</param>
/// <param name="Of">All signatories of the place and sector.</param>
internal sealed record Coverage(long Reported, long Of, string Says);

/// <summary>How well the figure is known, as shares that make up the whole; null when there is no figure.</summary>
internal sealed record Confidence(decimal? Measured, decimal? Estimated, decimal? Guessed, string Says);

/// <summary>Of which signatories.</summary>
internal sealed record EvaluationFilter(string Place, string Sector)
{
    public static EvaluationFilter Of(string? place, string? sector)
    {
        var errors = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        if (!string.IsNullOrEmpty(place) && !Places.IsKnown(place))
            errors["place"] = ["Choose a county or district by its code, such as E08000006."];
        if (!string.IsNullOrEmpty(sector) && !Sectors.All.Contains(sector))
            errors["sector"] = [$"Choose a sector: {string.Join(", ", Sectors.All)}."];
        return errors.Count > 0 ? throw new InvalidRequest(errors) : new(place ?? "", sector ?? "");
    }

    public bool IsWhole => Place.Length + Sector.Length == 0;
}

internal static class Evaluations
{
    private static readonly string[] BandKeys = ["under-25000", "25000-to-100000", "100000-to-1000000", "1000000-and-more"];
    private static readonly string[] BandLabels = ["Under £25,000", "£25,000 to £100,000", "£100,000 to £1 million", "£1 million and more"];

    /// <summary>Reads one row for each measure, by its key.</summary>
    public static async Task<Evaluation> EvaluationOf(this PledgeDb db, Guid charter, EvaluationFilter filter, DateOnly today, IConfiguration configuration, CancellationToken cancel)
    {
        var title = await db.Charters.AsNoTracking().Where(c => c.CharterId == charter).OrderByDescending(c => c.Version).Select(c => c.Title).FirstOrDefaultAsync(cancel) ?? throw PledgeErrors.NoCharter();
        var kept = await db.Set<MeasureFigure>().AsNoTracking().Where(f => f.CharterId == charter && f.Place == filter.Place && f.Sector == filter.Sector).ToDictionaryAsync(f => f.Measure, f => f.Content, cancel);
        var surveys = await db.Set<MeasureFigure>().AsNoTracking().Where(f => f.CharterId == charter && f.Place == "" && f.Sector == "" && SurveyFigures.Measures.Contains(f.Measure)).ToDictionaryAsync(f => f.Measure, f => f.Content.Rounds ?? [], cancel);
        // Between the end of a round and the next look at it nobody is told that there was none.
        var closed = await db.SurveyRounds.AsNoTracking().Where(r => r.CharterId == charter && (r.ClosedOn != null || r.ClosesOn < today)).Select(r => r.Instrument).Distinct().ToListAsync(cancel);
        var again = surveys.GetValueOrDefault(KeptRound.LocalSpending, []);
        DateOnly? asAt = await db.Set<MeasureRun>().AsNoTracking().Select(r => (DateTimeOffset?)r.LookedAt).SingleOrDefaultAsync(cancel) is { } looked ? looked.LocalDay() : null;
        var signatories = (long)(kept.GetValueOrDefault(Measure.Signatories)?.Value ?? 0);
        return new(charter, title, filter.Place.Length > 0 ? filter.Place : null, filter.Sector.Length > 0 ? filter.Sector : null, asAt, DataLicence.From(configuration),
            [.. Measure.All.Select(m => m.IsAddedUp ? Of(m, kept.GetValueOrDefault(m.Code) ?? KeptFigure.None, again.LastOrDefault(r => r.Rate is not null) ?? again.LastOrDefault(), closed.Contains(KeptRound.LocalSpending), signatories, asAt) : Surveyed(m, surveys.GetValueOrDefault(m.Code, []), filter.IsWhole ? null : kept.GetValueOrDefault(m.Code)?.Rounds ?? [], closed.Contains(m.Code)))]);
    }

    private static MeasureView Of(Measure m, KeptFigure kept, KeptRound? again, bool hasClosed, long signatories, DateOnly? asAt)
    {
        var (total, unknown) = m.Code switch
        {
            Measure.LocalMultiplier or Measure.LocalContracts => (Sum(kept, Locality.Local, Locality.Elsewhere, Locality.Unknown), kept.Part(Locality.Unknown).Amount),
            Measure.ContractSizes => (kept.Parts.Where(p => p.Key.StartsWith("scale:", StringComparison.Ordinal)).Sum(p => p.Amount), kept.Part("scale:unknown").Amount),
            _ => (0m, 0m),
        };
        decimal? unknownShare = total > 0 ? Math.Round(Math.Clamp(unknown / total, 0, 1), 4) : null;
        var view = new MeasureView(m.Code, m.Number, m.Text, kept.Value, m.Unit, m.What, null, null, kept.From, kept.Until, unknownShare, PartsOf(m, kept), new(m.TrendUnit, m.Trend, kept.Months), null,
            CoverageOf(m, kept, signatories), asAt, m.Sources, m.Rule, m.Formula, [], kept.Value is null ? new(null, null, null, "There is no figure yet.") : new(1, 0, 0, SureOf(m)), m.Suppression);
        return m.Code switch
        {
            Measure.LocalMultiplier => Multiplied(view, kept, again, hasClosed),
            Measure.LocalContracts => view with { Missing = kept.Value is null ? "No signatory has brought in a contract award with a value yet." : null, AtMost = kept.Value + unknown, Notes = WithoutValue(kept) },
            Measure.ContractSizes => view with { Missing = kept.Value is null ? "No signatory has brought in a contract award with a value yet." : null, Notes = WithoutValue(kept) },
            Measure.Questions => view with { Missing = kept.Value is null ? "No commissioner has recorded a question yet." : null },
            _ => view with { Value = kept.Value ?? 0, Confidence = new(1, 0, 0, SureOf(m)) },
        };
    }

    /// <summary>Without the third round there is no multiplier, and what is known of the first two is shown instead.</summary>
    private static MeasureView Multiplied(MeasureView view, KeptFigure kept, KeptRound? again, bool hasClosed)
    {
        string[] notes = ["Published spend holds payments to suppliers above the publisher's threshold. It holds no payroll, so what local staff spend is in neither round."];
        if (kept.Value is not { } share)
            return view with { Missing = kept.Parts.Count == 0 ? "No signatory has brought in payments yet." : "Because of credits the part that went to local suppliers is less than nothing or more than the whole, so there is no share and no multiplier.", Notes = notes };
        notes = [string.Create(CultureInfo.InvariantCulture, $"R2 is {share * 100:0.0} % of R1: this much of what was paid went to local suppliers for certain."), .. notes];
        if (again?.Rate is not { } rate)
            return view with
            {
                Value = null,
                Confidence = new(null, null, null, "There is no figure yet."),
                Missing = again is null && hasClosed ? "A round of the survey on local spending has closed and is being worked out. This takes less than a minute."
                    : again is null ? "Nobody has closed a round of the survey on local spending yet, so it is not known what local suppliers spend locally again (R3). Until then only the share that goes to local suppliers is shown."
                    : "What local suppliers spend locally again (R3) can be shown once at least two organisations have heard from enough of theirs in one round of the survey on local spending: the sum of fewer could tell what a few people answered. Until then only the share that goes to local suppliers is shown.",
                Notes = notes,
            };
        var most = Math.Clamp(share + (view.UnknownShare ?? 0), share, 1);
        var (second, third) = (share, share * rate);
        var whole = 1 + second + third;
        return view with
        {
            Value = Math.Round(whole, 2),
            AtMost = Math.Round(1 + most + most * rate, 2),
            Notes = [.. notes, string.Create(CultureInfo.InvariantCulture, $"R3 is {rate * 100:0.0} % of R2: so much of what they receive do suppliers and staff spend locally, of the {again.RateOf} organisations that heard from enough of theirs in the round of the survey that closed on {again.AsAt:d MMMM yyyy}. This share is applied to all of R2.")],
            Confidence = new(Math.Round((1 + second) / whole, 4), 1 - Math.Round((1 + second) / whole, 4), 0, "R1 and R2 are published payments; R3 is estimated from what some suppliers answered."),
        };
    }

    /// <param name="whole">Rounds of the charter.</param>
    /// <param name="here">What of them can be told of the place or sector; null when everybody is meant.</param>
    private static MeasureView Surveyed(Measure m, IReadOnlyList<KeptRound> whole, IReadOnlyList<KeptRound>? here, bool hasClosed)
    {
        IReadOnlyList<KeptRound> rounds = here is null ? whole : [.. whole.Select(r => here.FirstOrDefault(h => h.RoundId == r.RoundId) ?? r with
        {
            Answers = null,
            Score = null,
            HighShare = null,
            Questions = [],
            Withheld = r.Withheld ?? "What was answered for this place or sector cannot be shown without telling of too few people.",
        })];
        var latest = rounds.Count > 0 ? rounds[^1] : null;
        var missing = latest is not null ? latest.Score is null ? latest.Withheld ?? "Too few answered to show a figure." : null
            : hasClosed ? "A round has closed and is being worked out. This takes less than a minute." : "No round of this survey has been closed yet.";
        var first = rounds.FirstOrDefault(r => r.Score is not null);
        string[] notes = [.. here is null ? Array.Empty<string>() : ["A round that is asked of everybody is shown here as far as its answers are of this place or sector. Answers are not counted by both together."],
            .. latest?.Score is { } score && first is { Score: { } before } && first != latest
                ? [string.Create(CultureInfo.InvariantCulture, $"From {before:0.00} in the round \"{first.Wave}\" ({first.AsAt:d MMMM yyyy}) to {score:0.00} in the round \"{latest.Wave}\" ({latest.AsAt:d MMMM yyyy}): {score - before:+0.00;-0.00;0.00}. Those who answered need not be the same people.")]
                : Array.Empty<string>()];
        return new(m.Code, m.Number, m.Text, latest?.Score, m.Unit, m.What, missing, null, latest?.OpensOn, latest?.AsAt, null, [],
            new(m.TrendUnit, m.Trend, [.. rounds.Where(r => r.Score is not null).Select(r => new KeptMonth(new(r.AsAt.Year, r.AsAt.Month, 1), r.Score, r.AsAt))]), rounds,
            AskedOf(latest, here is not null), latest?.AsAt, m.Sources, m.Rule, m.Formula, notes,
            latest?.Score is null ? new(null, null, null, "There is no figure yet.") : new(0, 1, 0, "People rate themselves; what they say is an estimate."), m.Suppression);
    }

    private static Coverage AskedOf(KeptRound? latest, bool isPart) => latest is null ? new(0, 0, "Nobody was asked yet.")
        : new(latest.Organisations, latest.Signatories, string.Create(CultureInfo.InvariantCulture, $"People of {latest.Organisations} of {latest.Signatories} signatories were asked; ") + (latest.Answers, isPart) switch
        {
            (null, _) => "how many answered is not shown.",
            ({ } answers, true) => string.Create(CultureInfo.InvariantCulture, $"{answers} of this place or sector answered."),
            ({ } answers, false) => string.Create(CultureInfo.InvariantCulture, $"{answers} of {latest.Links} answered."),
        });

    private static Coverage CoverageOf(Measure m, KeptFigure kept, long signatories) => new(kept.Reporting, signatories, m.Code switch
    {
        Measure.Signatories => signatories == 1 ? "The one signatory." : $"All {Say(signatories)} signatories.",
        Measure.LocalMultiplier => $"{Say(kept.Reporting)} of {Say(signatories)} signatories brought in payments.",
        Measure.LocalContracts or Measure.ContractSizes => $"{Say(kept.Reporting)} of {Say(signatories)} signatories brought in contracts.",
        Measure.Questions => $"{Say(kept.Reporting)} of {Say(signatories)} signatories recorded questions.",
        _ => $"{Say(kept.Reporting)} of {Say(signatories)} signatories have had a policy, strategy or decision verified.",
    });

    private static string Say(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string SureOf(Measure m) => m.Code switch
    {
        Measure.Policies => "Counted: each item was verified by a reviewer from outside the organisation.",
        Measure.Signatories => "Counted from the register.",
        Measure.Questions => "Counted as commissioners recorded them; nobody checks that they recorded all.",
        _ => "Published figures, added up.",
    };

    private static string[] WithoutValue(KeptFigure kept) => kept.Part(Parts.WithoutValue).Count is var awards and > 0
        ? [awards == 1 ? "1 award states no value in pounds and is in none of the sums." : string.Create(CultureInfo.InvariantCulture, $"{awards} awards state no value in pounds and are in none of the sums.")] : [];

    private static decimal Sum(KeptFigure kept, params string[] keys) => keys.Sum(k => kept.Part(k).Amount);

    private static PartView[] PartsOf(Measure m, KeptFigure kept)
    {
        PartView Money(string group, string key, string of, string? label = null) => kept.Part(of) is var p ? new(group, key, label, Math.Round(p.Amount, 2), p.Count) : throw new InvalidOperationException();
        PartView Count(string group, string key, string of, string? label = null) => new(group, key, label, null, kept.Part(of).Count);
        if (kept.Parts.Count == 0)
            return [];
        return m.Code switch
        {
            Measure.LocalMultiplier or Measure.LocalContracts => [.. new[] { Locality.Local, Locality.Elsewhere, Locality.Unknown }.Select(k => Money("where", k, k))],
            Measure.ContractSizes => [.. BandKeys.Select((key, i) => Money("band", key, $"band:{i + 1}", BandLabels[i])), .. new[] { "voluntary", "micro", "sme", "large", "unknown" }.Select(k => Money("scale", k, $"scale:{k}"))],
            Measure.Questions => [.. Commissioning.QuestionKinds.All.Select(k => Count("kind", k, $"kind:{k}")), .. Pillars.All.Select(k => Count("pillar", k, $"pillar:{k}")),
                .. Commissioning.FeasibilityTests.All.Select(k => Count("test", k, $"test:{k}:yes")), Count("test", "all", "passes")],
            Measure.Policies => [.. Parts.Kinds.Select(k => Count("kind", k, k)), .. Parts.Kinds.Select(k => Count("items", k, $"items:{k}"))],
            _ => [.. Sectors.All.Select(k => Count("sector", k, $"sector:{k}")), .. SizeBands.All.Select(k => Count("size", k, $"size:{k}")), .. OrganisationKinds.All.Select(k => Count("kind", k, $"kind:{k}")),
                .. kept.Parts.Where(p => p.Key.StartsWith("place:", StringComparison.Ordinal) && p.Count > 0).OrderByDescending(p => p.Count).ThenBy(p => p.Key, StringComparer.Ordinal).Select(p => Count("place", p.Key[6..], p.Key, Places.Of(p.Key[6..]).Name))],
        };
    }
}
