using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories;

/// <summary>Confirmed organisations, published versions, signatures and successions, for those who keep copies of them.</summary>
internal static class RestateFacts
{
    public static async Task Run(Restatement<SignatoryDb> restatement)
    {
        await restatement.Each((SignatoryDb db, Guid after) => db.Organisations.AsNoTracking().Where(o => o.ConfirmedAt != null && o.Id > after).OrderBy(o => o.Id),
            o => o.Id, o => o.ChangedAt is null ? [o.Confirmation()] : [o.Confirmation(), o.Alteration()]);
        await restatement.Each((SignatoryDb db, Guid after) => db.Charters.AsNoTracking().Include(c => c.Versions).Where(c => c.Id > after).OrderBy(c => c.Id),
            c => c.Id, c => c.Versions.Where(v => v.PublishedAt is not null).Select(v => v.Publication()));
        await restatement.Each((SignatoryDb db, Guid after) => db.Signatures.AsNoTracking().Where(s => s.Id > after).OrderBy(s => s.Id),
            s => s.Id, s => [s.Signing()]);
        await restatement.Each((SignatoryDb db, Guid after) => db.Successions.AsNoTracking().Where(s => s.Id > after).OrderBy(s => s.Id)
                .Join(db.Organisations, s => s.SuccessorId, o => o.Id, (s, o) => new { Succession = s, Successor = o }),
            x => x.Succession.Id, x => [x.Succession.Latest(x.Successor)]);
    }
}
