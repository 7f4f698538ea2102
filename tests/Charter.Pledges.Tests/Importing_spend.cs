using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Charter.Pledges.Tests;

public sealed class Importing_spend(PledgeFixture service)
{
    private async Task<(Guid Organisation, HttpClient Editor)> Council()
    {
        var organisation = await service.SignedOrganisation();
        return (organisation.Id, service.As(organisation.Editor));
    }

    [Fact]
    public async Task A_table_is_understood_shown_and_imported_when_the_person_says_so()
    {
        var (council, editor) = await Council();
        const string Table = "Department Area,,Description,Name:  ,Payment Date,Amount Paid\nWorks,,Fencing,Sample Works Ltd,05/08/2025,\"1,440.00\"\nWorks,,Gates,SAMPLE WORKS LIMITED,6-Aug-25,£60.50\n";
        var sent = await editor.Sends(council, "spend", Encoding.UTF8.GetBytes(Table)).Answers_with(HttpStatusCode.Created);
        (sent.Text("state"), sent.GetProperty("layout").Whole("rows"), sent.GetProperty("layout").GetProperty("sample").GetArrayLength()).ShouldBe(("uploaded", 2, 2));
        sent.GetProperty("layout").GetProperty("columns").EnumerateArray().Select(c => c.GetString()).ShouldBe(["Department Area", "", "Description", "Name", "Payment Date", "Amount Paid"]);
        var mapping = sent.GetProperty("mapping");
        (mapping.Text("supplier"), mapping.Text("amount"), mapping.Text("date"), mapping.Text("department"), mapping.Text("description")).ShouldBe(("Name", "Amount Paid", "Payment Date", "Department Area", "Description"));
        PledgeFixture.Items(await editor.Gets($"/api/organisations/{council}/spend")).ShouldBeEmpty();

        await editor.PutAsync($"/api/imports/{sent.Id()}/mapping", JsonContent.Create(mapping)).Answers_with(HttpStatusCode.Accepted);
        var done = await editor.Reads(sent.Id(), "imported");
        (done.Counts(), done.Value()).ShouldBe(((2, 2, 0, 0, 0), 1500.5m));
        var paid = PledgeFixture.Items(await editor.Gets($"/api/organisations/{council}/spend"));
        paid.Select(p => (p.Text("paidOn"), p.Text("supplier"), p.Figure("amount"), p.Text("description"))).ShouldBe([("2025-08-06", "Sample Works Ltd", 60.5m, "Gates"), ("2025-08-05", "Sample Works Ltd", 1440m, "Fencing")]);
        await editor.PutAsync($"/api/imports/{sent.Id()}/mapping", JsonContent.Create(mapping)).Is_refused(HttpStatusCode.Conflict, "import-done");
    }

    [Theory]
    [InlineData("1,185.60", 1185.60)]
    [InlineData("11,818.78-", -11818.78)]
    [InlineData("-£12.30", -12.30)]
    [InlineData("£-12.30", -12.30)]
    [InlineData("(1,000.00)", -1000d)]
    [InlineData("£ 1 250.00 CR", -1250d)]
    [InlineData("−7", -7d)]
    [InlineData("423", 423d)]
    [InlineData(".5", 0.5)]
    [InlineData("GBP 10.00", 10d)]
    [InlineData("1,18.60", null)]
    [InlineData("--5", null)]
    [InlineData("12.3.4", null)]
    [InlineData("n/a", null)]
    public async Task Amounts_are_read_as_people_write_them(string cell, double? amount)
    {
        var (council, editor) = await Council();
        var done = await editor.Imports_spend(council, $"Supplier;Amount;Date\nSample Ltd;5.00;1/2/2025\nSample Ltd;{cell};01/02/2025\n");
        done.Counts().ShouldBe(amount is null ? (2, 1, 0, 1, 0) : (2, 2, 0, 0, 0));
        if (amount is { } value)
            done.Value().ShouldBe(5 + (decimal)value);
        else
            (await editor.Remarks(done.Id())).Single().ShouldBe((3, "rejected", $"“{cell}” is no amount."));
    }

    [Theory]
    [InlineData("04/01/2017", "2017-01-04")]
    [InlineData("4.1.17", "2017-01-04")]
    [InlineData("11-Aug-22", "2022-08-11")]
    [InlineData("11 August 2022", "2022-08-11")]
    [InlineData("2022-08-11 00:00:00", "2022-08-11")]
    [InlineData("44784", "2022-08-11")]
    [InlineData("31/02/2022", null)]
    [InlineData("12/31/2022", null)]
    [InlineData("soon", null)]
    public async Task Dates_are_read_the_British_way_round(string cell, string? day)
    {
        var (council, editor) = await Council();
        var done = await editor.Imports_spend(council, $"Supplier,Amount,Date\nSample Ltd,5.00,{cell}\n");
        done.Counts().ShouldBe(day is null ? (1, 0, 0, 1, 0) : (1, 1, 0, 0, 0));
        if (day is not null)
            PledgeFixture.Items(await editor.Gets($"/api/organisations/{council}/spend")).Single().Text("paidOn").ShouldBe(day);
    }

