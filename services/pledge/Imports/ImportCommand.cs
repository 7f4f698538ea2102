using System.Globalization;
using Charter.Contracts;
using Charter.Pledges.Contracts;
using Charter.Pledges.Jobs;
using Charter.Pledges.Spend;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Charter.Pledges.Imports;

/// <summary>
/// <c>import ocds|spend FILE --organisation ID</c> and <c>import postcodes FILE</c>: imports a file of any size where it lies and prints the report. Replicas that
/// serve may run meanwhile. Neither web server nor consumers start.
/// </summary>
internal static class ImportCommand
{
    private const string Usage = "Say what to import: import ocds|spend FILE --organisation ID, or import postcodes FILE.";

    private static readonly CultureInfo English = CultureInfo.InvariantCulture;

    /// <summary>The exit code; null when the arguments are no import and the host is to serve.</summary>
    public static async Task<int?> ImportAsync(this WebApplicationBuilder builder, string[] args)
    {
        if (args is not ["import", ..])
            return null;
        try
        {
            var (kind, path, organisation) = Asked(args);
            builder.Logging.ClearProviders();
            builder.Services.AddJobs(ImportJobs.Kinds(path));
            builder.Services.AddSingleton<OcdsSchema>();
            await using var app = builder.Build();
            using var stop = new CancellationTokenSource();
            Console.CancelKeyPress += (_, e) => (e.Cancel, _) = (true, stop.CancelAsync());
            return await Run(app.Services, kind, path, organisation, stop.Token);
        }
        catch (Exception e) when (e is ArgumentException or BrokenTable or IOException or UnauthorizedAccessException or OperationCanceledException or NpgsqlException or DbUpdateException or InvalidOperationException)
        {
            Console.Error.WriteLine(e.GetBaseException() switch
            {
                PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn } => "The database is not of this version. Start the service, which brings it up to date, and try again.",
                OperationCanceledException => "Stopped. What was imported until then is there; the same command again imports the rest.",
                var other => other.Message,
            });
            return 1;
        }
    }

    private static (string Kind, string Path, Guid Organisation) Asked(string[] args)
    {
        var (kind, path, organisation) = args switch
        {
            [_, ImportKinds.Ocds or ImportKinds.Spend, var file, "--organisation", var id] => (args[1], file, Guid.TryParse(id, out var g) && g != Guid.Empty ? g : throw new ArgumentException($"{id} is no id of an organisation. It stands in the address of its page.")),
            [_, ImportKinds.Ocds or ImportKinds.Spend, "--organisation", var id, var file] => Asked([args[0], args[1], file, "--organisation", id]),
            [_, ImportKinds.Postcodes, var file] => (args[1], file, Guid.Empty),
            _ => throw new ArgumentException(Usage),
        };
        return File.Exists(path) ? (kind, path, organisation) : throw new ArgumentException($"There is no file {path}.");
    }

    private static async Task<int> Run(IServiceProvider services, string kind, string path, Guid organisation, CancellationToken stop)
    {
        await using (var scope = services.CreateAsyncScope())
            if (organisation != Guid.Empty && !await scope.ServiceProvider.GetRequiredService<PledgeDb>().Organisations.AnyAsync(o => o.OrganisationId == organisation, stop))
                throw new ArgumentException($"There is no confirmed organisation {organisation} here.");
        var layout = kind == ImportKinds.Spend ? SpendLayout.Of(() => File.OpenRead(path)) : null;
        var id = Guid.Empty;
        var job = services.GetRequiredService<JobRunner>().DoNow(organisation, async db =>
        {
            var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
            var import = FileImport.Of(kind, organisation, SentFile.Named(path), new FileInfo(path).Length, layout, by: null, isByCommand: true, now);
            id = import.Id;
            db.Imports.Add(import);
            var mapping = layout is null ? null : (await SpendMapping.Propose(organisation, layout, db, stop)).Mapping;
            if (layout is not null)
                MustBeClear(layout, mapping!);
            db.RecordRule("pledge", "Import a file from the command line", organisation, new ActedOn("import", import.Id), now);
            if (layout is null)
                db.Jobs.Add(import.Start(null, now));
            else
                await MapSpend.Start(import, layout, mapping!, db, now, stop);
            await db.SaveChangesAsync(stop);
            return await db.Jobs.SingleAsync(j => j.Id == import.JobId, stop);
        }, () => Console.Error.WriteLine("Another import of this organisation is under way; this one waits for it …"), stop);
        while (await Task.WhenAny(job, Task.Delay(TimeSpan.FromSeconds(2), stop)) != job && !Console.IsErrorRedirected)
            Console.Error.Write($"\r{await Progress(services, id, stop)} …   ");
        await job;
        return await Print(services, id);
    }

    private static void MustBeClear(SpendLayout layout, SpendMapping mapping)
    {
        try
        {
            mapping.MustFit(layout);
            if (mapping.Supplier.Length == 0 || mapping.Amount.Length == 0)
                throw new InvalidRequest(new Dictionary<string, string[]>());
        }
        catch (InvalidRequest)
        {
            throw new ArgumentException($"Which column is what is not clear: {string.Join(", ", layout.Columns.Where(c => c.Length > 0))}. Send the file on the organisation's page of imports and say it there; it is remembered for the next.");
        }
    }

    private static async Task<string> Progress(IServiceProvider services, Guid import, CancellationToken stop)
    {
        await using var scope = services.CreateAsyncScope();
        var at = await scope.ServiceProvider.GetRequiredService<PledgeDb>().Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == import, stop);
        return string.Create(English, $"{at?.Read ?? 0:N0} read, {at?.Imported ?? 0:N0} imported");
    }

    private static async Task<int> Print(IServiceProvider services, Guid id)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PledgeDb>();
        var import = await db.Imports.AsNoTracking().SingleAsync(i => i.Id == id);
        var (what, report) = (import.Kind switch { ImportKinds.Ocds => "releases", ImportKinds.Spend => "rows", _ => "postcodes" }, import.Report);
        if (import.State != ImportStates.Imported)
        {
            Console.Error.WriteLine($"{import.FileName} was not imported. {import.Problem}");
            return 1;
        }
        Console.WriteLine($"{import.FileName}: {what} read {Say(report.Read)}, imported {Say(report.Imported)}, there already {Say(report.Unchanged)}, set aside {Say(report.SetAside)}, rejected {Say(report.Rejected)}");
        if (import.Kind != ImportKinds.Postcodes)
            Console.WriteLine(string.Create(English, $"Total value of what was imported: £{report.Value:N2}{(report.OtherValues.Length == 0 ? "" : $" and {report.OtherValues}")}"));
        if (import.Mapping is { } mapping)
            Console.WriteLine($"Columns: supplier = {mapping.Supplier}, amount = {mapping.Amount}, date = {mapping.Date}");
        if (import.Kind == ImportKinds.Ocds)
            Console.WriteLine(import.IsSchemaChecked ? "Checked by the whole release schema of OCDS 1.1.5." : "Checked by the rules of OCDS 1.1.5 for the fields that are read; the installation has no release schema in CHARTER_DATA.");
        await foreach (var remark in db.ImportRemarks.AsNoTracking().Where(r => r.ImportId == id).OrderBy(r => r.Number).AsAsyncEnumerable())
            Console.WriteLine($"  {(remark.Verdict.Replace('-', ' '))}: {(import.Kind == ImportKinds.Ocds ? remark.Position == 0 ? "" : $"release {remark.Position} " : $"line {remark.Position} ")}{remark.Reference} {remark.Reason}");
        return 0;
    }

    private static string Say(long count) => count.ToString("N0", English);
}
