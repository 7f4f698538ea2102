using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Successions;

/// <summary>What the public sees of a succession, on the entries of both sides.</summary>
/// <param name="OrganisationId">The other side.</param>
/// <param name="Kind">One of <see cref="Contracts.SuccessionKinds"/>.</param>
/// <param name="On">Day from which it holds in law.</param>
/// <param name="EnteredOn">Day from which the register shows it.</param>
/// <param name="SignedOn">Day on which the other side first signed; null when it never has.</param>
internal sealed record SuccessionFacts(Guid OrganisationId, string Name, string Kind, DateOnly On, DateOnly EnteredOn, DateOnly? SignedOn)
{
    /// <summary>Those whose place the organisation has taken itself, oldest first, and whoever has taken its own.</summary>
    public static async Task<(IReadOnlyList<SuccessionFacts> Predecessors, SuccessionFacts? Successor)> Of(SignatoryDb db, Guid organisation, CancellationToken cancel)
    {
        var standing = await db.Successions.AsNoTracking().Where(s => s.ReversedAt == null && (s.SuccessorId == organisation || s.PredecessorId == organisation)).OrderBy(s => s.Id).Select(s => new
        {
            Succession = s,
            Other = db.Organisations.Where(o => o.Id == (s.SuccessorId == organisation ? s.PredecessorId : s.SuccessorId)).Select(o => new
            {
                o.Id,
                o.Name,
                SignedOn = db.Signatures.Where(x => x.OrganisationId == o.Id).Min(x => (DateOnly?)x.SignedOn),
            }).Single(),
        }).ToListAsync(cancel);
        return (
            [.. standing.Where(s => s.Succession.SuccessorId == organisation).Select(s => Facts(s.Succession, s.Other.Id, s.Other.Name, s.Other.SignedOn))],
            standing.Where(s => s.Succession.PredecessorId == organisation).Select(s => Facts(s.Succession, s.Other.Id, s.Other.Name, s.Other.SignedOn)).FirstOrDefault());
    }

    private static SuccessionFacts Facts(Succession s, Guid other, string name, DateOnly? signedOn) => new(other, name, s.Kind, s.On, s.EnteredOn, signedOn);
}
