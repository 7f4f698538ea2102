using System.Globalization;
using System.Text;

namespace Charter.Performance;

/// <param name="Floor">What the same took on the floor; null when the bound is absolute.</param>
/// <param name="Bound">Multiple of the floor, or absolute; null when the row only informs.</param>
internal sealed record Row(string What, int? Organisations, double Ours, double? Floor, double? Bound, bool AtLeast, string? Note)
{
    /// <summary>The figure that is judged.</summary>
    public double Judged => Floor is { } floor ? Ours / floor : Ours;

    public bool Passes => Bound is not { } bound || (AtLeast ? Judged >= bound : Judged <= bound);
}

internal sealed class Table
{
    private readonly List<Row> _rows = [];

    public IReadOnlyList<Row> Rows => _rows;

    public void Add(string what, int? organisations, double ours, double? floor, double? bound, string? note = null, bool atLeast = false)
    {
        _rows.Add(new(what, organisations, ours, floor, bound, atLeast, note));
        Console.Error.WriteLine(Line(_rows[^1]) + (note is null ? "" : $"\n      {note}"));
    }

    public override string ToString()
    {
        var text = new StringBuilder().AppendLine($"{"",-6} {"organisations",13} {"ours",10} {"floor",10} {"ratio",8} {"bound",8}  what");
        foreach (var row in _rows)
            text.AppendLine(Line(row));
        foreach (var row in _rows.Where(r => r.Note is not null))
            text.AppendLine($"{row.What}{(row.Organisations is { } n ? $" ({n:N0})" : "")}: {row.Note}");
        return text.Append(CultureInfo.InvariantCulture, $"{_rows.Count(r => r.Bound is not null && r.Passes)} rows within their bounds, {_rows.Count(r => !r.Passes)} not\n").ToString();
    }

    private static string Line(Row row) => string.Create(CultureInfo.InvariantCulture,
        $"{(row.Bound is null ? "" : row.Passes ? "ok" : "MISSES"),-6} {row.Organisations,13:N0} {row.Ours,10:0.###} {row.Floor,10:0.###} {(row.Floor is null ? null : (double?)row.Judged),8:0.00} {(row.Bound is null ? "" : (row.AtLeast ? "≥ " : "≤ ") + row.Bound.Value.ToString(CultureInfo.InvariantCulture)),8}  {row.What}");
}
