using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

public sealed class A_multiplier_from_spend(PledgeFixture service)
{
    /// <summary>£1,000 was paid: 600 near, 300 far, 100 nobody knows where.</summary>
    private async Task<(Organisation Council, HttpClient Editor)> Paid()
    {
        var council = await service.SignedOrganisation();
        var editor = service.As(council.Editor);
        await editor.Imports_spend(council.Id, "Supplier,Amount,Date\nNear Sample,600.00,01/02/2026\nFar Sample,300.00,01/02/2026\nNowhere Sample,100.00,01/02/2026\n");
        foreach (var (name, place) in new[] { ("Near Sample", "E08000006"), ("Far Sample", "elsewhere") })
        {
            var supplier = PledgeFixture.Items(await editor.Gets($"/api/organisations/{council.Id}/suppliers?size=100")).Single(s => s.Text("name") == name).Id();
            await editor.PutAsync($"/api/organisations/{council.Id}/suppliers/{supplier}/place", JsonContent.Create(new { place })).Answers_with(HttpStatusCode.OK);
        }
        return (council, editor);
    }

    private static string Path(Organisation of, string query = "") => $"/api/organisations/{of.Id}/calculations/lm3-from-spend{query}";

    /// <summary>So many suppliers, each of whom got 100 and spent 40 of it locally.</summary>
    private async Task Answered(Organisation council, int suppliers)
    {
        var round = await service.OpensRound(council.Charter, "local-spending");
        foreach (var link in await service.Links(round, council, suppliers + 2))
            if (suppliers-- > 0)
                await service.Spends(link, 100, 40).Answers_with(HttpStatusCode.OK);
        await service.Closes(round);
    }

    [Fact]
    public async Task Spend_the_supplier_book_and_answers_of_suppliers_make_the_three_rounds()
    {
        var (council, editor) = await Paid();
        await Answered(council, 5);
        var answer = await editor.Gets(Path(council));
        var inputs = answer.GetProperty("inputs");
        (inputs.Figure("money"), inputs.Figure("localSuppliers"), inputs.Figure("localStaff")).ShouldBe((1000m, 600m, 0m));
        answer.GetProperty("working").GetProperty("central").GetRawText().ShouldBe("1.84");   // (1,000 + 600 + 600 × 200 ÷ 500) ÷ 1,000
        var said = string.Join(' ', answer.GetProperty("working").GetProperty("notes").EnumerateArray().Select(n => n.GetString()));
        said.ShouldContain("83.3 %");
        said.ShouldContain("It holds no wages.");
        said.ShouldContain("who were paid 100 (10 %) is not known; nothing of it counts as local.");
        inputs.Text("spentAgainSource")!.ShouldContain("5 answers through 7 links");
        (answer.GetProperty("answers").Figure("received"), answer.GetProperty("answers").Figure("spentLocally"), answer.GetProperty("answers").Figure("rate")).ShouldBe((500m, 200m, 0.4m));

        // Kept like any other, it comes out alike.
        var kept = await editor.Posts($"/api/organisations/{council.Id}/calculations", new { title = "Ours", inputs = new { lm3 = inputs } }).Answers_with(HttpStatusCode.Created);
        kept.GetProperty("working").GetRawText().ShouldBe(answer.GetProperty("working").GetRawText());
    }

    [Fact]
    public async Task Wages_and_round_three_can_be_typed()
    {
        var (council, editor) = await Paid();
        var answer = await editor.Gets(Path(council, "?payroll=1000&localPay=400&spentAgain=500"));
        answer.GetProperty("working").GetProperty("central").GetRawText().ShouldBe("1.75");   // (2,000 + 1,000 + 500) ÷ 2,000
        answer.GetProperty("inputs").Text("coverage")!.ShouldContain("Wages were added by hand.");
        (await editor.Gets(Path(council, "?place=E08000002&spentAgain=0"))).GetProperty("working").GetProperty("central").GetRawText().ShouldBe("1");   // nobody is in Bury
        await editor.GetAsync(Path(council, "?payroll=10&localPay=20")).Is_invalid("localPay");
        await editor.GetAsync(Path(council, "?spentAgain=700")).Is_invalid("spentAgain");
        await editor.GetAsync(Path(council, "?from=2026-02-01&until=2026-01-01")).Is_invalid("until");
    }

