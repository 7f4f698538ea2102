using Charter.Contracts;
using Charter.ServiceDefaults;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Ledgers;

/// <summary>
/// Opens the ledger when both the signature and the charter version are known. Signatures of one version share a lock and its
/// publication takes it alone, so that whichever commits last sees the other.
/// </summary>
internal sealed class OpenLedgerWhenSigned(PledgeDb db, TimeProvider time) : IConsumer<CharterPublished>, IConsumer<CharterSigned>
{
    public async Task Consume(ConsumeContext<CharterPublished> context)
    {
        var (published, cancel) = (context.Message, context.CancellationToken);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({LockOf(published.CharterId, published.Version)})", cancel);
        var charter = new CharterCopy
        {
            CharterId = published.CharterId,
            Version = published.Version,
            Title = published.Title,
            Duties = [.. published.Duties],
            Outcomes = [.. published.Outcomes],
        };
        // A published version never changes, so this alters a copy only if that is wrong.
        if (await db.Charters.FindAsync([charter.CharterId, charter.Version], cancel) is { } known)
            db.Entry(known).CurrentValues.SetValues(charter);
        else
            db.Charters.Add(charter);
        // in one order everywhere, because each takes the lock of its organisation
        foreach (var ledger in await db.Ledgers.Where(l => l.CharterId == charter.CharterId && l.CharterVersion == charter.Version && l.OpenedAt == null).OrderBy(l => l.OrganisationId).ToListAsync(cancel))
            db.Publish(await db.OpenAsync(ledger, charter, time.GetUtcNow(), cancel));
    }

    public async Task Consume(ConsumeContext<CharterSigned> context)
    {
        var (signed, cancel) = (context.Message, context.CancellationToken);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock_shared({LockOf(signed.CharterId, signed.CharterVersion)})", cancel);
        var isNew = await db.Database.ExecuteSqlAsync($"""
            insert into ledger (organisation_id, charter_id, charter_version, signature_id, kind, signed_at)
            values ({signed.OrganisationId}, {signed.CharterId}, {signed.CharterVersion}, {signed.SignatureId}, {signed.Kind}, {signed.OccurredAt})
            on conflict (organisation_id, charter_id, charter_version) do update set carried_from = null, signature_id = excluded.signature_id, signed_at = excluded.signed_at
            where ledger.carried_from is not null
            """, cancel) == 1;
        if (!isNew)
            await db.Database.ExecuteSqlAsync($"""
                update ledger set signature_id = {signed.SignatureId}, signed_at = {signed.OccurredAt}
                where organisation_id = {signed.OrganisationId} and charter_id = {signed.CharterId} and charter_version = {signed.CharterVersion} and signed_at < {signed.OccurredAt}
                """, cancel);   // signed anew after its signature had ended; the ledger goes on
        if (!isNew || await db.Ledgers.AnyAsync(l => l.OrganisationId == signed.OrganisationId && l.CharterId == signed.CharterId && l.CharterVersion == signed.CharterVersion && l.OpenedAt != null, cancel)
            || await db.Charters.FindAsync([signed.CharterId, signed.CharterVersion], cancel) is not { } charter)
            return;
        var ledger = await db.Ledgers.SingleAsync(l => l.OrganisationId == signed.OrganisationId && l.CharterId == signed.CharterId && l.CharterVersion == signed.CharterVersion, cancel);
        db.Publish(await db.OpenAsync(ledger, charter, time.GetUtcNow(), cancel));
    }

    /// <summary>Two versions that share a number by chance only wait for each other.</summary>
    private static long LockOf(Guid charter, int version) => BitConverter.ToInt64(charter.ToByteArray(), 8) ^ version;
}
