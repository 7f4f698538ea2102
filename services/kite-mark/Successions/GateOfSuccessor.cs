using Charter.KiteMarks.Gate;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.KiteMarks.Successions;

/// <summary>What the gate knows of an organisation together with those whose place it has taken.</summary>
internal static class GateOfSuccessor
{
    /// <summary>The organisation as the gate takes it: with its own signature or, without one, the latest that it was left; and with evidence of any of them. Null when nothing is known.</summary>
    /// <param name="held">The organisation, and those whose place it has taken.</param>
    public static async Task<Organisation?> WithWhatItWasLeft(this KiteMarkDb db, Guid[] held, CancellationToken cancel)
    {
        var known = await db.Organisations.AsNoTracking().Where(o => held.Contains(o.OrganisationId)).ToListAsync(cancel);
        var own = known.Find(o => o.OrganisationId == held[0]);
        if (held.Length == 1)
            return own;
        var signed = own?.SignatureId is not null ? own : known.Where(o => o.SignatureId is not null).MaxBy(o => o.SignedAt);
        var succession = await db.LatestTo(held[0], cancel);
        return new()
        {
            OrganisationId = held[0],
            Name = own is { SignatureId: not null } ? own.Name : succession?.SuccessorName ?? "",
            Places = own is { SignatureId: not null } ? own.Places : succession?.SuccessorPlaces ?? [],
            Sector = signed?.Sector ?? "",
            SignatureId = signed?.SignatureId,
            SignedAt = signed?.SignedAt,
            EmbedVerifiedAt = known.Min(o => o.EmbedVerifiedAt),
        };
    }

    /// <summary>The latest succession by which an organisation took another's place.</summary>
    public static Task<SuccessionCopy?> LatestTo(this KiteMarkDb db, Guid successor, CancellationToken cancel) =>
        db.Set<SuccessionCopy>().AsNoTracking().Where(s => s.SuccessorId == successor && s.ReversedAt == null).OrderByDescending(s => s.Id).FirstOrDefaultAsync(cancel);
}