    [Fact]
    public async Task What_is_missing_is_said_and_how_to_find_it_out()
    {
        var (council, editor) = await Paid();
        var without = await editor.Gets(Path(council));
        without.GetProperty("working").ValueKind.ShouldBe(JsonValueKind.Null);
        without.GetProperty("missing")[0].GetString()!.ShouldContain("Round 3 is not known");
        await Answered(council, 4);
        (await editor.Gets(Path(council))).GetProperty("missing")[0].GetString()!.ShouldContain("Fewer than 5");
        (await editor.Gets($"/api/organisations/{council.Id}/local-spending")).GetProperty("latest").GetProperty("received").ValueKind.ShouldBe(JsonValueKind.Null);
        (await editor.Gets(Path(council, "?from=2020-01-01&until=2020-12-31&spentAgain=0"))).GetProperty("missing")[0].GetString()!.ShouldContain("No payments");
        var many = await service.SignedOrganisation();
        await Answered(many, 6);
        (await service.As(many.Editor).Gets(Path(many))).GetProperty("missing").EnumerateArray().Last().GetString()!.ShouldContain("more than the 0 of round 2");
    }

    [Fact]
    public async Task It_and_what_suppliers_said_are_for_the_organisation_alone()
    {
        var (council, _) = await Paid();
        await Answered(council, 5);
        var other = await service.SignedOrganisation();
        await service.As(other.Editor).GetAsync(Path(council)).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.As(other.Editor).GetAsync($"/api/organisations/{council.Id}/local-spending").Is_refused(HttpStatusCode.Forbidden, "forbidden");
        (await service.Registrar().Gets($"/api/organisations/{council.Id}/local-spending")).GetProperty("latest").Figure("received").ShouldBe(500);
        var round = PledgeFixture.Items(await service.Anonymous().GetAsync($"/api/surveys?charterId={council.Charter}").Answers_with(HttpStatusCode.OK)).Single().Id();
        var result = (await service.Results(round)).GetProperty("result");
        (result.GetProperty("answers").GetInt32(), result.GetProperty("whole").ValueKind).ShouldBe((5, JsonValueKind.Null));
    }

    [Fact]
    public async Task Suppliers_cannot_have_spent_more_than_they_got()
    {
        var council = await service.SignedOrganisation();
        var round = await service.OpensRound(council.Charter, "local-spending");
        var link = (await service.Links(round, council, 1)).Single();
        await service.Spends(link, 100, 100.01m).Is_invalid("answers.spent");
        await service.Spends(link, 0, 0).Is_invalid("answers.received");
        await service.Spends(link, 1.001m, -1).Is_invalid("answers.received", "answers.spent");
        var asked = await service.Anonymous().Posts("/api/surveys/questionnaire", new { link }).Answers_with(HttpStatusCode.OK);
        (asked.Text("organisationName"), asked.GetProperty("places")[0].GetString(), asked.Text("periodUntil")).ShouldBe(("Sample Council", "Salford", "2026-06-30"));
    }

    /// <summary>A month that a council published: round 1 is its total to the penny, and without a directory nothing is local.</summary>
    [Fact]
    public async Task What_a_council_published_is_round_one_to_the_penny()
    {
        var file = await File.ReadAllBytesAsync(RealData.PathOf("spend/hyndburn-2025-07.csv"));
        var council = await service.SignedOrganisation();
        var editor = service.As(council.Editor);
        var done = await editor.Imports_spend(council.Id, file);
        var answer = await editor.Gets(Path(council, "?spentAgain=0"));
        answer.GetProperty("inputs").Figure("money").ShouldBe(done.Value());
        (answer.GetProperty("spend").Figure("unknown"), answer.GetProperty("working").Figure("central")).ShouldBe((done.Value(), 1m));
    }

    [Theory]
    [InlineData("payroll=79228162514264337593543950335", "payroll")]
    [InlineData("payroll=1000&localPay=0.00001", "localPay")]
    [InlineData("spentAgain=-79228162514264337593543950335", "spentAgain")]
    public async Task A_figure_that_cannot_be_kept_is_named(string query, string field)
    {
        var (council, editor) = await Paid();
        await editor.GetAsync(Path(council, $"?{query}")).Is_invalid(field);
    }

    /// <summary>Credits can be more than what was paid, of all suppliers or of those near or far alone.</summary>
    [Theory]
    [InlineData(-700, 0)]
    [InlineData(0, -500)]
    public async Task Credits_of_which_no_multiplier_comes_are_said(decimal near, decimal far)
    {
        var (council, editor) = await Paid();
        await editor.Imports_spend(council.Id, $"Supplier,Amount,Date\n{(near == 0 ? "Far" : "Near")} Sample,{near + far}.00,02/02/2026\n");
        var answer = await editor.Gets(Path(council, "?spentAgain=0"));
        answer.GetProperty("working").ValueKind.ShouldBe(JsonValueKind.Null);
        answer.GetProperty("missing")[0].GetString()!.ShouldContain("credits");
    }
}
