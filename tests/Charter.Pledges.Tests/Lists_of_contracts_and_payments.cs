using System.Net;
using System.Text.Json;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

public sealed class Lists_of_contracts_and_payments(PledgeFixture service)
{
    private const string Salford = "E08000006", Bury = "E08000002";

    private async Task<(Guid Organisation, HttpClient Editor)> Council()
    {
        var organisation = await service.SignedOrganisation();   // which serves Salford
        return (organisation.Id, service.As(organisation.Editor));
    }

    private static async Task<string?[]> Said(HttpClient editor, string address, string field) => [.. PledgeFixture.Items(await editor.Gets(address)).Select(i => i.Text(field))];

    /// <summary>Every item, read by pages of two.</summary>
    private static async Task<JsonElement[]> Whole(HttpClient editor, string address)
    {
        var all = new List<JsonElement>();
        for (string? after = ""; after is not null;)
        {
            var page = await editor.Gets($"{address}&size=2&after={after}");
            all.AddRange(PledgeFixture.Items(page));
            after = page.Text("next");
        }
        return [.. all];
    }

    private static async Task<(Guid Council, HttpClient Editor)> Paying((Guid Organisation, HttpClient Editor) council)
    {
        var (id, editor) = council;
        await editor.Imports_spend(id, """
            Supplier,Amount,Date,Description,Department
            Near Sample Ltd,100.00,01/02/2025,Fencing of parks,Works
            Far Sample Stores,-40.00,02/02/2025,Chairs,Schools
            Jo Unknown,900.00,03/02/2025,Workshops for parks,Schools
            Near Sample Ltd,250.00,01/03/2025,Gates,Works
            Near Sample Ltd,250.00,01/03/2025,Gates,Works
            """);
        foreach (var (name, place) in new[] { ("Near Sample Ltd", Salford), ("Far Sample Stores", Bury) })
        {
            var supplier = PledgeFixture.Items(await editor.Gets($"/api/organisations/{id}/suppliers?size=100")).Single(s => s.Text("name") == name).Id();
            await editor.PutAsync($"/api/organisations/{id}/suppliers/{supplier}/place", System.Net.Http.Json.JsonContent.Create(new { place })).Answers_with(HttpStatusCode.OK);
        }
        return council;
    }

    [Theory]
    [InlineData("q=park", "Workshops for parks", "Fencing of parks")]
    [InlineData("q=far+sto", "Chairs")]
    [InlineData("q=schools", "Workshops for parks", "Chairs")]
    [InlineData("q=nothing+of+it")]
    [InlineData("locality=unknown", "Workshops for parks")]
    [InlineData("locality=elsewhere", "Chairs")]
    [InlineData("locality=local&until=2025-02-28", "Fencing of parks")]
    [InlineData("locality=local&place=" + Bury, "Chairs")]
    [InlineData("from=2025-02-02&until=2025-02-03", "Workshops for parks", "Chairs")]
    [InlineData("sort=largest&until=2025-02-28", "Workshops for parks", "Fencing of parks", "Chairs")]
    public async Task Payments_are_found_and_the_downloads_hold_what_was_found(string query, params string[] descriptions)
    {
        var (council, editor) = await Paying(await Council());
        (await Said(editor, $"/api/organisations/{council}/spend?{query}", "description")).ShouldBe(descriptions);
        (await editor.GetStringAsync($"/api/organisations/{council}/spend.csv?{query}")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split(',')[4]).ShouldBe(descriptions);
        using var json = JsonDocument.Parse(await editor.GetStringAsync($"/api/organisations/{council}/spend.json?{query}"));
        json.RootElement.EnumerateArray().Select(l => l.Text("description")).ShouldBe(descriptions);
    }

    [Theory]
    [InlineData("newest")]
    [InlineData("largest")]
    public async Task Pages_of_payments_follow_each_other_in_either_order(string sort)
    {
        var (council, editor) = await Paying(await Council());
        var read = await Whole(editor, $"/api/organisations/{council}/spend?sort={sort}");
        read.Select(p => p.Id()).Distinct().Count().ShouldBe(5);
        if (sort == "largest")
            read.Select(p => p.Figure("amount")).ShouldBe([900, 250, 250, 100, -40]);
        else
            read.Select(p => p.Text("paidOn")).ShouldBe(["2025-03-01", "2025-03-01", "2025-02-03", "2025-02-02", "2025-02-01"]);
    }

