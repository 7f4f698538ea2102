using System.Text.RegularExpressions;
using Charter.Pledges.Imports;
using Charter.Pledges.Jobs;
using Charter.Pledges.Spend;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Contracts;

/// <summary>Reads a file in the format of the ONS Postcode Directory, whole or for one area, over what was loaded before.</summary>
internal static partial class ImportPostcodes
{
    private const int BatchSize = 5_000;

    /// <summary>Where the columns are that are read. The directory names some of them after the year of its boundaries.</summary>
    private sealed partial record Columns(int Code, int District, int Ward)
    {
        public static Columns? Of(string[] header)
        {
            int At(Regex name) => Array.FindIndex(header, h => name.IsMatch(h.Trim('\uFEFF', ' ')));
            var (code, district) = (new[] { Pcds(), Pcd() }.Select(At).FirstOrDefault(i => i >= 0, -1), At(DistrictName()));
            return code >= 0 && district >= 0 ? new(code, district, At(WardName())) : null;
        }

        [GeneratedRegex("^(pcds|postcode)$", RegexOptions.IgnoreCase)] private static partial Regex Pcds();
        [GeneratedRegex("^(pcd|pcd7|pcd8|pcd2)$", RegexOptions.IgnoreCase)] private static partial Regex Pcd();
        [GeneratedRegex(@"^(oslaua|laua|lad\d\dcd|ladcd)$", RegexOptions.IgnoreCase)] private static partial Regex DistrictName();
        [GeneratedRegex(@"^(osward|ward|wd\d\dcd|wdcd)$", RegexOptions.IgnoreCase)] private static partial Regex WardName();
    }

    public static async Task Run(JobRun run, string? path, CancellationToken stop)
    {
        var import = await run.Db.Imports.SingleAsync(i => i.Id == run.Job.ThingId, stop);
        var (entries, read, aside, rejected, last) = (0L, 0L, 0L, new List<ImportRemark>(), 0L);
        var places = new Dictionary<string, (string District, string? Ward)>();
        Columns? columns = null;
        async Task Flush()
        {
            var (codes, districts, wards) = (places.Keys.ToArray(), places.Values.Select(p => p.District).ToArray(), places.Values.Select(p => p.Ward).ToArray());
            await run.Commit(async () =>
            {
                var changed = await run.Db.Database.ExecuteSqlAsync($"""
                    insert into postcode (code, district, ward) select * from unnest({codes}, {districts}, {wards}) order by 1
                    on conflict (code) do update set district = excluded.district, ward = excluded.ward where (postcode.district, postcode.ward) is distinct from (excluded.district, excluded.ward)
                    """, stop);
                await Remarks.Add(run.Db, import, rejected, stop);
                import.Count(entries, read, changed, read - changed - rejected.Count - aside, rejected.Count, aside, 0);
            }, Math.Min(last, run.Job.Total), stop);
            places.Clear();
            rejected.Clear();
            (read, aside) = (0, 0);
        }
        try
        {
            foreach (var (line, cells) in SpendTable.Rows(() => ImportContent.Open(import, run.Db, path), System.Text.Encoding.UTF8, ','))
            {
                columns ??= Columns.Of(cells) is { } found ? found : throw new JobFailed("The first line has to name the columns of the ONS Postcode Directory, such as pcds and oslaua.");
                if (entries++ < import.Entries || entries == 1)
                    continue;
                read++;
                last += cells.Sum(c => c.Length + 1);
                var code = columns.Code < cells.Length ? Postcodes.In(cells[columns.Code]) : null;
                var district = columns.District < cells.Length ? cells[columns.District] : "";
                if (code is null || (district.Length > 0 && !IsPlace(district)))
                    rejected.Add(new() { ImportId = import.Id, Position = line, Verdict = ImportVerdicts.Rejected, Reason = code is null ? "It has no postcode." : "Its district is no code of the ONS." });
                else if (district.Length == 0)
                    aside++;   // of no district any more
                else if (!places.TryAdd(code, (district, columns.Ward >= 0 && columns.Ward < cells.Length && IsPlace(cells[columns.Ward]) ? cells[columns.Ward] : null)))
                    aside++;   // it stands there twice
                if (places.Count + rejected.Count >= BatchSize)
                    await Flush();
            }
        }
        catch (BrokenTable broken)
        {
            throw new JobFailed(broken.Message);
        }
        await Flush();
        await run.Finish(async () =>
        {
            await run.Db.Database.ExecuteSqlAsync($"""
                update supplier s set district = p.district, ward = p.ward from postcode p where p.code = s.postcode and (s.district, s.ward) is distinct from (p.district, p.ward)
                """, stop);
            import.Finish(run.Services.GetRequiredService<TimeProvider>().GetUtcNow());
            await run.Db.ImportParts.Where(p => p.ImportId == import.Id).ExecuteDeleteAsync(stop);
        }, stop);
    }

    private static bool IsPlace(string code) => code.Length == 9 && code.All(char.IsAsciiLetterOrDigit);

    /// <summary>What was loaded stays: each row says nothing but where its postcode is.</summary>
    public static async Task Undo(JobRun run, CancellationToken stop)
    {
        var import = await run.Db.Imports.SingleAsync(i => i.Id == run.Job.ThingId, stop);
        await run.Finish(() => ImportEnd.TakenBack(run, import, stop), stop);
    }
}

/// <summary>A registrar loads a postcode directory for the whole partnership.</summary>
internal static class LoadPostcodes
{
    /// <param name="IsThere">Some postcodes are loaded.</param>
    internal sealed record Answer(bool IsThere, DateTimeOffset? LoadedAt, Page<ReadImport.Answer> Files);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/postcodes", Handle).Allow(Roles.Registrar).Accepts<SentFile.Form>("multipart/form-data").WithMetadata(new RequestSizeLimitAttribute(SentFile.LargestForm))
            .InOneTransaction().WithTags("Postcodes").WithSummary("Load a postcode directory")
            .WithDescription("A file in the format of the ONS Postcode Directory, of at most 25 MB; the directory comes in files by area. What is in it stands over what was loaded before. ./charter import postcodes takes the whole of it.");
        routes.MapGet("/postcodes", Show).Allow(Roles.Registrar).WithTags("Postcodes").WithSummary("Read what of the postcode directory is loaded");
    }

    private static async Task<Created<ReadImport.Answer>> Handle(HttpRequest request, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        var file = await SentFile.From(request, cancel);
        var now = time.GetUtcNow();
        var import = FileImport.Of(ImportKinds.Postcodes, Guid.Empty, file.Name, file.Content.Length, null, caller.Subject, isByCommand: false, now);
        db.Imports.Add(import);
        db.Jobs.Add(import.Start(null, now));
        await db.SaveChangesAsync(cancel);
        await file.Keep(import.Id, db, cancel);
        return TypedResults.Created($"/api/imports/{import.Id}", await ReadImport.Of(import, db, cancel));
    }

    private static async Task<Ok<Answer>> Show(string? after, int? size, PledgeDb db, CancellationToken cancel)
    {
        var files = db.Imports.Where(i => i.Kind == ImportKinds.Postcodes);
        return TypedResults.Ok(new Answer(await db.PostcodePlaces.AnyAsync(cancel), await files.Where(i => i.State == ImportStates.Imported).MaxAsync(i => i.FinishedAt, cancel), await ReadImport.Page(files, after, size, cancel)));
    }
}
