using System.Globalization;
using Charter.Pledges.Spend;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Frameworks;

/// <summary>
/// A registrar enters for a partnership what matches what: a table with the columns framework, version, code, kind, to framework, to version, to code and source. With the framework
/// <c>charter</c> the other side is an outcome on the menu of the partnership's charter, in its words. All rows are entered, or none.
/// </summary>
internal static class EnterCrosswalk
{
    public const string Menu = "charter";
    private const int MostRows = 5_000;
    private const int MostOfAll = 20_000;

    private static readonly string[] Columns = ["framework", "version", "code", "kind", "to framework", "to version", "to code", "source"];

    /// <param name="Entered">Rows that were not there before.</param>
    /// <param name="Unchanged">Rows that were there already.</param>
    internal sealed record Answer(int Entered, int Unchanged);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/frameworks/crosswalks", Handle)
        .Allow(Roles.Registrar).Refuses(404, "not-found").Accepts<UploadFramework.Form>("multipart/form-data").WithMetadata(new RequestSizeLimitAttribute(UploadFramework.LargestForm))
        .InOneTransaction().WithTags("Frameworks").WithSummary("Enter what matches what for a partnership")
        .WithDescription("A table (CSV) with the columns framework, version, code, kind (same, broader, narrower, related: what the other is to the first), to framework, to version, to code, source. When rows are not right, none is entered and all are listed under problems.");

