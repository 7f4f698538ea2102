using System.Diagnostics.Metrics;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Evidence;

/// <summary>Whether there is a scanner, and a way to tell it that files wait.</summary>
internal sealed class ScanSignal(bool isConfigured)
{
    private readonly SemaphoreSlim _wake = new(0, 1);

    public bool IsConfigured => isConfigured;

    public Task Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // already awake
        }
        return Task.CompletedTask;
    }

    public Task<bool> Wait(TimeSpan atMost, CancellationToken stop) => _wake.WaitAsync(atMost, stop);
}

/// <summary>
/// Has files scanned that are in quarantine, then those from a time without a scanner, and then, a few at a time, those of which nothing was found a while ago:
/// signatures get better. A file's row stays locked while the scanner looks at it, so with
/// any number of replicas each is scanned once, and one whose replica dies is taken by the next.
/// </summary>
internal sealed class ScanFiles(IServiceScopeFactory scopes, EvidenceStore store, ClamAv scanner, ScanSignal signal, IConfiguration configuration, TimeProvider time, ILogger<ScanFiles> log) : BackgroundService
{
    private static readonly Counter<long> Scanned = Telemetry.Meter.CreateCounter<long>("charter.evidence.scanned", "{file}", "Files looked at by the scanner, by outcome");

    /// <summary>Files of the two kinds of which the scanner may be asked.</summary>
    private enum Which { NeverScanned, ScannedLongAgo }

    private TimeSpan Every => configuration.GetValue("Evidence:ScanEvery", TimeSpan.FromSeconds(15));

    /// <summary>Days after which a clean file is looked at again; never when 0.</summary>
    private int RescanDays => Math.Clamp(configuration.GetValue("Evidence:RescanDays", 30), 0, 3650);

    /// <summary>How many of them each time, so that they never keep what waits from being scanned.</summary>
    private int RescansAtOnce => Math.Clamp(configuration.GetValue("Evidence:RescansAtOnce", 4), 0, 100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await ScanOne(Which.NeverScanned, stoppingToken)) { }
                for (var i = 0; i < RescansAtOnce && RescanDays > 0 && await ScanOne(Which.ScannedLongAgo, stoppingToken); i++) { }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)   // whatever it is: what ends here would end the host
            {
                log.LogWarning("Files in quarantine were not looked through ({Reason}); trying again", e.GetBaseException().Message);
            }
            await signal.Wait(Every, stoppingToken);
        }
    }

    /// <summary>Has one file scanned, and says whether there may be more.</summary>
    private async Task<bool> ScanOne(Which which, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PledgeDb>();
        using var quiet = OpenTelemetry.SuppressInstrumentationScope.Begin();   // looking is not worth a span
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var now = time.GetUtcNow();
        var waiting = await (which == Which.NeverScanned
            ? db.StoredFiles.FromSql($"select * from stored_file where scan in ('waiting', 'not-scanned') and scan_after <= {now} order by scan = 'not-scanned', scan_after limit 1 for update skip locked")
            : db.StoredFiles.FromSql($"select * from stored_file where scan = 'clean' and scanned_at <= {now.AddDays(-RescanDays)} and scan_after <= {now} order by scanned_at limit 1 for update skip locked")).ToListAsync(cancel);
        if (waiting is not [var file])
            return false;
        try
        {
            await using var content = File.OpenRead(store.Find(file.Sha256));
            if (await scanner.Scan(content, cancel) is null)
                await Release(db, file, time.GetUtcNow(), cancel);
            else
                await Refuse(db, file, time.GetUtcNow(), cancel);   // the name of what was found helps nobody here
        }
        catch (Exception e) when (e is ScannerAway or Refusal or IOException)
        {
            log.LogWarning("The scanner cannot say anything about a file that waits ({Reason}); trying again", e.Message);
            file.TryAgain(now + (which == Which.NeverScanned ? Every : TimeSpan.FromHours(1)));
            Count("away");
        }
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        if (file.Scan == ScanStates.Found)
            await RemoveUnusedFiles.Remove(scope.ServiceProvider.GetRequiredService<PledgeDb>(), store, file.Sha256, cancel);
        return true;
    }

    private static async Task Release(PledgeDb db, StoredFile file, DateTimeOffset now, CancellationToken cancel)
    {
        file.IsClean(now);
        await db.SaveChangesAsync(cancel);
        await Take(db, file, cancel);
        // Only now that nobody else can release them: another file of the same item may have been found clean at the same moment.
        var ready = await db.Evidence.Where(e => e.State == EvidenceStates.Scanning && e.Files.Any(f => f.Sha256 == file.Sha256)
            && !e.Files.Any(f => db.StoredFiles.Any(s => s.Sha256 == f.Sha256 && s.Scan != ScanStates.Clean))).OrderBy(e => e.Id).Include(e => e.Duties).Include(e => e.Pledges).ToListAsync(cancel);
        foreach (var evidence in ready)
        {
            evidence.Release(now);
            db.Publish(new EvidenceSubmitted(evidence.Facts(), evidence.SubmittedBy, now));
            await db.SaveChangesAsync(cancel);
            await db.AdvanceDutiesAsync(evidence, DutyStates.Evidenced, now, cancel);
        }
        Count("clean");
    }

    private static async Task Refuse(PledgeDb db, StoredFile file, DateTimeOffset now, CancellationToken cancel)
    {
        file.HasSomething(now);
        await db.SaveChangesAsync(cancel);
        await Take(db, file, cancel);
        var infected = await db.Evidence.Where(e => e.State != EvidenceStates.Refused && e.State != EvidenceStates.Withdrawn && e.Files.Any(f => f.Sha256 == file.Sha256))
            .OrderBy(e => e.Id).Include(e => e.Duties).Include(e => e.Pledges).ToListAsync(cancel);
        foreach (var evidence in infected)
        {
            evidence.Refuse(now);
            db.Publish(new EvidenceRefused(evidence.Facts(), evidence.SubmittedBy, now));
            db.RecordRule("pledge", "Refuse evidence in which a scanner found something", evidence.OrganisationId, new("evidence-item", evidence.Id), now);
            await db.SaveChangesAsync(cancel);
            await db.ReconsiderDutiesAsync(evidence.Id, SetbackReasons.Refused, now, cancel);
        }
        Count("found");
    }

    private static Task<int> Take(PledgeDb db, StoredFile file, CancellationToken cancel) => db.Database.ExecuteSqlAsync($"""
        select id from evidence where id in (select evidence_id from evidence_file where sha256 = {file.Sha256}) order by id for update
        """, cancel);

    private static void Count(string outcome) => Scanned.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}

/// <summary>Registration of the scanner, for <c>Evidence:Scanner</c>; without it files are taken as they are, and pages and API say so.</summary>
internal static class Scanning
{
    public static void AddScanner(this WebApplicationBuilder builder)
    {
        var address = builder.Configuration["Evidence:Scanner"];
        builder.Services.AddSingleton(new ScanSignal(!string.IsNullOrWhiteSpace(address)));
        if (string.IsNullOrWhiteSpace(address))
            return;
        if (!address.StartsWith("unix:/", StringComparison.Ordinal) && !(Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri is { Scheme: "tcp", Port: > 0 }))
            throw new InvalidOperationException($"Evidence:Scanner must be tcp://host:3310 or unix:/path/of/the/socket, and is '{address}'.");
        builder.Services.AddSingleton(new ClamAv(address));
        builder.Services.AddHostedService<ScanFiles>();
    }
}
