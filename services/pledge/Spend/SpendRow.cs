using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Charter.Pledges.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Spend;

/// <summary>A row as it was understood: a payment, or why it is none.</summary>
/// <param name="IsSetAside">It is none of what is imported, such as a row of totals.</param>
/// <param name="Total">What a row of totals says.</param>
internal sealed record SpendRow(long Line, NamedSupplier? Supplier, decimal Amount, DateOnly PaidOn, string? Reference, string? Description, string? Department, string? Category,
    string? Problem = null, bool IsSetAside = false, decimal? Total = null);

/// <summary>Understands the rows of a table by a mapping of its columns.</summary>
internal sealed partial class SpendRowReader(SpendLayout layout, SpendMapping mapping)
{
    private const int LongestText = 500;

    private readonly Dictionary<string, int> _places = layout.Columns.Index().Where(c => c.Item.Length > 0).ToDictionary(c => c.Item, c => c.Index);

    /// <summary>Null for the row of names, which can also be repeated at the head of each page.</summary>
    public SpendRow? Read(long line, string[] cells)
    {
        if (line == layout.HeaderLine || IsHeader(cells))
            return null;
        var (supplier, amount, date) = (Cell(cells, mapping.Supplier), Cell(cells, mapping.Amount), Cell(cells, mapping.Date));
        var paid = SpendCells.Amount(amount);
        // A supplier may be called Total; a row of totals has no date, or no supplier either.
        if (date.Length == 0 && supplier.Length == 0 && amount.Length == 0)
            return Aside(line, "It has no supplier, no date and no amount.");
        if (date.Length == 0 && amount.Length == 0 && cells.Count(c => c.Length > 0) == 1)
            return Aside(line, "It is a remark and no payment.");
        if (paid is { } total && ((supplier.Length == 0 && date.Length == 0 && (mapping.Date is { Length: > 0 } || IsTotal(cells))) || (date.Length == 0 && IsTotal(cells))))
            return Aside(line, "It is a row of totals.", total);
        var problems = new List<string>();
        var named = NamedSupplier.Of(supplier, Postcodes.In(Cell(cells, mapping.Address)) ?? Postcodes.In(supplier));
        if (named is null)
            problems.Add("It has no supplier.");
        if (paid is null)
            problems.Add(amount.Length == 0 ? "It has no amount." : $"“{Short(amount)}” is no amount.");
        var day = date.Length == 0 ? mapping.AnyDate : SpendCells.Date(date);
        if (day is null)
            problems.Add(date.Length == 0 ? "It has no date." : $"“{Short(date)}” is no date.");
        return new(line, named, paid ?? 0, day ?? default, Text(cells, mapping.Reference), Text(cells, mapping.Description), Text(cells, mapping.Department), Text(cells, mapping.Category),
            problems.Count == 0 ? null : string.Join(' ', problems));
    }

    private static SpendRow Aside(long line, string why, decimal? total = null) => new(line, null, 0, default, null, null, null, null, why, IsSetAside: true, Total: total);

    private bool IsHeader(string[] cells) => layout.HeaderLine is not null && mapping.Columns().All(c => Plain(Cell(cells, c)) == Plain(Unnumbered().Replace(c, "")));

    private static bool IsTotal(string[] cells) => cells.Any(c => c.Length is > 0 and < 40 && TotalWord().IsMatch(c));

    private string Cell(string[] cells, string? column) => !string.IsNullOrEmpty(column) && _places.TryGetValue(column, out var at) && at < cells.Length ? cells[at] : "";

    private string? Text(string[] cells, string? column) => Cell(cells, column) is { Length: > 0 } text ? PlainText.Cut(text, LongestText) : null;

    private static string Short(string text) => text.Length > 40 ? PlainText.Cut(text, 40) + "…" : text;

    private static string Plain(string text) => SpendMapping.Plain(text);

    [GeneratedRegex(@"^\s*((grand|sub|sub-|overall|report|page|monthly)\s*)?totals?(\s+(for|of|paid|spend|amount|expenditure).*)?\s*:?\s*$", RegexOptions.IgnoreCase)] private static partial Regex TotalWord();

    [GeneratedRegex(@" \(\d+\)$")] private static partial Regex Unnumbered();
}

/// <summary>Tells rows apart: two that say the same are two payments when they stand in one file, and one when they stand in two.</summary>
internal sealed class SeenRows
{
    private readonly Dictionary<UInt128, int> _seen = [];

    /// <summary>The hash of what the row says, and how many in the file said the same before it.</summary>
    public (byte[] Hash, int Occurrence) Of(SpendRow row)
    {
        var hash = new byte[16];
        var says = string.Create(CultureInfo.InvariantCulture, $"{row.PaidOn:yyyy-MM-dd}\n{row.Supplier!.Key}\n{row.Amount.ToString("0.####", CultureInfo.InvariantCulture)}\n{row.Reference}\n{row.Description}\n{row.Department}\n{row.Category}");
        System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(says)).AsSpan(0, 16).CopyTo(hash);
        var key = new UInt128(BitConverter.ToUInt64(hash, 0), BitConverter.ToUInt64(hash, 8));
        return (hash, _seen[key] = _seen.GetValueOrDefault(key) + 1);
    }
}
