using Charter.Contracts;
using Charter.Pledges.Evidence;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges;

/// <summary>Ledgers with their duties as they stand, what was verified, pledges, evidence, value and contracts, for those who keep copies of them.</summary>
internal static class RestateFacts
{
    private static readonly int Verified = DutyStates.All.Index().Single(s => s.Item == DutyStates.Verified).Index;

    private readonly record struct LedgerKey(Guid Organisation, Guid Charter, int Version);

    private readonly record struct DutyKey(Guid Organisation, Guid Charter, int Version, string? Code);

    public static async Task Run(Restatement<PledgeDb> restatement)
    {
        await restatement.Each((PledgeDb db, LedgerKey after) => db.Ledgers.AsNoTracking()
                .Where(l => l.OpenedAt != null && EF.Functions.GreaterThan(
                    ValueTuple.Create(l.OrganisationId, l.CharterId, l.CharterVersion), ValueTuple.Create(after.Organisation, after.Charter, after.Version)))
                .OrderBy(l => l.OrganisationId).ThenBy(l => l.CharterId).ThenBy(l => l.CharterVersion).Include(l => l.Duties.OrderBy(d => d.Position)),
            l => new(l.OrganisationId, l.CharterId, l.CharterVersion),
            l => [new LedgerOpened(l.OrganisationId, l.CharterId, l.CharterVersion, [.. l.Duties.Select(d => d.Facts())], l.OpenedAt!.Value)]);
        await restatement.Each((PledgeDb db, DutyKey after) => db.Duties.AsNoTracking()
                .Where(d => d.VerifiedAt != null && EF.Functions.GreaterThan(
                    ValueTuple.Create(d.OrganisationId, d.CharterId, d.CharterVersion, d.Code), ValueTuple.Create(after.Organisation, after.Charter, after.Version, after.Code ?? "")))
                .OrderBy(d => d.OrganisationId).ThenBy(d => d.CharterId).ThenBy(d => d.CharterVersion).ThenBy(d => d.Code),
            d => new(d.OrganisationId, d.CharterId, d.CharterVersion, d.Code),
            d => [new DutyAdvanced(d.OrganisationId, d.CharterId, d.CharterVersion, d.Facts(), d.VerifiedAt!.Value)]);
        // What stands at its last setback: whoever hears of it late is not to take an older state for the truth.
        await restatement.Each((PledgeDb db, DutyKey after) => db.Duties.AsNoTracking()
                .Where(d => d.StateRank < Verified && d.Revision > 0 && EF.Functions.GreaterThan(
                    ValueTuple.Create(d.OrganisationId, d.CharterId, d.CharterVersion, d.Code), ValueTuple.Create(after.Organisation, after.Charter, after.Version, after.Code ?? "")))
                .OrderBy(d => d.OrganisationId).ThenBy(d => d.CharterId).ThenBy(d => d.CharterVersion).ThenBy(d => d.Code)
                .Select(d => new
                {
                    Duty = d,
                    Setback = db.Setbacks.Single(s => s.OrganisationId == d.OrganisationId && s.CharterId == d.CharterId && s.CharterVersion == d.CharterVersion && s.Code == d.Code && s.Revision == d.Revision),
                }),
            x => new(x.Duty.OrganisationId, x.Duty.CharterId, x.Duty.CharterVersion, x.Duty.Code),
            x => [new DutyFellBack(x.Duty.OrganisationId, x.Duty.CharterId, x.Duty.CharterVersion, x.Duty.Facts(), x.Setback.Reason, x.Setback.EvidenceId, x.Setback.At)]);
        await restatement.Each((PledgeDb db, Guid after) => db.Pledges.AsNoTracking().Where(p => p.Id > after).OrderBy(p => p.Id),
            p => p.Id, p => [new PledgeMade(p.Facts(), p.MadeBy, p.MadeAt)]);
        await restatement.Each((PledgeDb db, Guid after) => db.Evidence.AsNoTracking().Where(e => e.Id > after && e.State != EvidenceStates.Scanning).OrderBy(e => e.Id).Include(e => e.Duties).Include(e => e.Pledges)
                .Select(e => new { Evidence = e, Newer = db.Evidence.Where(n => n.SupersedesId == e.Id && n.State != EvidenceStates.Withdrawn).Select(n => (Guid?)n.Id).FirstOrDefault() }),
            x => x.Evidence.Id, x => [Restated(x.Evidence, x.Newer)]);
        await restatement.Each((PledgeDb db, Guid after) => db.Values.AsNoTracking().Where(v => v.Id > after).OrderBy(v => v.Id)
                .Include(v => v.Entries.OrderBy(e => e.Number)).Include(v => v.Claims.OrderBy(c => c.Number)).Include(v => v.Disputes),
            v => v.Id, v => [v.Stated()]);
        await restatement.Each((PledgeDb db, Guid after) => db.CommissionedContracts.AsNoTracking().Where(c => c.Id > after).OrderBy(c => c.Id)
                .Include(c => c.Stages).Include(c => c.Questions).Include(c => c.Offers),
            c => c.Id, c => [new CommissioningRecorded(c.Facts(), c.EnteredBy, c.EnteredAt)]);
    }

    private static IEvent Restated(EvidenceItem e, Guid? newer) => e.State switch
    {
        EvidenceStates.Verified => new EvidenceVerified(e.Facts(), e.ReviewedBy!.Value, e.ReviewedAt!.Value),
        EvidenceStates.Returned => new EvidenceReturned(e.Facts(), e.ReviewedBy!.Value, e.ReviewedAt!.Value),
        EvidenceStates.Superseded => new EvidenceSuperseded(e.Facts(), newer ?? e.Id, e.EndedAt!.Value),
        EvidenceStates.Expired => new EvidenceExpired(e.Facts(), e.EndedAt!.Value),
        EvidenceStates.Refused => new EvidenceRefused(e.Facts(), e.SubmittedBy, e.EndedAt!.Value),
        EvidenceStates.Withdrawn => new EvidenceWithdrawn(e.Facts(), e.SubmittedBy, e.EndedAt!.Value),
        _ => new EvidenceSubmitted(e.Facts(), e.SubmittedBy, e.SubmittedAt),
    };
}
