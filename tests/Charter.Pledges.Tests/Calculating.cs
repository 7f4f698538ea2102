using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

/// <summary>Figures that are expected were worked out with exact fractions by another program, unless their source is named.</summary>
public sealed class Calculating(PledgeFixture service)
{
    private static JsonObject Lm3(decimal money = 100, decimal suppliers = 60, decimal staff = 0, decimal? again = 24) => new()
    {
        ["money"] = money,
        ["moneySource"] = "Ledger",
        ["localSuppliers"] = suppliers,
        ["localStaff"] = staff,
        ["localSource"] = "Postcodes of suppliers",
        ["spentAgain"] = again,
    };

    private static JsonObject Assumed(decimal central, decimal? low = null, decimal? high = null) => new() { ["central"] = central, ["low"] = low, ["high"] = high, ["source"] = "Register of the course" };

    private static JsonObject Change() => new()
    {
        ["title"] = "Young people find work",
        ["quantity"] = Assumed(24, 20, 28),
        ["proxy"] = Assumed(5000, 4000, 5500),
        ["priceYear"] = 2026,
        ["deadweight"] = Assumed(0.25m, 0.2m, 0.4m),
        ["displacement"] = Assumed(0.05m),
        ["attribution"] = Assumed(0.2m, 0.1m, 0.3m),
        ["dropOff"] = Assumed(0.3m),
        ["years"] = 3,
    };

    private static JsonObject Sroi(params JsonObject[] outcomes) => new() { ["investment"] = 60_000, ["investmentSource"] = "Accounts", ["priceYear"] = 2026, ["outcomes"] = new JsonArray([.. outcomes]) };

    private static JsonObject Qaly(params (decimal Without, decimal With, int Years)[] phases) => new()
    {
        ["cost"] = 105_000,
        ["costSource"] = "Accounts",
        ["priceYear"] = 2026,
        ["people"] = 1,
        ["utilitySource"] = "EQ-5D",
        ["phases"] = new JsonArray([.. phases.Select(p => new JsonObject { ["without"] = p.Without, ["with"] = p.With, ["years"] = p.Years })]),
    };

    private Task<JsonElement> Worked(string kind, JsonObject inputs) => service.As(Person.With()).Posts($"/api/calculators/{kind}", inputs).Answers_with(HttpStatusCode.OK);

    private static string Result(JsonElement working, string what) => working.GetProperty("steps").EnumerateArray().Single(s => s.Text("what") == what).GetProperty("result").GetRawText();

    [Fact]
    public async Task Of_100_spent_60_locally_and_24_again_the_multiplier_is_1_84()
    {
        var working = await Worked("lm3", Lm3());   // 100 + 60 + 24 → 1.84, in the design of the measures
        working.GetProperty("central").GetRawText().ShouldBe("1.84");
        working.GetProperty("steps").EnumerateArray().Select(s => (s.Text("how"), s.GetProperty("result").GetRawText())).ShouldBe([("100", "100"), ("60 + 0", "60"), ("24", "24"), ("(100 + 60 + 24) ÷ 100", "1.84")]);
        working.GetProperty("assumptions").EnumerateArray().Select(a => a.Text("source")).ShouldBe(["Ledger", "Postcodes of suppliers", "Postcodes of suppliers", "Not stated"]);
    }

    [Fact]
    public async Task Where_only_some_suppliers_answered_their_rate_holds_for_all_and_the_coverage_is_said()
    {
        var asked = Lm3(200_000, 70_000, 50_000, null);
        asked["answers"] = JsonNode.Parse("""[{"received":30000,"spentLocally":9000},{"received":10000,"spentLocally":7000}]""");
        var working = await Worked("lm3", asked);
        Result(working, "Round 3: what those spend locally again").ShouldBe("48000");   // 120,000 × 16,000 ÷ 40,000
        working.GetProperty("central").GetRawText().ShouldBe("1.84");
        working.GetProperty("notes")[0].GetString()!.ShouldContain("33.3 %");
    }

