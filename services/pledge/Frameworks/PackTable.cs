using System.Globalization;
using System.Text.Json;
using Charter.Pledges.Spend;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Frameworks;

/// <summary>How a table of measures is laid out.</summary>
/// <param name="Sheet">Of a workbook, the one that is read.</param>
/// <param name="HeaderLine">Where the names of the columns stand.</param>
/// <param name="Columns">Each by its name; empty for one that is empty in every row.</param>
/// <param name="Rows">Of data.</param>
/// <param name="Sample">The first rows of data, cell by cell.</param>
internal sealed record PackLayout(string? Sheet, long HeaderLine, string[] Columns, int Rows, string[][] Sample);

/// <summary>A table of measures, such as the tables of themes, outcomes and measures that are sold: one measure in each row.</summary>
internal sealed record PackTable(PackLayout Layout, IReadOnlyList<TableRow> Rows)
{
    private const int RowsLookedAt = 50;
    private const int SampleRows = 5;
    private const int LongestSample = 80;
    private const int MostRows = 10_000;

    /// <exception cref="BrokenTable">It is no table.</exception>
    public static PackTable Of(string kind, byte[] content)
    {
        if (kind == PackKinds.Csv)
        {
            Stream Open() => new MemoryStream(content);
            var encoding = SpendTable.EncodingOf(Open);
            var rows = SpendTable.Rows(Open, encoding, SpendTable.SeparatorOf(Open, encoding)).Take(MostRows + 1).Select(r => new TableRow(r.Line, r.Cells, new Dictionary<int, string>())).ToList();
            return rows.Count > MostRows ? throw new BrokenTable($"The table has more than {MostRows:N0} rows.") : Of(null, rows);
        }
        using var book = new Workbook(content);
        var sheets = book.Sheets.Take(10).Select(s => (s.Name, Rows: book.Rows(s.Part))).Where(s => s.Rows.Count > 0).ToList();
        return sheets.Count == 0 ? throw new BrokenTable("There is nothing in the workbook.")
            : sheets.MaxBy(s => s.Rows.Take(RowsLookedAt).Max(Names)) is var best ? Of(best.Name, best.Rows) : throw new InvalidOperationException();
    }

    private static int Names(TableRow row) => row.Cells.Select(PackColumns.FieldOf).Where(f => f is not null).Distinct().Count();

