using System.Globalization;
using System.Text.Json;
using Charter.Pledges.Imports;
using Charter.Pledges.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Contracts;

/// <summary>Reads an OCDS package release by release and imports those that keep the rules.</summary>
internal sealed class ImportOcds(JobRun run, FileImport import, OcdsSchema schema, DateTimeOffset now)
{
    private const int BatchSize = 200;

    private readonly List<CheckedRelease> _checked = [];
    private readonly List<ImportRemark> _remarks = [];
    private long _entries, _read, _readBefore;

    private sealed record Total(string Currency, decimal Value);

    /// <param name="path">Where the file lies, for a program that was given it; else the parts are read that were kept.</param>
    public static async Task Run(JobRun run, string? path, CancellationToken stop)
    {
        var import = await run.Db.Imports.SingleAsync(i => i.Id == run.Job.ThingId, stop);
        await new ImportOcds(run, import, run.Services.GetRequiredService<OcdsSchema>(), run.Services.GetRequiredService<TimeProvider>().GetUtcNow()).Import(path, stop);
    }

    private async Task Import(string? path, CancellationToken stop)
    {
        _readBefore = import.Read;
        import.CheckBySchema(schema.IsThere);
        var package = new PackageReader(ImportContent.Open(import, run.Db, path));
        try
        {
            await foreach (var entry in package.Read(stop))
            {
                using var _ = entry;
                // An entry may hold many releases and counts as a whole, so that a job that begins anew knows where it was.
                if (_entries++ < import.Entries)
                    continue;
                Take(entry, package.IsOfRecords);
                if (_checked.Count + _remarks.Count >= BatchSize)
                    await Flush(package.Position, stop);
            }
        }
        catch (BrokenPackage broken)
        {
            throw new JobFailed(broken.Message);
        }
        _remarks.AddRange(package.Problems().Select(p => Remark(0, "package", p, ImportVerdicts.Noted)));
        await Flush(package.Position, stop);
        await run.Finish(async () =>
        {
            var totals = await run.Db.Database.SqlQuery<Total>($"""
                select coalesce(a.currency, '') as currency, sum(a.value) as value from contract_award a join contract_process p on p.id = a.process_id
                where a.organisation_id = {import.OrganisationId} and a.counts and a.value is not null
                  and exists (select from contract_release r where r.organisation_id = p.organisation_id and r.ocid = p.ocid and r.import_id = {import.Id})
                group by 1 order by 1
                """).ToListAsync(stop);
            import.Finish(totals.Where(t => t.Currency == "GBP").Sum(t => t.Value),
                string.Join(", ", totals.Where(t => t.Currency != "GBP").Select(t => string.Create(CultureInfo.InvariantCulture, $"{(t.Currency.Length == 0 ? "without a currency" : t.Currency)} {t.Value:N2}"))), now);
            await run.Db.ImportParts.Where(p => p.ImportId == import.Id).ExecuteDeleteAsync(stop);
        }, stop);
    }

    private void Take(JsonDocument? entry, bool isRecord)
    {
        if (entry is null)
            Judge(null);
        else if (!isRecord)
            Judge(entry.RootElement);
        else if (Releases(entry.RootElement) is { Length: > 0 } releases)
        {
            foreach (var release in releases)
                Judge(release);
        }
        else
        {
            _read++;
            _remarks.Add(Remark(_readBefore + _read, Say(entry.RootElement, "ocid"), "The record has neither releases in it, but only links to them, nor a compiled release."));
        }
    }

    /// <summary>Those that stand in the record; the compiled one where there are only links to them.</summary>
    private static JsonElement[] Releases(JsonElement record)
    {
        if (record.ValueKind != JsonValueKind.Object)
            return [record];
        if (record.TryGetProperty("releases", out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0
            && list.EnumerateArray().All(r => r.ValueKind == JsonValueKind.Object && r.TryGetProperty("ocid", out var _)))
            return [.. list.EnumerateArray()];
        return record.TryGetProperty("compiledRelease", out var compiled) ? [compiled] : [];
    }

    private void Judge(JsonElement? release)
    {
        var position = _readBefore + ++_read;
        if (release is not { } element)
        {
            _remarks.Add(Remark(position, "", "The same field stands in it twice."));
            return;
        }
        var problems = new List<string>();
        var fields = OcdsCheck.Read(element, problems);
        IReadOnlyList<string> notes = [];
        try
        {
            if (problems.Count == 0)
                notes = schema.Check(element, problems);
        }
        catch (InvalidOperationException)
        {
            problems.Add("There is text in it that is no UTF-8.");
        }
        if (problems.Count == 0)
            _checked.Add(new(position, fields));
        else
            _remarks.Add(Remark(position, Reference(element), string.Join(' ', problems.Take(10))));
        if (problems.Count == 0 && notes.Count > 0)
            _remarks.Add(Remark(position, Reference(element), string.Join(' ', notes), ImportVerdicts.Noted));
    }

    private async Task Flush(long position, CancellationToken stop)
    {
        await run.Commit(async () =>
        {
            var (unchanged, changed) = await StoreReleases.Run(run.Db, import.OrganisationId, import.Id, _checked, stop);
            _remarks.AddRange(changed.Select(r => Remark(r.Position, $"{r.Ocid} {r.Id}", "A release with this id was imported with other content. What has changed is published as a release with an id of its own.")));
            var rejected = _remarks.Count(r => r.Verdict == ImportVerdicts.Rejected);
            await Remarks.Add(run.Db, import, _remarks, stop);
            import.Count(_entries, _read, _checked.Count - unchanged - changed.Count, unchanged, rejected, 0, 0);
        }, position, stop);
        _readBefore += _read;
        _read = 0;
        _checked.Clear();
        _remarks.Clear();
    }

    private ImportRemark Remark(long position, string reference, string reason, string verdict = ImportVerdicts.Rejected) =>
        new() { ImportId = import.Id, Position = position, Reference = reference, Reason = reason, Verdict = verdict };

    private static string Reference(JsonElement release) => $"{Say(release, "ocid")} {Say(release, "id")}".Trim();

    private static string Say(JsonElement of, string name)
    {
        try
        {
            return of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
                ? new([.. text.Take(300).Where(c => !char.IsControl(c) && !char.IsSurrogate(c))]) : "";
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    /// <summary>Takes back the releases that this import brought in, and merges what is left anew.</summary>
    public static async Task Undo(JobRun run, CancellationToken stop)
    {
        var import = await run.Db.Imports.SingleAsync(i => i.Id == run.Job.ThingId, stop);
        for (var done = run.Job.Done; ;)
        {
            var ocids = await run.Db.Releases.Where(r => r.OrganisationId == import.OrganisationId && r.ImportId == import.Id).OrderBy(r => r.Ocid).Select(r => r.Ocid).Distinct().Take(BatchSize).ToArrayAsync(stop);
            if (ocids.Length == 0)
                break;
            await run.Commit(async () =>
            {
                done += await run.Db.Releases.Where(r => r.OrganisationId == import.OrganisationId && r.ImportId == import.Id && ocids.Contains(r.Ocid)).ExecuteDeleteAsync(stop);
                await StoreReleases.Compile(run.Db, import.OrganisationId, ocids, stop);
            }, done, stop);
        }
        await run.Finish(async () =>
        {
            await SupplierBook.Tidy(run, stop);
            await ImportEnd.TakenBack(run, import, stop);
        }, stop);
    }
}
