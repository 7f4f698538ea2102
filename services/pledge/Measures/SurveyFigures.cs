using System.Globalization;
using Charter.Pledges.Surveys;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Measures;

/// <summary>
/// Keeps what came out of surveys, as far as it can be told, beside the figures that are added up. A round is looked at once it has closed, and again when another
/// smallest group is set. Whoever does it holds the lock of <see cref="Recalculation"/>.
/// </summary>
internal sealed class SurveyFigures(PledgeDb db, SmallNumbers small, DateTimeOffset now, CancellationToken cancel)
{
    /// <summary>Measures that come from a survey; they are named like its instrument.</summary>
    public static readonly string[] Measures = [Measure.Understanding, Measure.Capacity, KeptRound.LocalSpending];

    private sealed record Due(Guid Charter, string Instrument);

    private sealed record Given(Guid Round, string Organisation, string Question, int Answers, decimal Amount);

    /// <summary>Takes in the rounds that have closed since, and says whether there were any.</summary>
    public async Task<bool> TakeClosed()
    {
        var today = now.LocalDay();
        var due = await db.Database.SqlQuery<Due>($$"""
            select distinct r.charter_id as charter, r.instrument from survey_round r where (r.closed_on is not null or r.closes_on < {{today}}) and not exists (
              select from measure_figure f where f.charter_id = r.charter_id and f.place = '' and f.sector = '' and f.measure = r.instrument
                and f.content @> jsonb_build_object('rounds', jsonb_build_array(jsonb_build_object('roundId', r.id, 'smallestGroup', {{small.Least}}))))
            """).ToListAsync(cancel);
        foreach (var (charter, instrument) in due)
            await Of(charter, instrument);
        return due.Count > 0;
    }

    /// <summary>Works out every one anew.</summary>
    public async Task All()
    {
        var today = now.LocalDay();
        foreach (var of in await db.SurveyRounds.Where(r => r.ClosedOn != null || r.ClosesOn < today).Select(r => new { r.CharterId, r.Instrument }).Distinct().ToListAsync(cancel))
            await Of(of.CharterId, of.Instrument);
    }

    private async Task Of(Guid charter, string instrument)
    {
        var today = now.LocalDay();
        // Who answered in time may not be counted yet: an answer has the round until it is. Who comes later finds that the day has passed.
        await db.Database.ExecuteSqlAsync($"select from survey_round where charter_id = {charter} and instrument = {instrument} and closed_on is null and closes_on < {today} order by id for no key update", cancel);
        var waves = (await SurveyResults.Of(db, small, instrument, charter, today, cancel)).Waves;
        var rounds = new Dictionary<(string Place, string Sector), List<KeptRound>> { [("", "")] = [] };
        var rates = instrument == KeptRound.LocalSpending ? await RatesOf([.. waves.Select(w => w.RoundId)]) : [];
        foreach (var wave in waves)
        {
            var withheld = instrument == KeptRound.LocalSpending ? rates.ContainsKey(wave.RoundId) ? null : "Fewer than two organisations have heard from enough of their suppliers."
                : wave.Whole is not null ? null
                : wave.Answers == 0 ? "Nobody answered this round." : string.Create(CultureInfo.InvariantCulture, $"Fewer than {small.Least} answered this round, so nothing of it is shown.");
            rounds[("", "")].Add(Kept(wave, wave.Whole, wave.Answers) with { Rate = rates.TryGetValue(wave.RoundId, out var of) ? of.Rate : null, RateOf = of.Organisations > 0 ? of.Organisations : null, Withheld = withheld });
            foreach (var breakdown in wave.Breakdowns.Where(b => b.By is Facets.Place or Facets.Sector))
                foreach (var group in breakdown.Groups.Where(g => g.Key.Length > 0 && g.Key != SurveyLink.SeveralPlaces))
                {
                    var cell = breakdown.By == Facets.Place ? (group.Key, "") : ("", group.Key);
                    if (!rounds.TryGetValue(cell, out var here))
                        rounds[cell] = here = [];
                    here.Add(Kept(wave, group.Figure, group.Figure.Answers));
                }
        }
        // Groups that may not be told of any more leave no row behind.
        await db.Set<MeasureFigure>().Where(f => f.CharterId == charter && f.Measure == instrument).ExecuteDeleteAsync(cancel);
        db.AddRange(rounds.Where(r => r.Value.Count > 0).Select(r => new MeasureFigure
        {
            CharterId = charter,
            Place = r.Key.Place,
            Sector = r.Key.Sector,
            Measure = instrument,
            AsAt = today,
            Content = KeptFigure.None with { Rounds = r.Value },
        }));
        await db.SaveChangesAsync(cancel);
        foreach (var done in db.ChangeTracker.Entries<MeasureFigure>().ToList())
            done.State = EntityState.Detached;
    }

    private KeptRound Kept(SurveyResults.WaveResult wave, SurveyResults.Figure? figure, int? answers) => new(
        wave.RoundId, small.Least, wave.Wave, wave.OpensOn, wave.AsAt, wave.Links, wave.Organisations, wave.Signatories, answers, figure?.Score, figure?.HighShare,
        [.. (figure?.Questions ?? []).Select(q => new KeptAnswer(q.Code, q.Text, q.Average, q.HighShare))]);

    /// <summary>
    /// Which part of what they received suppliers spend locally, of those organisations together of which each has enough answers of its own: whoever takes away what
    /// they know of some is left with enough of another, or with nobody. Of two at least, so that it is not what one of them alone was told. Those with a
    /// succession are left out, because what they read of before and after it could be told apart.
    /// </summary>
    private async Task<Dictionary<Guid, (decimal Rate, int Organisations)>> RatesOf(Guid[] rounds)
    {
        var given = await db.Database.SqlQuery<Given>($"""
            select t.round_id as round, t.key as organisation, t.question, sum(t.answers)::int as answers, sum(t.amount) as amount from survey_tally t
            where t.round_id = any({rounds}) and t.facet = {Facets.Organisation} and not exists (select from carried_over c where t.key in (c.organisation_id::text, c.holder_id::text)) group by 1, 2, 3
            """).ToListAsync(cancel);
        var rates = new Dictionary<Guid, (decimal, int)>();
        foreach (var round in given.GroupBy(g => g.Round))
        {
            var enough = round.GroupBy(g => g.Organisation).Where(of => of.Where(g => g.Question.Length == 0).Sum(g => g.Answers) >= small.Least).ToList();
            var received = Sum(Surveys.LocalSpending.Received);
            if (enough.Count >= 2 && received > 0)
                rates[round.Key] = (Math.Round(Sum(Surveys.LocalSpending.Spent) / received, 4, MidpointRounding.AwayFromZero), enough.Count);

            decimal Sum(string question) => enough.SelectMany(of => of).Where(g => g.Question == question).Sum(g => g.Amount);
        }
        return rates;
    }
}
