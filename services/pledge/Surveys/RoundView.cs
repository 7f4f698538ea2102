using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Surveys;

/// <summary>How far a survey reached.</summary>
/// <param name="Links">How many were handed out: whoever has one is invited.</param>
/// <param name="Answers">Null while they are too few to be told.</param>
/// <param name="Organisations">Whose people took links. Which of them answered nobody can know.</param>
/// <param name="Signatories">Organisations that are signed up to the charter now.</param>
internal sealed record Coverage(int Links, int? Answers, int Organisations, int Signatories)
{
    private sealed record Counted(int Links, int Answers, int Organisations, int Signatories);

    public static async Task<Coverage> Of(PledgeDb db, SurveyRound round, int least, CancellationToken cancel)
    {
        var c = (await db.Database.SqlQuery<Counted>($"""
            select coalesce((select sum(links) from survey_draw where round_id = {round.Id}), 0)::int as links,
              coalesce((select answers from survey_tally where round_id = {round.Id} and question = '' and facet = 'all' and key = '' and answer = 0), 0) as answers,
              (select count(distinct coalesce(c.holder_id, d.organisation_id)) from survey_draw d left join carried_over c on c.organisation_id = d.organisation_id where d.round_id = {round.Id})::int as organisations,
              (select count(distinct coalesce(c.holder_id, l.organisation_id)) from (
                  select distinct on (organisation_id) organisation_id, signature_id from ledger where charter_id = {round.CharterId} and opened_at is not null
                  order by organisation_id, signed_at desc, charter_version desc) l left join carried_over c on c.organisation_id = l.organisation_id
                where not exists (select from ended_signature e where e.signature_id = l.signature_id))::int as signatories
            """).ToListAsync(cancel))[0];
        return new(c.Links, c.Answers == 0 || c.Answers >= least ? c.Answers : null, c.Organisations, c.Signatories);
    }

    /// <summary>Whether the organisation, or one whose place it has taken, is signed up to the charter now.</summary>
    public static async Task<bool> IsSignatory(PledgeDb db, Guid charter, Guid[] held, CancellationToken cancel) => (await db.Database.SqlQuery<bool>($"""
        select exists (select from (
            select distinct on (organisation_id) signature_id from ledger where charter_id = {charter} and organisation_id = any({held}) and opened_at is not null
            order by organisation_id, signed_at desc, charter_version desc) l
          where not exists (select from ended_signature e where e.signature_id = l.signature_id)) as "Value"
        """).ToListAsync(cancel))[0];
}

/// <summary>A survey as people see it.</summary>
/// <param name="CharterTitle">Of its latest version.</param>
/// <param name="State">planned, open or closed.</param>
/// <param name="Coverage">To registrars at any time, to others once it has closed.</param>
/// <param name="LinkTaken">Whether the caller has taken a link for themselves. Forgotten once it has closed.</param>
internal sealed record RoundView(
    Guid Id, Guid CharterId, string CharterTitle, string Instrument, int InstrumentVersion, string Title, string Wave, DateOnly OpensOn, DateOnly ClosesOn, DateOnly? ClosedOn, string State,
    DateOnly? PeriodFrom, DateOnly? PeriodUntil, Coverage? Coverage, bool LinkTaken, int SmallestGroup)
{
    public static async Task<RoundView> Of(SurveyRound r, Caller? caller, PledgeDb db, SmallNumbers small, DateOnly today, CancellationToken cancel)
    {
        var (me, isRegistrar) = (caller?.Subject, caller?.Has(Roles.Registrar) == true);
        return new(r.Id, r.CharterId, await TitleOf(db, r.CharterId, cancel), r.Instrument, r.InstrumentVersion, r.Asked().Title, r.Wave, r.OpensOn, r.ClosesOn, r.ClosedOn, r.StateOn(today), r.PeriodFrom, r.PeriodUntil,
            isRegistrar || r.StateOn(today) == RoundStates.Closed ? await Coverage.Of(db, r, isRegistrar ? 0 : small.Least, cancel) : null,
            me is not null && await db.SurveyDraws.AnyAsync(d => d.RoundId == r.Id && d.AccountId == me && !d.ForOthers, cancel), small.Least);
    }

    public static async Task<string> TitleOf(PledgeDb db, Guid charter, CancellationToken cancel) =>
        await db.Charters.Where(c => c.CharterId == charter).OrderByDescending(c => c.Version).Select(c => c.Title).FirstOrDefaultAsync(cancel) ?? "";
}
