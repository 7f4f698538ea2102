using Charter.Contracts;
using Charter.Identity.Memberships;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Successions;

/// <summary>Who belongs to the predecessor belongs to the successor too, and its signatories are told. A reversal takes back exactly the roles that it gave.</summary>
internal sealed class CarryMembershipsWhenSucceeded(IdentityDb db, Letters letters, TimeProvider time) : SuccessionConsumer(db)
{
    protected override async Task Carried(OrganisationSucceeded succession, CancellationToken cancel)
    {
        var granted = await Membership.Carry(db, succession.PredecessorId, time.GetUtcNow(), cancel);
        if (granted.Count > 0)   // stated again it grants nothing, and nobody is told again
            await letters.PlaceTaken(succession, granted, await Membership.HasOwnSignatory(db, succession.SuccessorId, cancel), cancel);
        await TellEverybody(succession.PredecessorId, succession.SuccessorId, cancel);
    }

    protected override async Task Reversed(SuccessionReversed succession, CancellationToken cancel)
    {
        var given = await db.CurrentMemberships.Where(m => m.Cause == succession.SuccessionId).ToListAsync(cancel);
        foreach (var ofOne in given.GroupBy(m => m.Subject))
            Membership.End(db, [.. ofOne], succession.ReversedBy, EndReasons.SuccessionReversed, time.GetUtcNow());
        // Another may stand for the predecessor that came first and waited for this.
        await Membership.Carry(db, succession.PredecessorId, time.GetUtcNow(), cancel);
        await TellEverybody(succession.PredecessorId, succession.SuccessorId, cancel);
    }

    /// <summary>The tokens of all members say something else now: also the successor's, who may see to the predecessor's things.</summary>
    private async Task TellEverybody(Guid predecessor, Guid successor, CancellationToken cancel)
    {
        var holder = await db.HolderOf(successor, cancel);
        foreach (var subject in await db.CurrentMemberships.Where(m => m.OrganisationId == predecessor || m.OrganisationId == successor || m.OrganisationId == holder).Select(m => m.Subject)
            .Union(db.ApiClients.Where(c => c.RevokedAt == null && (c.OrganisationId == predecessor || c.OrganisationId == successor || c.OrganisationId == holder)).Select(c => c.Id)).ToListAsync(cancel))
            db.Publish(new MembershipsChanged(subject, time.GetUtcNow()));
    }
}
