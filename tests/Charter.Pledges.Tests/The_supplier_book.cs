using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

public sealed class The_supplier_book(PledgeFixture service)
{
    private const string Salford = "E08000006", Bury = "E08000002";

    private HttpClient Registrar => service.As(Person.With(Roles.Registrar));

    /// <summary>Invented postcodes in the format of the directory, with the columns in the places that they have there.</summary>
    private async Task<JsonElement> Loads(params (string Code, string District)[] postcodes)
    {
        var lines = new[] { "pcd7,pcd8,pcds,dointr,doterm,oscty,ced,oslaua,osward,parish" }.Concat(postcodes.Select(p => $"{p.Code.Replace(" ", "")},{p.Code},{p.Code},198001,,E99999999,E99999999,{p.District},E05000001,E00000001"));
        var sent = await Registrar.PostAsync("/api/postcodes", new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n")), "file", "ONSPD_TEST.csv" } }).Answers_with(HttpStatusCode.Created);
        return await Registrar.Reads(sent.Id(), "imported", "failed");
    }

    private async Task<(Guid Organisation, HttpClient Editor)> Council()
    {
        var organisation = await service.SignedOrganisation();   // which serves Salford
        return (organisation.Id, service.As(organisation.Editor));
    }

    private static async Task<JsonElement> Supplier(HttpClient editor, Guid council, string name) =>
        PledgeFixture.Items(await editor.Gets($"/api/organisations/{council}/suppliers?size=100")).Single(s => s.Text("name") == name);

    [Fact]
    public async Task Local_is_decided_by_the_postcode_directory_and_what_is_unknown_stays_unknown()
    {
        var (council, editor) = await Council();
        await editor.Imports_contracts(council, Imports.Package(
            Imports.Release(Imports.Ocid(), "1", amount: 100, supplier: "Near Sample Ltd", address: "1 Sample StreetnSalfordnM50 9ZA"),
            Imports.Release(Imports.Ocid(), "2", amount: 300, supplier: "Far Sample Ltd", address: "The Mill, Bury bl9 9zb, UK"),
            Imports.Release(Imports.Ocid(), "3", amount: 600, supplier: "Nowhere Sample Ltd", address: "PO Box 1")).Bytes());
        var before = await editor.Gets($"/api/organisations/{council}/contracts/totals");
        (before.Figure("value", "unknown"), before.Figure("value", "unknownShare"), before.Figure("value", "elsewhere")).ShouldBe((1000m, 1m, 0m));

        (await Loads(("M50 9ZA", Salford), ("BL9 9ZB", Bury))).Counts().ShouldBe((2, 2, 0, 0, 0));
        var after = (await editor.Gets($"/api/organisations/{council}/contracts/totals")).GetProperty("value");
        (after.Figure("local"), after.Figure("elsewhere"), after.Figure("unknown"), after.Figure("total"), after.Figure("localShare"), after.Figure("unknownShare")).ShouldBe((100m, 300m, 600m, 1000m, 0.1m, 0.6m));
        var near = await Supplier(editor, council, "Near Sample Ltd");
        (near.GetProperty("place").Text("name"), near.Text("knownBy"), near.Text("postcode")).ShouldBe(("Salford", "directory", "M509ZA"));

        var county = await editor.Gets($"/api/organisations/{council}/contracts/totals?place=E11000001");   // in which both lie
        county.Figure("value", "local").ShouldBe(400);
        county.Text("rule").ShouldNotBeNull().ShouldContain("Greater Manchester");
        await editor.GetAsync($"/api/organisations/{council}/contracts/totals?place=nowhere").Is_invalid("place");
    }

    [Fact]
    public async Task Where_the_directory_does_not_know_a_person_says_it_once_and_later_imports_remember_it()
    {
        var (council, editor) = await Council();
        await editor.Imports_spend(council, "Supplier,Amount,Date\nJo Sample,100.00,01/02/2025\nSample Stores,50.00,01/02/2025\n");
        var jo = (await Supplier(editor, council, "Jo Sample")).Id();
        PledgeFixture.Items(await editor.Gets($"/api/organisations/{council}/suppliers?place=unknown")).Length.ShouldBe(2);
        var path = $"/api/organisations/{council}/suppliers/{jo}/place";
        await editor.PutAsync(path, JsonContent.Create(new { place = "Atlantis" })).Is_invalid("place");
        (await editor.PutAsync(path, JsonContent.Create(new { place = Salford })).Answers_with(HttpStatusCode.OK)).Text("knownBy").ShouldBe("person");
        var held = PledgeFixture.Items(await editor.Gets("/api/personal-data/pledge"), "suppliersPlaced").Single();
        (held.Id("supplierId"), held.Id("organisationId"), held.Text("place")).ShouldBe((jo, council, Salford));
        var value = (await editor.Gets($"/api/organisations/{council}/spend/totals")).GetProperty("value");
        (value.Figure("local"), value.Figure("unknown")).ShouldBe((100m, 50m));

        var done = await editor.Imports_spend(council, "Supplier,Amount,Date\nJO SAMPLE LTD,40.00,01/03/2025\n");
        (await editor.Gets($"/api/organisations/{council}/spend/totals")).Figure("value", "local").ShouldBe(140);
        await editor.PutAsync(path, JsonContent.Create(new { place = "elsewhere" })).Answers_with(HttpStatusCode.OK);
        (await editor.Gets($"/api/organisations/{council}/spend/totals")).Figure("value", "elsewhere").ShouldBe(140);
        await editor.PutAsync(path, JsonContent.Create(new { place = (string?)null })).Answers_with(HttpStatusCode.OK);
        var totals = await editor.Gets($"/api/organisations/{council}/spend/totals");
        (totals.Figure("value", "unknownShare"), totals.Whole("unknownSuppliers")).ShouldBe((1m, 2));
        totals.GetProperty("months").EnumerateArray().Select(m => (m.Text("month"), m.Figure("total"))).ShouldBe([("2025-02-01", 150m), ("2025-03-01", 40m)]);
    }

    [Fact]
    public async Task What_the_directory_knows_nobody_sets_otherwise()
    {
        var (council, editor) = await Council();
        await Loads(("M50 9ZG", Salford));
        await editor.Imports_spend(council, "Supplier,Supplier postcode,Amount,Date\nSample Stores,m50 9zg,50.00,01/02/2025\n");
        var stores = await Supplier(editor, council, "Sample Stores");
        stores.GetProperty("place").Text("code").ShouldBe(Salford);
        await editor.PutAsync($"/api/organisations/{council}/suppliers/{stores.Id()}/place", JsonContent.Create(new { place = Bury })).Is_refused(HttpStatusCode.Conflict, "supplier-place-known");
    }

    [Fact]
    public async Task An_award_to_several_is_divided_among_them()
    {
        var (council, editor) = await Council();
        await Loads(("M50 9ZD", Salford));
        var release = Imports.Release(Imports.Ocid(), "1", amount: 90, address: "Salford M50 9ZD");
        release["awards"]![0]!["suppliers"]!.AsArray().Add(new JsonObject { ["id"] = "S2", ["name"] = null });
        release["awards"]![0]!["suppliers"]!.AsArray().Add(new JsonObject { ["id"] = "S3", ["name"] = "Third Sample Ltd" });
        await editor.Imports_contracts(council, Imports.Package(release).Bytes());
        var totals = await editor.Gets($"/api/organisations/{council}/contracts/totals");
        var value = totals.GetProperty("value");
        (value.Figure("local"), value.Figure("unknown"), value.Figure("total")).ShouldBe((30m, 60m, 90m));
        PledgeFixture.Items(totals, "byScale").Select(s => (s.Text("scale"), s.Whole("awards"), s.Figure("value"))).ShouldBe([("unknown", 1, 60m), ("sme", 1, 30m)]);
    }

    [Theory]
    [InlineData("Marsh Lane, London EC3N 2LB", "EC3N2LB")]
    [InlineData("Second Floorn66 SmithfieldnLondonnE1W 1AW", "E1W1AW")]
    [InlineData("25 StreetrnLondonrnEC4A 4AB", "EC4A4AB")]
    [InlineData("Station Yard, EX10 8NN, UK", "EX108NN")]
    [InlineData("m60  2la", "M602LA")]
    [InlineData("M602LA", "M602LA")]
    [InlineData("Unit B13, Mill, WA2 0XP, then SK1 3XE", "SK13XE")]
    [InlineData("Unit 4, Block B2", null)]
    [InlineData("QQ1 1AA", null)]
    [InlineData("M1 1CI", null)]   // the inward part has none of these letters
    public async Task Postcodes_are_found_inside_addresses(string address, string? postcode)
    {
        var (council, editor) = await Council();
        await editor.Imports_contracts(council, Imports.Package(Imports.Release(Imports.Ocid(), "1", address: address)).Bytes());
        (await Supplier(editor, council, "Sample Works Ltd")).Text("postcode").ShouldBe(postcode);
    }

    [Fact]
    public async Task A_file_that_is_no_directory_fails_with_the_reason()
    {
        var sent = await Registrar.PostAsync("/api/postcodes", new MultipartFormDataContent { { new ByteArrayContent("a,b\n1,2\n"u8.ToArray()), "file", "x.csv" } }).Answers_with(HttpStatusCode.Created);
        (await Registrar.Reads(sent.Id(), "failed")).Text("problem").ShouldNotBeNull().ShouldContain("pcds");
        var (_, editor) = await Council();
        await editor.PostAsync("/api/postcodes", new MultipartFormDataContent { { new ByteArrayContent("a,b\n1,2\n"u8.ToArray()), "file", "x.csv" } }).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        (await Loads(("not one", Salford), ("M50 9ZE", "here"), ("M50 9ZF", ""))).Counts().ShouldBe((3, 0, 0, 2, 1));
    }

    [Fact]
    public async Task The_format_of_the_ONS_is_read_as_it_is_published()
    {
        var file = await File.ReadAllBytesAsync(RealData.PathOf("geo/onspd-sample.csv"));
        await using var alone = new PledgeFixture();
        await alone.InitializeAsync();
        var registrar = alone.As(Person.With(Roles.Registrar));
        var sent = await registrar.PostAsync("/api/postcodes", new MultipartFormDataContent { { new ByteArrayContent(file), "file", "onspd.csv" } }).Answers_with(HttpStatusCode.Created);
        var rows = Encoding.UTF8.GetString(file).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split(',')).ToArray();
        (await registrar.Reads(sent.Id(), "imported")).GetProperty("report").Whole("imported").ShouldBe(rows.Count(r => r[7].Length > 0));
        (await registrar.Gets("/api/postcodes")).GetProperty("isThere").GetBoolean().ShouldBeTrue();
        (await alone.Sql($"select district from postcode where code = '{rows[0][2].Replace(" ", "")}'")).ShouldBe([rows[0][7]]);
    }
}