    [Theory]
    [InlineData("", "Far Sample Stores", "Jo Unknown", "Near Sample Ltd")]
    [InlineData("sort=name&place=known", "Far Sample Stores", "Near Sample Ltd")]
    [InlineData("sort=largest", "Jo Unknown", "Near Sample Ltd", "Far Sample Stores")]
    [InlineData("sort=largest&place=known", "Near Sample Ltd", "Far Sample Stores")]
    [InlineData("place=unknown", "Jo Unknown")]
    [InlineData("q=near+s&sort=largest", "Near Sample Ltd")]
    [InlineData("q=nobody")]
    public async Task The_supplier_book_is_read_in_either_order_and_the_downloads_hold_what_was_found(string query, params string[] names)
    {
        var (council, editor) = await Paying(await Council());
        var path = $"/api/organisations/{council}/suppliers";
        (await Said(editor, $"{path}?{query}", "name")).ShouldBe(names);
        (await Whole(editor, $"{path}?{query}")).Select(s => s.Text("name")).ShouldBe(names);
        var lines = (await editor.GetStringAsync($"{path}.csv?{query}")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldBe("name,postcode,place_code,place,place_known_by,scale,voluntary,paid_gbp,awards");
        lines.Skip(1).ShouldBe(names.Select(n => n switch { "Near Sample Ltd" => "Near Sample Ltd,,E08000006,Salford,person,,,600.0000,0", "Jo Unknown" => "Jo Unknown,,,,,,,900.0000,0", _ => "Far Sample Stores,,E08000002,Bury,person,,,-40.0000,0" }));
        using var json = JsonDocument.Parse(await editor.GetStringAsync($"{path}.json?{query}"));
        json.RootElement.EnumerateArray().Select(s => s.Text("name")).ShouldBe(names);
    }

    [Fact]
    public async Task What_was_paid_to_a_supplier_follows_every_file_that_comes_and_goes()
    {
        var (council, editor) = await Council();
        var first = await editor.Imports_spend(council, "Supplier,Amount,Date\nSample Stores,50.00,01/02/2025\nJo Sample,60.00,01/02/2025\n");
        var second = await editor.Imports_spend(council, "Supplier,Amount,Date\nSAMPLE STORES LTD,25.50,01/03/2025\nSample Stores,10.00,02/02/2025\n");
        (await Book()).ShouldBe([("Sample Stores", 85.5m), ("Jo Sample", 60m)]);
        await editor.Posts($"/api/imports/{second.Id()}/removal", "{}").Answers_with(HttpStatusCode.Accepted);
        await editor.Reads(second.Id(), "removed");
        (await Book()).ShouldBe([("Jo Sample", 60m), ("Sample Stores", 50m)]);
        await editor.Posts($"/api/imports/{first.Id()}/removal", "{}").Answers_with(HttpStatusCode.Accepted);
        await editor.Reads(first.Id(), "removed");
        (await Book()).ShouldBeEmpty();

        async Task<(string?, decimal)[]> Book() => [.. PledgeFixture.Items(await editor.Gets($"/api/organisations/{council}/suppliers?sort=largest")).Select(s => (s.Text("name"), s.Figure("spend")))];
    }

    [Fact]
    public async Task Contracts_are_found_by_words_supplier_procedure_and_day_and_the_largest_can_come_first()
    {
        var (council, editor) = await Council();
        var (small, large, direct) = (Imports.Release(Imports.Ocid(), "1", "2026-01-10T09:00:00Z", amount: 100, supplier: "Near Sample Ltd"), Imports.Release(Imports.Ocid(), "2", "2026-01-11T09:00:00Z", amount: 5000, supplier: "Far Sample Stores"),
            Imports.Release(Imports.Ocid(), "3", "2026-01-12T23:30:00Z", amount: 700, supplier: "Near Sample Ltd"));
        (small["tender"]!["title"], large["tender"]!["title"], direct["tender"]!["title"]) = ("Fencing of parks", "Meals for schools", "Repairs in schools");
        (direct["tender"]!["procurementMethod"], direct["tender"]!["status"]) = ("direct", "active");
        await editor.Imports_contracts(council, Imports.Package(small, large, direct).Bytes());
        Task<string?[]> Found(string query) => Said(editor, $"/api/organisations/{council}/contracts?{query}", "title");

        (await Found("")).ShouldBe(["Repairs in schools", "Meals for schools", "Fencing of parks"]);
        (await Found("sort=largest")).ShouldBe(["Meals for schools", "Repairs in schools", "Fencing of parks"]);
        (await Whole(editor, $"/api/organisations/{council}/contracts?sort=largest")).Select(c => c.Figure("value")).ShouldBe([5000, 700, 100]);
        (await Found("q=school")).ShouldBe(["Repairs in schools", "Meals for schools"]);
        (await Found("q=near+samp")).ShouldBe(["Repairs in schools", "Fencing of parks"]);
        (await Found($"q={large["ocid"]}")).ShouldBe(["Meals for schools"]);
        (await Found("procedure=direct")).ShouldBe(["Repairs in schools"]);
        (await Found("procedure=open&q=school")).ShouldBe(["Meals for schools"]);
        (await Found("status=complete&until=2026-01-10")).ShouldBe(["Fencing of parks"]);
        (await Found("from=2026-01-11&until=2026-01-12")).ShouldBe(["Repairs in schools", "Meals for schools"]);
        (await editor.GetStringAsync($"/api/organisations/{council}/contracts.csv?procedure=direct")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
        using var json = JsonDocument.Parse(await editor.GetStringAsync($"/api/organisations/{council}/contracts.json?sort=largest"));
        json.RootElement.EnumerateArray().Select(c => c.Text("title")).ShouldBe(["Meals for schools", "Repairs in schools", "Fencing of parks"]);

        // what a later release says of an award counts, and an import that is taken back leaves nothing
        var more = Imports.Release(small["ocid"]!.GetValue<string>(), "4", "2026-01-20T09:00:00Z", amount: 9000, supplier: "Near Sample Ltd");
        more["tender"]!["title"] = "Fencing of parks";
        var second = await editor.Imports_contracts(council, Imports.Package(more).Bytes());
        (await Found("sort=largest"))[0].ShouldBe("Fencing of parks");
        await editor.Posts($"/api/imports/{second.Id()}/removal", "{}").Answers_with(HttpStatusCode.Accepted);
        await editor.Reads(second.Id(), "removed");
        (await Found("sort=largest"))[^1].ShouldBe("Fencing of parks");
    }

    [Fact]
    public async Task Every_field_of_a_filter_that_is_not_right_is_named()
    {
        var (council, editor) = await Council();
        await editor.GetAsync($"/api/organisations/{council}/spend?locality=near&sort=oldest&from=2025-02-02&until=2025-02-01").Is_invalid("locality", "sort", "until");
        await editor.GetAsync($"/api/organisations/{council}/spend.json?locality=near&place=nowhere").Is_invalid("locality");
        await editor.GetAsync($"/api/organisations/{council}/contracts?status=done&category=things&procedure=secret&sort=oldest&from=2025-02-02&until=2025-02-01").Is_invalid("status", "category", "procedure", "sort", "until");
        await editor.GetAsync($"/api/organisations/{council}/contracts.csv?status=done").Is_invalid("status");
        await editor.GetAsync($"/api/organisations/{council}/suppliers?place=near&sort=newest").Is_invalid("place", "sort");
        await editor.GetAsync($"/api/organisations/{council}/suppliers.json?place=near").Is_invalid("place");
        foreach (var list in new[] { "spend", "contracts", "suppliers" })   // a page of one order does not go on in the other
        {
            await editor.GetAsync($"/api/organisations/{council}/{list}?sort=largest&after=e30").Is_invalid("after");
            (await editor.GetAsync($"/api/organisations/{council}/{list}?from=0001-01-01&until=9999-12-31")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        var stranger = service.As(Person.With().Of(Guid.NewGuid(), Roles.Editor));
        foreach (var file in new[] { "spend.json", "contracts.json", "suppliers.csv", "suppliers.json" })
            (await stranger.GetAsync($"/api/organisations/{council}/{file}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