    [Theory]
    [InlineData(0, 0, 0, 0, "money")]
    [InlineData(100, 80, 30, 10, "localSuppliers")]
    [InlineData(100, 60, 0, 61, "spentAgain")]
    [InlineData(100, 60, 0, -1, "spentAgain")]
    [InlineData(100, -1, 0, 0, "localSuppliers")]
    [InlineData(100, 10, -1, 0, "localStaff")]
    public async Task Money_that_cannot_have_gone_so_is_refused(decimal money, decimal suppliers, decimal staff, decimal again, string field) =>
        (await service.As(Person.With()).Posts("/api/calculators/lm3", Lm3(money, suppliers, staff, again)).Answers_with(HttpStatusCode.BadRequest)).GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue();

    [Fact]
    public async Task Without_round_three_or_with_two_of_them_nothing_is_worked_out()
    {
        await service.As(Person.With()).Posts("/api/calculators/lm3", Lm3(again: null)).Is_invalid("spentAgain");
        var both = Lm3();
        both["answers"] = JsonNode.Parse("""[{"received":30,"spentLocally":9}]""");
        await service.As(Person.With()).Posts("/api/calculators/lm3", both).Is_invalid("spentAgain");
        both["spentAgain"] = null;
        both["answers"] = JsonNode.Parse("""[{"received":70,"spentLocally":9}]""");
        await service.As(Person.With()).Posts("/api/calculators/lm3", both).Is_invalid("answers");
        both["answers"] = JsonNode.Parse("""[{"received":30,"spentLocally":31}]""");
        await service.As(Person.With()).Posts("/api/calculators/lm3", both).Is_invalid("answers[0]");
    }

    [Fact]
    public async Task A_social_return_is_a_range_with_every_step_and_what_moves_it_most_first()
    {
        var working = await Worked("sroi", Sroi(Change()));
        (working.GetProperty("low").GetRawText(), working.GetProperty("central").GetRawText(), working.GetProperty("high").GetRawText()).ShouldBe(("1.0968", "2.3502", "3.6193"));
        Result(working, "Young people find work: impact in the first year").ShouldBe("68400");
        Enumerable.Range(1, 3).Select(y => Result(working, $"Young people find work: present value of year {y}")).ShouldBe(["66086.956522", "44696.492334", "30229.511723"]);
        (Result(working, "Present value of all outcomes"), Result(working, "Net present value")).ShouldBe(("141012.960578", "81012.960578"));
        working.GetProperty("sensitivity").EnumerateArray().Select(s => (s.Text("what"), s.GetProperty("atLow").GetRawText(), s.GetProperty("atHigh").GetRawText()))
            .ShouldBe([("Quantity", "1.9585", "2.7419"), ("Value of one", "1.8802", "2.5852"), ("Deadweight", "2.5069", "1.8802"), ("Attribution", "2.644", "2.0564")]);
        working.GetProperty("assumptions").EnumerateArray().Count(a => a.GetProperty("priceYear").ValueKind == JsonValueKind.Number).ShouldBe(2);
        working.GetProperty("notes").EnumerateArray().Select(n => n.GetString()).ShouldContain("Discounted at 3.5 % in years 1 to 3.");
    }

    [Fact]
    public async Task Discount_factors_chain_over_the_steps_of_the_Green_Book()
    {
        var forever = Change();
        foreach (var (field, value) in new[] { ("quantity", 1m), ("proxy", 1000m), ("deadweight", 0m), ("displacement", 0m), ("attribution", 0m), ("dropOff", 0m) })
            forever[field] = Assumed(value);
        forever["years"] = 125;
        var asked = Sroi(forever);
        var working = await Worked("sroi", asked);
        // HM Treasury's table of long-term factors has 0.9662, 0.7089, 0.3563, 0.3459, 0.0942
        new[] { 1, 10, 30, 31, 75, 76, 125 }.Select(y => Math.Round(decimal.Parse(Result(working, $"Young people find work: present value of year {y}")) / 1000, 6))
            .ShouldBe([0.966184m, 0.708919m, 0.356278m, 0.345901m, 0.094214m, 0.091916m, 0.027411m]);
        forever["years"] = 80;
        asked = Sroi((JsonObject)forever.DeepClone());
        Result(await Worked("sroi", asked), "Present value of all outcomes").ShouldBe("27565.234375");
        asked = Sroi((JsonObject)forever.DeepClone());
        asked["rate"] = "green-book-health";
        await service.As(Person.With()).Posts("/api/calculators/sroi", asked).Is_invalid("outcomes");   // its rate is known for 30 years
    }

