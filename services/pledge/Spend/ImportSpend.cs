using System.Globalization;
using System.Text.Json;
using Charter.Pledges.Contracts;
using Charter.Pledges.Imports;
using Charter.Pledges.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Spend;

/// <summary>Imports the rows of a table of spend.</summary>
internal sealed class ImportSpend(JobRun run, FileImport import)
{
    private const int BatchSize = 500;
    private static readonly JsonSerializerOptions Rows = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly SeenRows _seen = new();
    private readonly List<(SpendRow Row, byte[] Hash, int Occurrence)> _payments = [];
    private readonly List<ImportRemark> _remarks = [];
    private long _entries, _read;
    private decimal _sum, _sinceTotal;

    private sealed record Added(int Lines, decimal Amount);

    /// <param name="path">Where the file lies, for a program that was given it; else the parts are read that were kept.</param>
    public static async Task Run(JobRun run, string? path, CancellationToken stop) => await new ImportSpend(run, await run.Db.Imports.SingleAsync(i => i.Id == run.Job.ThingId, stop)).Import(path, stop);

    private async Task Import(string? path, CancellationToken stop)
    {
        var reader = new SpendRowReader(import.Layout!, import.Mapping!);
        try
        {
            foreach (var (line, cells) in SpendTable.Rows(() => ImportContent.Open(import, run.Db, path), import.Layout!))
            {
                var isNew = _entries++ >= import.Entries;
                if (reader.Read(line, cells) is { } row)
                    Take(row, isNew);
                if (_payments.Count + _remarks.Count >= BatchSize)
                    await Flush(stop);
            }
        }
        catch (BrokenTable broken)
        {
            throw new JobFailed(broken.Message);
        }
        await Flush(stop);
        await run.Finish(async () =>
        {
            import.Finish(run.Services.GetRequiredService<TimeProvider>().GetUtcNow());
            await run.Db.ImportParts.Where(p => p.ImportId == import.Id).ExecuteDeleteAsync(stop);
        }, stop);
    }

    /// <param name="isNew">False for a row that a job before this one dealt with; it is only counted.</param>
    private void Take(SpendRow row, bool isNew)
    {
        if (row is { Problem: null })
        {
            var (hash, occurrence) = _seen.Of(row);
            (_sum, _sinceTotal) = (_sum + row.Amount, _sinceTotal + row.Amount);
            if (isNew)
                _payments.Add((row, hash, occurrence));
        }
        else if (isNew)
            _remarks.Add(new() { ImportId = import.Id, Position = row.Line, Verdict = row.IsSetAside ? ImportVerdicts.SetAside : ImportVerdicts.Rejected, Reason = row.Problem + (row.Total is { } total ? Agreement(total) : "") });
        if (row.Total is not null)
            _sinceTotal = 0;
        if (isNew)
            _read++;
    }

    private string Agreement(decimal total) =>
        total == _sum ? " It is the sum of the rows above it." : total == _sinceTotal ? " It is the sum of the rows since the total before it."
        : string.Create(CultureInfo.InvariantCulture, $" It says {total:N2}, and the rows above it come to {_sum:N2}.");

    private async Task Flush(CancellationToken stop)
    {
        await run.Commit(async () =>
        {
            var added = await Store(stop);
            await Remarks.Add(run.Db, import, _remarks, stop);
            var aside = _remarks.Count(r => r.Verdict == ImportVerdicts.SetAside);
            import.Count(Math.Max(_entries, import.Entries), _read, added.Lines, _payments.Count - added.Lines, _remarks.Count - aside, aside, added.Amount);
        }, _entries, stop);
        _payments.Clear();
        _remarks.Clear();
        _read = 0;
    }

    private async Task<Added> Store(CancellationToken stop)
    {
        if (_payments.Count == 0)
            return new(0, 0);
        var suppliers = await SupplierBook.Enter(run.Db, import.OrganisationId, _payments.Select(p => p.Row.Supplier!), stop);
        var rows = JsonSerializer.Serialize(_payments.Select(p => new
        {
            Id = Guid.CreateVersion7(),
            SupplierId = suppliers[p.Row.Supplier!.Key],
            p.Row.PaidOn,
            p.Row.Amount,
            p.Row.Reference,
            p.Row.Description,
            p.Row.Department,
            p.Row.Category,
            Hash = Convert.ToHexStringLower(p.Hash),
            p.Occurrence,
            p.Row.Line,
        }), Rows);
        return (await run.Db.Database.SqlQuery<Added>($"""
            with added as (
              insert into spend_line (id, organisation_id, supplier_id, paid_on, amount, reference, description, department, category, hash, occurrence, import_id, line)
              select id, {import.OrganisationId}, supplier_id, paid_on, amount, reference, description, department, category, decode(hash, 'hex'), occurrence, {import.Id}, line
              from json_to_recordset({rows}::json) r(id uuid, supplier_id uuid, paid_on date, amount numeric, reference text, description text, department text, category text, hash text, occurrence int, line bigint)
              on conflict (organisation_id, hash, occurrence) do nothing returning supplier_id, paid_on, amount
            ), months as (
              insert into spend_month (organisation_id, month, supplier_id, amount, lines)
              select {import.OrganisationId}, date_trunc('month', paid_on)::date, supplier_id, sum(amount), count(*) from added group by 2, 3
              on conflict (organisation_id, month, supplier_id) do update set amount = spend_month.amount + excluded.amount, lines = spend_month.lines + excluded.lines
            )
            select count(*)::int as lines, coalesce(sum(amount), 0) as amount from added
            """).ToListAsync(stop))[0];
    }

    /// <summary>Takes back the rows that this import brought in.</summary>
    public static async Task Undo(JobRun run, CancellationToken stop)
    {
        var import = await run.Db.Imports.SingleAsync(i => i.Id == run.Job.ThingId, stop);
        var done = run.Job.Done;
        for (var gone = -1; gone != 0;)
            await run.Commit(async () => done += gone = (await run.Db.Database.SqlQuery<int>($"""
                with gone as (
                  delete from spend_line where id in (select id from spend_line where import_id = {import.Id} limit 5000) returning supplier_id, paid_on, amount
                ), sums as (
                  select date_trunc('month', paid_on)::date as month, supplier_id, sum(amount) as amount, count(*) as lines from gone group by 1, 2
                ), months as (
                  update spend_month m set amount = m.amount - s.amount, lines = m.lines - s.lines from sums s
                  where m.organisation_id = {import.OrganisationId} and m.month = s.month and m.supplier_id = s.supplier_id
                )
                select count(*)::int as "Value" from gone
                """).ToListAsync(stop))[0], done, stop);
        await run.Finish(async () =>
        {
            await run.Db.Database.ExecuteSqlAsync($"delete from spend_month where organisation_id = {import.OrganisationId} and lines = 0", stop);
            await SupplierBook.Tidy(run, stop);
            await ImportEnd.TakenBack(run, import, stop);
        }, stop);
    }
}