    private static async Task<Ok<Answer>> Handle(HttpRequest request, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        var (_, charter, content) = await UploadFramework.Sent(request, db, cancel);
        var problems = new List<PackProblem>();
        var rows = Read(content, problems);
        var names = rows.SelectMany(r => new[] { r.Cells[0], r.Cells[4] }).Distinct().ToArray();
        var frameworks = (await db.Frameworks.AsNoTracking().Where(f => names.Contains(f.PackId) && (f.Scope == Framework.Everybody || f.Scope == charter)).ToListAsync(cancel))
            .GroupBy(f => f.PackId).ToDictionary(g => g.Key, g => g.OrderByDescending(f => f.IsPrivate).First().Id);   // Charter may come with one of the same id since
        var ids = frameworks.Values.ToArray();
        var parts = (await db.FrameworkParts.Where(p => ids.Contains(p.FrameworkId)).Select(p => new { p.FrameworkId, p.Version, p.Code }).ToListAsync(cancel)).Select(p => (p.FrameworkId, p.Version, p.Code)).ToHashSet();
        var versions = parts.Select(p => (p.FrameworkId, p.Version)).ToHashSet();
        var menus = await db.Charters.AsNoTracking().Where(c => c.CharterId == charter).ToDictionaryAsync(c => c.Version, c => c.Outcomes.ToHashSet(), cancel);
        var now = time.GetUtcNow();
        var relations = rows.Select(row => Relation(row, frameworks, versions, parts, menus, charter, caller.Subject, now, problems)).OfType<FrameworkRelation>().ToList();
        if (rows.Count == 0 && problems.Count == 0)
            problems.Add(new(0, "", "There are no rows below the names of the columns."));
        if (problems.Count > 0)
            throw new InvalidRequest(new Dictionary<string, string[]> { ["file"] = [$"Nothing was entered: {(problems.Count == 1 ? "one thing is" : $"{problems.Count:N0} things are")} not right in the table. Each is listed with its line and what to write instead."] },
                new Dictionary<string, object> { ["problems"] = UploadFramework.Sorted(problems) });
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({$"crosswalk {charter}"}, 0))", cancel);
        var known = (await db.FrameworkRelations.AsNoTracking().Where(r => r.Scope == charter).ToListAsync(cancel)).Select(Key).ToHashSet();
        var entered = relations.Where(r => known.Add(Key(r))).ToList();
        if (known.Count > MostOfAll)
            throw InvalidRequest.For("file", $"A partnership has at most {MostOfAll:N0} rows.");
        db.FrameworkRelations.AddRange(entered);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(new Answer(entered.Count, relations.Count - entered.Count));
    }

    private static (Guid, int, string, Guid, int, string) Key(FrameworkRelation r) => (r.FromFrameworkId, r.FromVersion, r.FromCode, r.ToFrameworkId, r.ToVersion, r.To);

    private static List<TableRow> Read(byte[] content, List<PackProblem> problems)
    {
        Stream Open() => new MemoryStream(content);
        try
        {
            var encoding = SpendTable.EncodingOf(Open);
            using var rows = SpendTable.Rows(Open, encoding, SpendTable.SeparatorOf(Open, encoding)).GetEnumerator();
            if (!rows.MoveNext())
                throw new BrokenTable("There is nothing in the table.");
            var at = Columns.Select(name => Array.FindIndex(rows.Current.Cells, c => Plain(c) == Plain(name))).ToArray();
            foreach (var (name, i) in Columns.Select((name, i) => (name, i)).Where(c => at[c.i] < 0))
                problems.Add(new(rows.Current.Line, name, "The table has no such column. Its names stand in the first row."));
            var read = new List<TableRow>();
            while (problems.Count == 0 && rows.MoveNext())
            {
                if (read.Count == MostRows)
                    throw new BrokenTable($"The table has more than {MostRows:N0} rows. Divide it.");
                var cells = rows.Current.Cells;
                read.Add(new(rows.Current.Line, [.. at.Select(i => i < cells.Length ? cells[i] : "")], new Dictionary<int, string>()));
            }
            return read;
        }
        catch (BrokenTable broken)
        {
            throw InvalidRequest.For("file", broken.Message);
        }
    }

    private static FrameworkRelation? Relation(
        TableRow row, Dictionary<string, Guid> frameworks, HashSet<(Guid, int)> versions, HashSet<(Guid, int, string)> parts, Dictionary<int, HashSet<string>> menus, Guid charter, Guid by, DateTimeOffset now, List<PackProblem> problems)
    {
        var before = problems.Count;
        void Wrong(int column, string rule) => problems.Add(new(row.Line, Columns[column], rule));
        int? Version(int column) => int.TryParse(row.Cells[column], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
        Guid Side(int column)
        {
            if (!frameworks.TryGetValue(row.Cells[column], out var id))
                Wrong(column, row.Cells[column].Length == 0 ? "This is required." : "There is no such framework here. Write the id of one that comes with Charter or that this partnership brought in.");
            else if (Version(column + 1) is not { } version || !versions.Contains((id, version)))
                Wrong(column + 1, "There is no such version of this framework here.");
            else if (!parts.Contains((id, version, row.Cells[column == 0 ? 2 : 6])))
                Wrong(column == 0 ? 2 : 6, "This version has no outcome or measure with this code.");
            return id;
        }
        var from = Side(0);
        var to = Guid.Empty;
        if (!Relations.All.Contains(row.Cells[3]))
            Wrong(3, $"Write one of these: {string.Join(", ", Relations.All)}.");
        if (!string.Equals(row.Cells[4], Menu, StringComparison.OrdinalIgnoreCase))
            to = Side(4);
        else if (Version(5) is not { } version || !menus.TryGetValue(version, out var menu))
            Wrong(5, "The charter has no such version.");
        else if (!menu.Contains(row.Cells[6]))
            Wrong(6, "This is no outcome on the menu of this version of the charter. Write it word for word.");
        if (row.Cells[7].Length == 0)
            Wrong(7, "Say who says so.");
        else if (row.Cells[7].Length > 500 || !PlainText.IsPlainLine(row.Cells[7]))
            Wrong(7, "This may be at most 500 characters of text.");
        if (problems.Count == before && from == to && Version(1) == Version(5))
            Wrong(4, "A version is not compared with itself.");
        return problems.Count > before ? null : new()
        {
            Id = Guid.CreateVersion7(now),
            Scope = charter,
            FromFrameworkId = from,
            FromVersion = Version(1)!.Value,
            FromCode = row.Cells[2],
            Kind = row.Cells[3],
            ToFrameworkId = to,
            ToVersion = Version(5)!.Value,
            To = row.Cells[6],
            Source = row.Cells[7],
            EnteredBy = by,
            EnteredAt = now,
        };
    }

    private static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