    [Fact]
    public async Task Assumptions_that_cannot_be_are_named_one_by_one()
    {
        var wrong = Change();
        wrong["deadweight"] = Assumed(25);
        wrong["quantity"] = Assumed(24, 30, 28);
        wrong["priceYear"] = 2020;
        wrong["years"] = 0;
        await service.As(Person.With()).Posts("/api/calculators/sroi", Sroi(wrong)).Is_invalid("outcomes[0].deadweight", "outcomes[0].priceYear", "outcomes[0].quantity", "outcomes[0].years");
        await service.As(Person.With()).Posts("/api/calculators/sroi", Sroi()).Is_invalid("outcomes");
        var unsourced = Change();
        unsourced["proxy"]!["source"] = " ";
        await service.As(Person.With()).Posts("/api/calculators/sroi", Sroi(unsourced)).Is_invalid("outcomes[0].proxy.source");
        var free = Sroi(Change());
        free["investment"] = 0;
        free["ratePercent"] = 2;
        await service.As(Person.With()).Posts("/api/calculators/sroi", free).Is_invalid("investment");
        free["investment"] = 1;
        await service.As(Person.With()).Posts("/api/calculators/sroi", free).Is_invalid("ratePercent");
        free["rate"] = "own";
        await Worked("sroi", free);
    }

    [Fact]
    public async Task The_example_of_York_Health_Economics_Consortium_has_ten_and_a_half_QALYs()
    {
        // its glossary, "Quality-adjusted life year": utility 0.8 for ten years and 0.5 for five is (0.8 × 10) + (0.5 × 5) = 10.5
        var asked = Qaly((0, 0.8m, 10), (0, 0.5m, 5));
        asked["rate"] = "none";
        var working = await Worked("cost-per-qaly", asked);
        Result(working, "QALYs for all people").ShouldBe("10.5");
        working.GetProperty("central").GetRawText().ShouldBe("10000");
    }

    [Theory]
    [InlineData("green-book-health", "9.438272", "11124.9179")]
    [InlineData("nice", "8.253687", "12721.5873")]
    public async Task The_rate_is_a_setting_that_is_shown_with_the_figure(string rate, string qalys, string cost)
    {
        var asked = Qaly((0, 0.8m, 10), (0, 0.5m, 5));
        asked["rate"] = rate;
        var working = await Worked("cost-per-qaly", asked);
        (Result(working, "QALYs for all people"), working.GetProperty("central").GetRawText()).ShouldBe((qalys, cost));
        working.GetProperty("notes")[0].GetString()!.ShouldStartWith($"Discounted at {(rate == "nice" ? "3.5" : "1.5")} %");
    }

    [Fact]
    public async Task Where_nobody_gains_there_is_no_cost_per_QALY()
    {
        await service.As(Person.With()).Posts("/api/calculators/cost-per-qaly", Qaly((0.8m, 0.7m, 5))).Is_invalid("phases");
        await service.As(Person.With()).Posts("/api/calculators/cost-per-qaly", Qaly((0.8m, 1.1m, 5))).Is_invalid("phases[0].with");
        await service.As(Person.With()).Posts("/api/calculators/cost-per-qaly", Qaly((0.5m, 0.7m, 31))).Is_invalid("phases");
    }

