using System.Diagnostics.Metrics;
using Charter.Contracts;
using Charter.Pledges.Pledges;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Evidence;

/// <summary>Takes in what an editor submits: files to their place, then the item; what needs no scanner is announced at once.</summary>
internal sealed class TakeInEvidence(PledgeDb db, EvidenceStore store, Validity validity, ScanSignal scanner, IHttpContextAccessor http, TimeProvider time)
{
    private static readonly Counter<long> Submitted = Telemetry.Meter.CreateCounter<long>("charter.evidence.submitted", "{item}", "Evidence submitted");

    /// <summary>Needs a transaction.</summary>
    public async Task<EvidenceItem> Do(EvidenceForm form, Pledge pledge, EvidenceItem? before, Guid by, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var serves = await Served.By(db, form, pledge, before, cancel);
        _ = EvidenceItem.Submit(form, serves, validity, before, isQuarantined: false, by, now);   // refuses what breaks a rule before anything is stored
        var isQuarantined = false;
        foreach (var file in form.Files.OrderBy(f => f.Sha256, StringComparer.Ordinal))   // in one order, so that two who bring the same files wait and do not clash
        {
            isQuarantined |= await Store(file, now, cancel) == ScanStates.Waiting;
            store.Keep(file.Upload);   // before the row of the item: that always has its file
        }
        var evidence = EvidenceItem.Submit(form, serves, validity, before, isQuarantined, by, now);
        db.Evidence.Add(evidence);
        if (!isQuarantined)
            db.Publish(new EvidenceSubmitted(evidence.Facts(), by, now));
        await db.SaveChangesAsync(cancel);
        if (!isQuarantined)
            await db.AdvanceDutiesAsync(evidence, DutyStates.Evidenced, now, cancel);
        await db.SaveChangesAsync(cancel);
        if (isQuarantined)
            http.HttpContext?.Response.OnCompleted(() => scanner.Wake());   // by then it is committed
        Submitted.Add(1);
        return evidence;
    }

    /// <summary>Takes the lock on the content's row. What is known to be clean stays so; what something was found in is looked at anew, because scanners learn.</summary>
    private async Task<string> Store(AttachedFile file, DateTimeOffset now, CancellationToken cancel)
    {
        var scan = scanner.IsConfigured ? ScanStates.Waiting : ScanStates.NotScanned;
        return (await db.Database.SqlQuery<string>($"""
            insert into stored_file (sha256, size, scan, scan_after, stored_at) values ({file.Sha256}, {file.Length}, {scan}, {now}, {now})
            on conflict (sha256) do update set
              scan = case when stored_file.scan = 'clean' then 'clean' else {scan} end, scan_after = excluded.scan_after
            returning scan as "Value"
            """).ToListAsync(cancel)).Single();
    }
}