    [Fact]
    public async Task Names_of_columns_that_come_last_rows_of_totals_and_repeated_headings_are_no_payments()
    {
        var (council, editor) = await Council();
        var done = await editor.Imports_spend(council, """
            Sample Works,"1,000.00",02/09/2025,A1
            Total Sample Energy,500.00,03/09/2025,A2
            ,"1,500.00",,
            Supplier,Amount,Date,Ref
            Sample Works,250.00-,04/09/2025,A3
            Grand Total,"1,300.00",,
            Figures leave out VAT,,,
            No amount Ltd,,05/09/2025,A4
            ,12.00,05/09/2025,A5

            Supplier,Amount,Date,Ref
            """);
        done.Counts().ShouldBe((8, 3, 0, 2, 3));
        done.Value().ShouldBe(1250);
        var remarks = await editor.Remarks(done.Id());
        remarks.Where(r => r.Verdict == "set-aside").Select(r => r.Reason).ShouldBe(["It is a row of totals. It is the sum of the rows above it.", "It is a row of totals. It says 1,300.00, and the rows above it come to 1,250.00.", "It is a remark and no payment."], ignoreOrder: true);
    }

    [Fact]
    public async Task How_a_table_was_understood_is_remembered_for_the_publishers_next()
    {
        var (council, editor) = await Council();
        const string Names = "Who,What,How much,When,Extra\n";
        await editor.Imports_spend(council, Names + "Sample Ltd,Chairs,5.00,01/02/2025,x\n", m => (m["supplier"], m["amount"], m["date"], m["description"]) = ("Who", "How much", "When", "What"));
        var next = await editor.Sends(council, "spend", Encoding.UTF8.GetBytes(Names.Replace("What,How much", "How much,What") + "Sample Ltd,7.00,Tables,01/03/2025,x\n")).Answers_with(HttpStatusCode.Created);
        (next.GetProperty("isRemembered").GetBoolean(), next.GetProperty("mapping").Text("supplier"), next.GetProperty("mapping").Text("description")).ShouldBe((true, "Who", "What"));
        var (other, stranger) = await Council();
        (await stranger.Sends(other, "spend", Encoding.UTF8.GetBytes(Names + "Sample Ltd,Chairs,5.00,01/02/2025,x\n")).Answers_with(HttpStatusCode.Created)).GetProperty("isRemembered").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_mapping_has_to_fit_the_table()
    {
        var (council, editor) = await Council();
        var sent = await editor.Sends(council, "spend", "a,b\nx,1.00\n"u8.ToArray()).Answers_with(HttpStatusCode.Created);
        await editor.PutAsync($"/api/imports/{sent.Id()}/mapping", JsonContent.Create(new { supplier = "c", amount = "b" })).Is_invalid("supplier", "date");
        await editor.PutAsync($"/api/imports/{sent.Id()}/mapping", JsonContent.Create(new { supplier = "", amount = "" })).Is_invalid("supplier", "amount");
        await editor.PutAsync($"/api/imports/{sent.Id()}/mapping", JsonContent.Create(new { supplier = "a", amount = "b", anyDate = "2025-01-31" })).Answers_with(HttpStatusCode.Accepted);
        (await editor.Reads(sent.Id(), "imported")).Value().ShouldBe(1);
    }

    [Fact]
    public async Task The_same_rows_again_change_nothing_and_rows_that_are_alike_in_one_file_are_each_a_payment()
    {
        var (council, editor) = await Council();
        const string Head = "Supplier,Amount,Date,Description\n", Twice = "Sample Ltd,5.00,01/02/2025,Chairs\nSample Ltd,5.00,01/02/2025,Chairs\n";
        (await editor.Imports_spend(council, Head + Twice)).Counts().ShouldBe((2, 2, 0, 0, 0));
        (await editor.Imports_spend(council, Head + Twice)).Counts().ShouldBe((2, 0, 2, 0, 0));
        var overlapping = await editor.Imports_spend(council, "Date,Empty,Supplier,Amount,Description\n01/02/2025,,SAMPLE LIMITED,5,Chairs\n02/02/2025,,Sample Ltd,6.00,Tables\n");
        (overlapping.Counts(), overlapping.Value()).ShouldBe(((2, 1, 1, 0, 0), 6m));
        (await editor.Gets($"/api/organisations/{council}/spend/totals")).Figure("value", "total").ShouldBe(16);

        await editor.Posts($"/api/imports/{overlapping.Id()}/removal", "{}").Answers_with(HttpStatusCode.Accepted);
        await editor.Reads(overlapping.Id(), "removed");
        var totals = await editor.Gets($"/api/organisations/{council}/spend/totals");
        (totals.Figure("value", "total"), totals.Whole("payments")).ShouldBe((10m, 2));
    }

    [Theory]
    [InlineData("")]
    [InlineData("PK\u0003\u0004")]
    [InlineData("a,b\n1,\0\n")]
    [InlineData("\n\n,,\n")]
    public async Task What_is_no_table_is_refused_with_a_word(string content)
    {
        var (council, editor) = await Council();
        await editor.Sends(council, "spend", Encoding.UTF8.GetBytes(content)).Is_invalid("file");
    }

    [Fact]
    public async Task A_formula_in_a_description_does_not_become_one_in_the_download()
    {
        var (council, editor) = await Council();
        await editor.Imports_spend(council, "Supplier,Amount,Date,Description\nSample Ltd,-5.00,01/02/2025,\"=HYPERLINK(\"\"x\"\")\"\n");
        var table = await editor.GetStringAsync($"/api/organisations/{council}/spend.csv");
        table.ShouldContain("\"'=HYPERLINK");
        table.ShouldContain(",-5");
    }

    public static TheoryData<string, int> Files => new() { { "hyndburn-2017-01", 1 }, { "hyndburn-2022-09-odd", 1 }, { "hyndburn-2025-07", 1 }, { "hyndburn-2025-08", 1 }, { "hyndburn-2025-09", 1 } };

    /// <summary>What a council published, counted a second time by a reader that knows nothing of the first.</summary>
    [Theory, MemberData(nameof(Files))]
    public async Task What_a_council_published_goes_in_and_the_total_is_that_of_an_independent_count(string name, int headers)
    {
        var file = await File.ReadAllBytesAsync(RealData.PathOf($"spend/{name}.csv"));
        var (council, editor) = await Council();
        var done = await editor.Imports_spend(council, file);

        var rows = ByHand(Encoding.Latin1.GetString(file)).Where(r => r.Any(c => c.Trim().Length > 0)).ToArray();
        var header = rows.Single(r => r.Any(c => c.StartsWith("Payment ", StringComparison.OrdinalIgnoreCase)));
        var at = Array.FindIndex(header, c => c.Contains("Amount", StringComparison.Ordinal));
        var payments = rows.Where(r => r != header).Select(r => r[at].Trim().Replace(",", "")).Select(a => a.EndsWith('-') ? -decimal.Parse(a[..^1], CultureInfo.InvariantCulture) : decimal.Parse(a, CultureInfo.InvariantCulture)).ToArray();
        var remarks = await editor.Remarks(done.Id());
        remarks.ShouldBeEmpty(string.Join('\n', remarks));
        (done.Counts(), done.Value()).ShouldBe(((payments.Length, payments.Length, 0, 0, 0), payments.Sum()));
        rows.Length.ShouldBe(payments.Length + headers);
        (await editor.Gets($"/api/organisations/{council}/spend/totals")).Figure("value", "total").ShouldBe(payments.Sum());
        (await editor.Imports_spend(council, file)).Counts().ShouldBe((payments.Length, 0, payments.Length, 0, 0));
    }

    /// <summary>Cells between commas, with quotation marks around those that have commas or line breaks in them.</summary>
    private static IEnumerable<string[]> ByHand(string text)
    {
        var (row, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        foreach (var c in text.ReplaceLineEndings("\n"))
        {
            if (c == '"')
                quoted = !quoted;
            else if (c == ',' && !quoted)
            {
                row.Add(cell.ToString());
                cell.Clear();
            }
            else if (c == '\n' && !quoted)
            {
                row.Add(cell.ToString());
                cell.Clear();
                yield return [.. row];
                row.Clear();
            }
            else
                cell.Append(c);
        }
        if (row.Count > 0 || cell.Length > 0)
            yield return [.. row, cell.ToString()];
    }

    /// <summary>Half of a character beyond the first 65,536 is no text, and no database takes it.</summary>
    [Fact]
    public async Task Texts_that_are_cut_are_never_cut_within_a_character()
    {
        var (council, editor) = await Council();
        string Long(int before) => new string('x', before) + string.Concat(Enumerable.Repeat("😀", 10));
        var done = await editor.Imports_spend(council, $"Supplier,Amount,Date,Description\nSample Ltd,{Long(39)},01/02/2025,\nSample Ltd,1.00,{Long(39)},\n{Long(299)},2.00,01/02/2025,{Long(499)}\n");
        (done.Text("state"), done.Counts()).ShouldBe(("imported", (3, 1, 0, 2, 0)), done.ToString());
        var paid = PledgeFixture.Items(await editor.Gets($"/api/organisations/{council}/spend")).Single();
        (paid.Text("supplier"), paid.Text("description")).ShouldBe((new string('x', 299), new string('x', 499)));
    }

    [Fact]
    public async Task A_formula_that_begins_like_a_number_is_none_in_the_download_either()
    {
        var (council, editor) = await Council();
        await editor.Imports_spend(council, "Supplier,Amount,Date,Description\nSample Ltd,-5.00,01/02/2025,-2+3+cmd|'/c calc'!A0\n");
        (await editor.GetStringAsync($"/api/organisations/{council}/spend.csv")).ShouldContain(",-5.0000,,'-2+3+cmd|");
    }
}