    [Fact]
    public async Task A_calculation_that_is_kept_is_read_by_its_organisation_and_the_offices_until_it_is_published()
    {
        var by = await service.SignedOrganisation();
        var kept = new { title = "Our spending in 2025", inputs = new { lm3 = Lm3() } };
        var stranger = Person.With().Of(Guid.NewGuid(), Roles.Editor);
        await service.As(stranger).Posts($"/api/organisations/{by.Id}/calculations", kept).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        var made = await service.As(by.Editor).Posts($"/api/organisations/{by.Id}/calculations", kept).Answers_with(HttpStatusCode.Created);
        var path = $"/api/calculations/{made.Id()}";
        foreach (var reader in new[] { by.Editor, Person.With(Roles.Registrar), Person.With(Roles.PanelChair) })
        {
            (await service.As(reader).GetAsync(path).Answers_with(HttpStatusCode.OK)).GetProperty("working").GetProperty("central").GetRawText().ShouldBe("1.84");
            PledgeFixture.Items(await service.As(reader).GetAsync($"/api/organisations/{by.Id}/calculations").Answers_with(HttpStatusCode.OK)).Single().Id().ShouldBe(made.Id());
        }
        foreach (var reader in new[] { service.As(stranger), service.Anonymous() })
        {
            await reader.GetAsync(path).Is_refused(HttpStatusCode.NotFound, "not-found");
            PledgeFixture.Items(await reader.GetAsync($"/api/organisations/{by.Id}/calculations").Answers_with(HttpStatusCode.OK)).ShouldBeEmpty();
        }
        await service.As(stranger).Posts($"{path}/publication", null).Is_refused(HttpStatusCode.NotFound, "not-found");
        var before = PledgeFixture.Today;
        await service.As(by.Editor).Posts($"{path}/publication", null).Answers_with(HttpStatusCode.OK);
        (await service.Anonymous().GetAsync(path).Answers_with(HttpStatusCode.OK)).Text("publishedOn").ShouldBeOneOf(PledgeFixture.Date(before), PledgeFixture.Date(PledgeFixture.Today));
        var line = PledgeFixture.Items(await service.Anonymous().GetAsync($"/api/organisations/{by.Id}/calculations").Answers_with(HttpStatusCode.OK)).Single();
        line.GetRawText().ShouldNotContain("1.84");   // a list of results could be ranked
        await service.As(stranger).DeleteAsync($"{path}/publication").Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.As(by.Editor).DeleteAsync($"{path}/publication").Answers_with(HttpStatusCode.OK);
        await service.Anonymous().GetAsync(path).Is_refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task What_cannot_be_worked_out_is_not_kept()
    {
        var by = await service.SignedOrganisation();
        await service.As(by.Editor).Posts($"/api/organisations/{by.Id}/calculations", new { title = "Nothing", inputs = new { } }).Is_invalid("inputs");
        await service.As(by.Editor).Posts($"/api/organisations/{by.Id}/calculations", new { title = "Two", inputs = new { lm3 = Lm3(), sroi = Sroi(Change()) } }).Is_invalid("inputs");
        await service.As(by.Editor).Posts($"/api/organisations/{by.Id}/calculations", new { title = "Wrong", inputs = new { lm3 = Lm3(100, 200) } }).Is_invalid("inputs.lm3.localSuppliers");
        await service.As(by.Editor).Posts($"/api/organisations/{by.Id}/calculations", new { title = "", inputs = new { sroi = Sroi(Change()) } }).Is_invalid("title");
        PledgeFixture.Items(await service.As(by.Editor).GetAsync($"/api/organisations/{by.Id}/calculations").Answers_with(HttpStatusCode.OK)).ShouldBeEmpty();
    }

    [Fact]
    public async Task After_a_succession_calculations_are_the_successors()
    {
        var (from, to) = (await service.SignedOrganisation(), await service.SignedOrganisation());
        var id = (await service.As(from.Editor).Posts($"/api/organisations/{from.Id}/calculations", new { title = "Cost", inputs = new { costPerQaly = Qaly((0.5m, 0.7m, 5)) } }).Answers_with(HttpStatusCode.Created)).Id();
        await service.Deliver(new OrganisationSucceeded(Guid.CreateVersion7(), 1, SuccessionKinds.Merge, from.Id, to.Id, new(2026, 4, 1), "The successor", "business", [], Guid.NewGuid(), DateTimeOffset.UtcNow));
        var ours = to.Editor.InPlaceOf(from.Id, to.Id);
        PledgeFixture.Items(await service.As(ours).GetAsync($"/api/organisations/{to.Id}/calculations").Answers_with(HttpStatusCode.OK)).Single().Id().ShouldBe(id);
        (await service.As(ours).GetAsync($"/api/calculations/{id}").Answers_with(HttpStatusCode.OK)).Id("organisationId").ShouldBe(to.Id);
        await service.As(from.Editor).Posts($"/api/organisations/{from.Id}/calculations", new { title = "More", inputs = new { lm3 = Lm3() } }).Is_refused(HttpStatusCode.Conflict, "organisation-succeeded");
    }
}
