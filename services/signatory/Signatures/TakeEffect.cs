using Charter.ServiceDefaults;
using Charter.Signatories.History;
using Charter.Signatories.Organisations;
using Charter.Signatories.Register;
using Charter.Signatories.Successions;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Signatures;

/// <summary>
/// What follows when a signature comes into force or ends: the register shows it, the history keeps it and the other services are told. It is for the caller
/// to save that, in a transaction in which the organisation is held.
/// </summary>
internal static class TakeEffect
{
    /// <summary>All signatures of an organisation to one charter, the oldest first.</summary>
    public static Task<List<Signature>> SignaturesTo(this SignatoryDb db, Guid charter, Guid organisation, CancellationToken cancel) =>
        db.Signatures.Where(s => s.OrganisationId == organisation && s.CharterId == charter).OrderBy(s => s.SignedAt).ThenBy(s => s.Id).ToListAsync(cancel);

    /// <param name="before">What the organisation signed of this charter before.</param>
    public static async Task PutInForce(this SignatoryDb db, Signature signature, Organisation organisation, IEnumerable<Signature> before, CancellationToken cancel)
    {
        db.Signatures.Add(signature);
        foreach (var held in before.Where(s => s.Holds))
            held.Supersede(signature.SignedAt);
        if (await db.Register.FindAsync([organisation.Id], cancel) is { } entry)
            entry.Resign(signature);
        else
            db.Register.Add(RegisterEntry.Of(organisation, [signature], await db.RegisterMarks.FindAsync([organisation.Id], cancel)));
        db.Publish(signature.Signing());
        db.Record(HistoryEntry.Signing(signature));
    }

    public static async Task Lapse(this SignatoryDb db, Signature signature, DateTimeOffset now, CancellationToken cancel)
    {
        db.Publish(signature.Lapse(now));
        db.RecordRule("signatory", "Lapse a signature", signature.OrganisationId, new("signature", signature.Id), now);
        await db.ShowEnd(signature, cancel);
    }

    public static async Task Withdraw(this SignatoryDb db, Signature signature, string reason, string? explanation, Guid by, DateTimeOffset now, CancellationToken cancel)
    {
        db.Publish(signature.Withdraw(reason, explanation, by, now));
        await db.ShowEnd(signature, cancel);
    }

    private static async Task ShowEnd(this SignatoryDb db, Signature signature, CancellationToken cancel)
    {
        db.Record(HistoryEntry.Ending(signature));
        (await db.Register.FindAsync([signature.OrganisationId], cancel))?.End(signature);
        var holder = await db.HolderOf(signature.OrganisationId, cancel);
        if (holder == signature.OrganisationId || (await db.Register.FindAsync([holder], cancel))?.SignatureId != signature.Id)
            return;
        // Whoever goes by it may have been left another that holds.
        await db.SaveChangesAsync(cancel);
        await db.DrawEntries([holder], signature.EndedOn!.Value, cancel, since: signature.EndedOn);
    }
}
