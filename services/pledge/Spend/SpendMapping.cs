using System.ComponentModel.DataAnnotations;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Spend;

/// <summary>Which column of a table of spend is what, by the names of the columns.</summary>
/// <param name="Date">Day of the payment. Without such a column all rows have <c>anyDate</c>.</param>
/// <param name="Address">Where a postcode may stand: an address, or the postcode itself.</param>
/// <param name="AnyDate">The day of rows that say none, such as the last of the month that the file is for.</param>
internal sealed record SpendMapping(
    [Required(ErrorMessage = "Choose the column with the suppliers."), AtMost(300)] string Supplier,
    [Required(ErrorMessage = "Choose the column with the amounts."), AtMost(300)] string Amount,
    [AtMost(300)] string? Date = null, [AtMost(300)] string? Reference = null, [AtMost(300)] string? Description = null, [AtMost(300)] string? Department = null, [AtMost(300)] string? Category = null,
    [AtMost(300)] string? Address = null, DateOnly? AnyDate = null)
{
    private const int MostRemembered = 50;

    /// <summary>Names of columns as councils give them, without spaces and case, the likelier first; and parts of such names, for those that are none of them.</summary>
    private static readonly Dictionary<string, (string[] Names, string[] Parts)> Usual = new()
    {
        ["supplier"] = (["supplier", "suppliername", "name", "vendor", "vendorname", "payee", "payeename", "beneficiary", "beneficiaryname", "creditor", "creditorname", "merchantname", "merchant", "paidto", "company"],
            ["supplier", "vendor", "payee", "beneficiary", "creditor", "merchant"]),
        ["amount"] = (["amount", "netamount", "amountpaid", "amountexcludingvat", "amountexvat", "amountexcvat", "netvalue", "value", "lineamount", "paymentamount", "invoiceamount", "transactionamount", "grossamount", "total", "spend"],
            ["amount", "netvalue", "value"]),
        ["date"] = (["paymentdate", "date", "datepaid", "paiddate", "dateofpayment", "paydate", "transactiondate", "postingdate", "effectivedate", "invoicedate"], ["date"]),
        ["reference"] = (["reference", "ref", "refno", "transactionnumber", "transactionno", "transactionid", "invoicenumber", "invoiceno", "documentnumber", "documentno", "paymentreference", "voucher"],
            ["refno", "reference", "transactionn", "invoicen", "documentn"]),
        ["description"] = (["description", "purpose", "purposeofexpenditure", "expenditurepurpose", "narrative", "details", "detail", "subjective"], ["description", "purpose", "narrative"]),
        ["department"] = (["department", "departmentarea", "directorate", "service", "servicearea", "servicecostcentre", "costcentre", "responsibleunit"], ["department", "directorate", "costcentre", "service"]),
        ["category"] = (["category", "expensetype", "expenditurecategory", "accountdetail", "accountdescription", "merchantcategory", "procurementcategory"], ["category", "expensetype", "account"]),
        ["address"] = (["supplieraddress", "address", "supplierpostcode", "postcode", "vendorpostcode"], ["postcode", "address"]),
    };

    /// <summary>What a name of a column most likely stands for; null when that is not known.</summary>
    public static string? FieldOf(string column) => Plain(column) is var plain ? Usual.Where(u => u.Value.Names.Contains(plain)).Select(u => u.Key).FirstOrDefault() : null;

    /// <summary>What the columns most likely are, going by their names and, for what is missing then, by what stands in them.</summary>
    public static SpendMapping Guess(IReadOnlyList<string> columns, IReadOnlyList<string[]> rows)
    {
        var free = columns.Where(c => c.Length > 0).ToList();
        string? Take(string? column)
        {
            if (column is not null)
                free.Remove(column);
            return column;
        }
        string? Named(string field) => Take(Usual[field].Names.Select(n => free.FirstOrDefault(c => Plain(c) == n)).FirstOrDefault(c => c is not null));
        string? Part(string field) => Take(Usual[field].Parts.Select(n => free.FirstOrDefault(c => Plain(c).Contains(n, StringComparison.Ordinal))).FirstOrDefault(c => c is not null));
        string? Filled(Func<string, bool> with) => Take(free.FirstOrDefault(c =>
            columns.ToList().IndexOf(c) is var at && rows.Select(r => at < r.Length ? r[at] : "").Where(t => t.Length > 0).ToArray() is { Length: > 0 } cells && cells.Count(with) >= cells.Length * 0.9));
        var found = Usual.Keys.ToDictionary(f => f, Named);
        foreach (var field in Usual.Keys.Where(f => found[f] is null).ToArray())
            found[field] = Part(field);
        found["date"] ??= Filled(t => SpendCells.Date(t) is not null);
        found["amount"] ??= Filled(t => t.Contains('.', StringComparison.Ordinal) && SpendCells.Amount(t) is not null);
        return new(found["supplier"] ?? "", found["amount"] ?? "", found["date"], found["reference"], found["description"], found["department"], found["category"], found["address"]);
    }

    /// <summary>That of an earlier file of the publisher which has all its columns in this one, else a guess.</summary>
    public static async Task<(SpendMapping Mapping, bool IsRemembered)> Propose(Guid organisation, SpendLayout layout, PledgeDb db, CancellationToken cancel)
    {
        var earlier = await db.SpendMappings.AsNoTracking().Where(m => m.OrganisationId == organisation).OrderByDescending(m => m.UsedAt).Take(MostRemembered).ToListAsync(cancel);
        return earlier.Find(m => m.Mapping.Columns().All(c => layout.Columns.Contains(c))) is { } known ? (known.Mapping with { AnyDate = null }, true) : (layout.Guess, false);
    }

    public IEnumerable<string> Columns() => new[] { Supplier, Amount, Date, Reference, Description, Department, Category, Address }.OfType<string>().Where(c => c.Length > 0);

    /// <summary>400 on every column that the table does not have, and without any date.</summary>
    public void MustFit(SpendLayout layout)
    {
        var wrong = new[] { ("supplier", Supplier), ("amount", Amount), ("date", Date), ("reference", Reference), ("description", Description), ("department", Department), ("category", Category), ("address", Address) }
            .Where(c => !string.IsNullOrEmpty(c.Item2) && !layout.Columns.Contains(c.Item2)).ToDictionary(c => c.Item1, _ => new[] { "The table has no such column." });
        if (string.IsNullOrEmpty(Date) && AnyDate is null)
            wrong["date"] = ["Choose the column with the dates, or the day of rows that say none."];
        if (!string.IsNullOrEmpty(Supplier) && Supplier == Amount)
            wrong["amount"] = ["This is the column with the suppliers."];
        if (wrong.Count > 0)
            throw new InvalidRequest(wrong);
    }

    /// <summary>Letters and digits in lower case.</summary>
    public static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}

/// <summary>How the columns of a publisher's tables were understood the last time.</summary>
internal sealed class RememberedMapping
{
    public Guid OrganisationId { get; init; }
    /// <summary>Hash of the names of its columns.</summary>
    public required string Columns { get; init; }
    public required SpendMapping Mapping { get; set; }
    public DateTimeOffset UsedAt { get; set; }
}