    private static PackTable Of(string? sheet, IReadOnlyList<TableRow> rows)
    {
        if (rows.Count == 0)
            throw new BrokenTable("There is nothing in the table.");
        var header = rows.Take(RowsLookedAt).MaxBy(Names)!;
        if (Names(header) < 2)
            header = rows.Take(RowsLookedAt).MaxBy(r => r.Cells.Count(c => c.Length > 0))!;   // the first of the widest: a title has one cell
        // what stands above the names of the columns is a title
        var data = rows.Where(r => r.Line > header.Line).ToList();
        var names = new string[Math.Max(header.Cells.Length, data.Count == 0 ? 0 : data.Max(r => r.Cells.Length))];
        for (var i = 0; i < names.Length; i++)
        {
            var name = i < header.Cells.Length ? string.Join(' ', header.Cells[i].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : "";
            if (name.Length is 0 or > 200)
                name = data.Any(r => i < r.Cells.Length && r.Cells[i].Length > 0) ? $"Column {i + 1}" : "";
            names[i] = name.Length > 0 && names.Take(i).Contains(name) ? $"{name} ({i + 1})" : name;
        }
        return new(new(sheet, header.Line, names, data.Count, [.. data.Take(SampleRows).Select(r => r.Cells.Select(c => c.Length > LongestSample ? PlainText.Cut(c, LongestSample) + "…" : c).ToArray())]), data);
    }
}

/// <summary>Which column of a table is what, by the names of the columns.</summary>
/// <param name="Theme">Where it is empty, that of the row above counts, as in merged cells.</param>
/// <param name="Outcome">As with themes. Without such a column each theme has one outcome of its name.</param>
internal sealed record PackColumns(
    string? Theme = null, string? Outcome = null, string? Code = null, string? Measure = null, string? Unit = null, string? Direction = null, string? ProxyValue = null, string? ProxySource = null, string? PriceYear = null,
    string? Target = null, string? Guidance = null)
{
    /// <summary>Names of columns as tables have them, without spaces and case, the likelier first; and parts of such names.</summary>
    private static readonly (string Field, string[] Names, string[] Parts)[] Usual =
    [
        ("theme", ["theme", "themes", "themename", "mission", "pillar"], ["theme"]),
        ("outcome", ["outcome", "outcomes", "outcomename", "policyoutcome", "objective"], ["outcome"]),
        ("code", ["code", "measurecode", "ref", "measureref", "reference", "measurereference", "tomsref", "tomsreference", "refno", "id"], ["code", "ref"]),
        ("priceYear", ["priceyear", "proxyyear", "yearofprices", "pricebase", "baseyear", "year"], ["year"]),
        ("proxySource", ["proxysource", "sourceofproxy", "proxyrationale", "proxyvaluesource", "source", "rationale"], ["proxysource", "source", "rationale"]),
        ("proxyValue", ["proxyvalue", "proxy", "proxyvaluegbp", "financialproxy", "nationalproxyvalue", "localproxyvalue", "value"], ["proxy"]),
        ("unit", ["unit", "units", "unitofmeasure", "unitofmeasurement", "measurementunit", "measureunit"], ["unit"]),
        ("direction", ["direction", "directionofimprovement", "polarity"], ["direction"]),
        ("target", ["target", "targets", "targetrequirement", "minimumrequirement", "requirement"], ["target", "requirement"]),
        ("guidance", ["guidance", "guidancenotes", "definition", "evidencerequired", "notes", "comments"], ["guidance", "definition", "evidence"]),
        ("measure", ["measure", "measures", "measuredescription", "measurename", "measuretitle", "description", "indicator", "indicators", "kpi"], ["measure", "indicator", "description"]),
    ];

    private static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>What a name of a column most likely stands for; null when that is not known.</summary>
    public static string? FieldOf(string column) => Plain(column) is var plain ? Array.Find(Usual, u => u.Names.Contains(plain)).Field : null;

    /// <summary>What the columns most likely are.</summary>
    public static PackColumns Guess(PackLayout layout)
    {
        var free = layout.Columns.Where(c => c.Length > 0).ToList();
        var found = new Dictionary<string, string>();
        foreach (var byPart in new[] { false, true })
            foreach (var (field, names, parts) in Usual.Where(u => !found.ContainsKey(u.Field)))
                if ((byPart ? parts : names).Select(n => free.Find(c => byPart ? Plain(c).Contains(n, StringComparison.Ordinal) : Plain(c) == n)).FirstOrDefault(c => c is not null) is { } column)
                {
                    found[field] = column;
                    free.Remove(column);
                }
        string? Of(string field) => found.GetValueOrDefault(field);
        return new(Of("theme"), Of("outcome"), Of("code"), Of("measure"), Of("unit"), Of("direction"), Of("proxyValue"), Of("proxySource"), Of("priceYear"), Of("target"), Of("guidance"));
    }

    /// <summary>What is wrong with the choice, by the path of the field.</summary>
    public IEnumerable<(string Field, string Rule)> Problems(PackLayout layout)
    {
        var chosen = new (string Field, string? Column)[]
        {
            ("theme", Theme), ("outcome", Outcome), ("code", Code), ("measure", Measure), ("unit", Unit), ("direction", Direction), ("proxyValue", ProxyValue), ("proxySource", ProxySource),
            ("priceYear", PriceYear), ("target", Target), ("guidance", Guidance),
        };
        foreach (var (field, column) in chosen)
            if (string.IsNullOrEmpty(column))
            {
                if (field is "theme" or "code" or "measure")
                    yield return ($"columns.{field}", field switch { "theme" => "Choose the column with the themes.", "code" => "Choose the column with the codes of the measures.", _ => "Choose the column with the measures." });
            }
            else if (!layout.Columns.Contains(column))
                yield return ($"columns.{field}", "The table has no such column.");
            else if (chosen.Any(c => c.Column == column && c.Field != field && Array.FindIndex(chosen, x => x.Field == c.Field) < Array.FindIndex(chosen, x => x.Field == field)))
                yield return ($"columns.{field}", "This column is chosen for something else already.");
    }

    /// <summary>The table as the pack that it is, each part with its row. What cannot be is left as it stands, for the rules to say so.</summary>
    public LinedNode? Pack(PackTable table, PackHeading heading, List<PackProblem> problems)
    {
        string Cell(TableRow row, string? column) => column is not null && Array.IndexOf(table.Layout.Columns, column) is >= 0 and var at && at < row.Cells.Length ? row.Cells[at] : "";
        LinedNode Text(TableRow row, string? column, string text) => new(JsonValueKind.String, row.Line) { Text = text, Label = column };
        var (themes, outcomes, measures) = (List("themes"), List("outcomes"), List("measures"));
        var (themeCodes, outcomeCodes, theme, outcome) = (new Dictionary<string, string>(), new Dictionary<string, string>(), "", "");
        foreach (var row in table.Rows)
        {
            foreach (var (at, trouble) in row.Troubles.Where(t => Used.Contains(table.Layout.Columns[t.Key])))
                problems.Add(new(row.Line, table.Layout.Columns[at], trouble));
            var (code, name) = (Cell(row, Code), Cell(row, Measure));
            if (Cell(row, Theme) is { Length: > 0 } nextTheme && nextTheme != theme)
                (theme, outcome) = (nextTheme, "");
            if (Cell(row, Outcome) is { Length: > 0 } nextOutcome)
                outcome = nextOutcome;
            if (code.Length == 0 && name.Length == 0)
                continue;   // a heading between the measures
            if (theme.Length == 0)
            {
                problems.Add(new(row.Line, Theme!, "The first measure has no theme. Write it in this row or above."));
                theme = "?";
            }
            if (!themeCodes.TryGetValue(theme, out var themeCode))
            {
                themeCode = themeCodes[theme] = string.Create(CultureInfo.InvariantCulture, $"theme-{themeCodes.Count + 1}");
                themes.Items.Add(Part(row, ("code", Text(row, null, themeCode)), ("name", Text(row, Theme, theme))));
            }
            var said = outcome.Length > 0 ? outcome : Outcome is null ? theme : "";
            if (said.Length == 0)
            {
                problems.Add(new(row.Line, Outcome!, "The measure has no outcome. Write it in this row or, for several, above."));
                said = "?";
            }
            if (!outcomeCodes.TryGetValue($"{themeCode}\n{said}", out var outcomeCode))
            {
                outcomeCode = outcomeCodes[$"{themeCode}\n{said}"] = string.Create(CultureInfo.InvariantCulture, $"outcome-{outcomeCodes.Count + 1}");
                outcomes.Items.Add(Part(row, ("code", Text(row, null, outcomeCode)), ("theme", Text(row, null, themeCode)), ("name", Text(row, Outcome ?? Theme, said))));
            }
            var measure = new LinedNode(JsonValueKind.Object, row.Line);
            foreach (var (member, column, text) in new[] { ("code", Code, code), ("outcome", null, outcomeCode), ("name", Measure, name), ("unit", Unit, Cell(row, Unit)) })
                if (text.Length > 0 || member is "code" or "name")
                    measure.Members.Add((member, Text(row, column, text)));
            if (Cell(row, Direction) is { Length: > 0 } way)
                measure.Members.Add(("direction", Text(row, Direction, Way(way))));
            AddProxy(row, measure, heading, Cell(row, ProxyValue), Cell(row, ProxySource), Cell(row, PriceYear), problems);
            foreach (var (member, column) in new[] { ("target", Target), ("guidance", Guidance) })
                if (Cell(row, column) is { Length: > 0 } text)
                    measure.Members.Add((member, Text(row, column, text)));
            measures.Items.Add(measure);
        }
        if (measures.Items.Count == 0)
        {
            problems.Add(new(0, Measure!, "The table has no measures below the names of its columns."));
            return null;
        }
        var root = heading.Node();
        root.Members.AddRange([("themes", themes), ("outcomes", outcomes), ("measures", measures)]);
        return root;
    }

    private HashSet<string?> Used => [Theme, Outcome, Code, Measure, Unit, Direction, ProxyValue, ProxySource, PriceYear, Target, Guidance];

    private void AddProxy(TableRow row, LinedNode measure, PackHeading heading, string value, string source, string year, List<PackProblem> problems)
    {
        if (value.Length == 0 || value is "-" or "–" || Plain(value) is "na" or "none" or "noproxy" or "notapplicable")
            return;
        var proxy = new LinedNode(JsonValueKind.Object, row.Line);
        LinedNode Number(string text, string? column, bool isMoney) => (isMoney ? SpendCells.Amount(text) : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) ? whole : null) is { } number
            ? new(JsonValueKind.Number, row.Line) { Text = number.ToString(CultureInfo.InvariantCulture), Label = column }
            : new(JsonValueKind.String, row.Line) { Text = text, Label = column };
        proxy.Members.Add(("value", Number(value, ProxyValue, isMoney: true)));
        var from = source.Length > 0 ? source : heading.AnyProxySource?.Trim() ?? "";
        if (from.Length > 0)
            proxy.Members.Add(("source", new(JsonValueKind.String, row.Line) { Text = from, Label = ProxySource }));
        else
            problems.Add(new(row.Line, ProxySource ?? ProxyValue!, "The proxy has no source. Write it in the row, or give one for rows that name none."));
        if (year.Length > 0 || heading.AnyPriceYear is not null)
            proxy.Members.Add(("priceYear", Number(year.Length > 0 ? year : heading.AnyPriceYear!.Value.ToString(CultureInfo.InvariantCulture), PriceYear, isMoney: false)));
        else
            problems.Add(new(row.Line, PriceYear ?? ProxyValue!, "The proxy has no year of its prices. Write it in the row, or give one for rows that name none."));
        if (proxy.Members.Count == 3)
            measure.Members.Add(("proxy", proxy));
        else
            problems.AddRange(proxy.Members.Where(m => m.Name != "source" && m.Node.Kind != JsonValueKind.Number).Select(m => new PackProblem(row.Line, m.Node.Label!, "This must be a number.")));
    }

    private static string Way(string text) => Plain(text) switch
    {
        "increase" or "increases" or "up" or "higher" or "higherisbetter" or "more" => "increase",
        "reduce" or "reduces" or "reduction" or "decrease" or "down" or "lower" or "lowerisbetter" or "less" => "reduce",
        _ => text,
    };

    private static LinedNode List(string label) => new(JsonValueKind.Array, 0) { Label = label };

    private static LinedNode Part(TableRow row, params (string Name, LinedNode Node)[] members)
    {
        var part = new LinedNode(JsonValueKind.Object, row.Line);
        part.Members.AddRange(members);
        return part;
    }
}
