using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

public sealed class Commissioning_a_contract(PledgeFixture service)
{
    private const string DirectAward = "Direct award process B of the Provider Selection Regime: nothing was advertised.";

    private static JsonObject Contract(string side = "commissioner") => new()
    {
        ["side"] = side,
        ["reference"] = "DN 2026/117",
        ["title"] = "Care at home",
        ["value"] = 1_250_000.50,
        ["ocid"] = "ocds-b5fd17-2026-117",
        ["buyer"] = side == "provider" ? "Sample Council" : null,
        ["provider"] = side == "provider" ? null : "Sample Carers CIC",
    };

    private async Task<(Organisation By, Guid Contract)> Entered(string kind = "both", string side = "commissioner")
    {
        var by = await service.SignedOrganisation(kind);
        return (by, (await service.As(by.Editor).Posts($"/api/organisations/{by.Id}/commissioning", Contract(side)).Answers_with(HttpStatusCode.Created)).Id());
    }

    private static JsonObject Question() => new()
    {
        ["text"] = "How many people from the borough will you train for this work, and in what?",
        ["kind"] = "promise",
        ["pillar"] = "economic",
        ["measure"] = "People trained",
        ["askedOn"] = PledgeFixture.Date(PledgeFixture.Today),
        ["tests"] = new JsonArray([.. new[] { "feasible", "fair", "relevant", "legal", "enforceable" }.Select(t => new JsonObject { ["test"] = t, ["verdict"] = "yes" })]),
    };

    private static JsonObject Offer(string stage = "added", decimal? amount = 12) => new() { ["stage"] = stage, ["pillar"] = "economic", ["what"] = "Apprentices from the borough", ["unit"] = "apprentices", ["amount"] = amount };

    private static object Delivered(decimal amount, int daysAgo = 0) => new { amount, on = PledgeFixture.Date(PledgeFixture.Today.AddDays(-daysAgo)), confidence = "measured", source = "Monitoring return" };

    private Task<HttpResponseMessage> Record(Organisation by, Guid contract, string stage, object body) => service.As(by.Editor).PutsJson($"/api/commissioning/{contract}/stages/{stage}", body);

    private async Task<JsonElement> Read(Organisation by, Guid contract) => await service.As(by.Editor).GetAsync($"/api/commissioning/{contract}").Answers_with(HttpStatusCode.OK);

    private static object Done(string account = "Asked residents and small providers first.", decimal? weighting = null, Guid[]? evidence = null) =>
        new { account, doneOn = PledgeFixture.Date(PledgeFixture.Today), weighting, evidenceIds = evidence ?? [] };

    private static Dictionary<string, JsonElement> Stages(JsonElement contract) => contract.GetProperty("stages").EnumerateArray().ToDictionary(s => s.Text("stage")!);

    [Fact]
    public async Task A_contract_has_a_grid_of_the_five_stages_each_as_far_as_its_evidence_shows()
    {
        var (by, contract) = await Entered();
        Stages(await Read(by, contract)).Select(s => (s.Key, s.Value.Text("state"))).ShouldBe(
            [("need-assessment", "not-started"), ("advertisement", "not-started"), ("specification", "not-started"), ("evaluation", "not-started"), ("contract-compliance", "not-started")]);
        var pledge = await service.MadePledge(by, "deliver");
        var (shown, verified) = (await service.SubmittedEvidence(by, pledge), await service.SubmittedEvidence(by, pledge));
        await Record(by, contract, "need-assessment", Done()).Answers_with(HttpStatusCode.OK);
        await Record(by, contract, "advertisement", new { notApplicable = DirectAward }).Answers_with(HttpStatusCode.OK);
        await Record(by, contract, "specification", Done(evidence: [shown])).Answers_with(HttpStatusCode.OK);
        await Record(by, contract, "evaluation", Done(weighting: 12.5m, evidence: [shown, verified])).Answers_with(HttpStatusCode.OK);
        Stages(await Read(by, contract))["evaluation"].Text("state").ShouldBe("evidenced");

        await service.Review(verified, service.Reviewer).Answers_with(HttpStatusCode.OK);

        var stages = Stages(await Read(by, contract));
        stages.Select(s => s.Value.Text("state")).ShouldBe(["in-place", "not-applicable", "evidenced", "verified", "not-started"]);
        stages["evaluation"].GetProperty("weighting").GetDecimal().ShouldBe(12.5m);
        stages["advertisement"].Text("notApplicable").ShouldBe(DirectAward);
        var line = PledgeFixture.Items(await service.As(by.Editor).GetAsync($"/api/organisations/{by.Id}/commissioning").Answers_with(HttpStatusCode.OK)).Single();
        line.GetProperty("stages").EnumerateObject().Select(s => s.Value.GetString()).ShouldBe(["in-place", "not-applicable", "evidenced", "verified", "not-started"]);
        line.GetProperty("weighting").GetDecimal().ShouldBe(12.5m);
        var told = await service.Published<CommissioningRecorded>(e => e.Contract.ContractId == contract && e.Contract.Version == 5);
        told.Contract.Stages.ShouldBe(["need-assessment", "specification", "evaluation"]);
        told.Contract.NotApplicable.ShouldBe(["advertisement"]);
        (told.Contract.Weighting, told.Contract.Ocid, told.RecordedBy).ShouldBe((12.5m, "ocds-b5fd17-2026-117", by.Editor.Subject));
    }

    [Fact]
    public async Task What_was_recorded_of_a_stage_before_stays_readable()
    {
        var (by, contract) = await Entered();
        await Record(by, contract, "evaluation", Done("First notice.", 5)).Answers_with(HttpStatusCode.OK);
        await Record(by, contract, "evaluation", Done("First notice.", 5.00m)).Answers_with(HttpStatusCode.OK);   // and says nothing new
        await Record(by, contract, "evaluation", Done("After the providers' questions.", 15)).Answers_with(HttpStatusCode.OK);
        var stage = Stages(await Read(by, contract))["evaluation"];
        (stage.Text("account"), stage.GetProperty("weighting").GetDecimal()).ShouldBe(("After the providers' questions.", 15));
        stage.GetProperty("earlier").EnumerateArray().Single().Text("account").ShouldBe("First notice.");
    }

    [Fact]
    public async Task Evidence_of_the_organisation_that_was_not_returned_can_be_named()
    {
        var (by, contract) = await Entered();
        var pledge = await service.MadePledge(by);
        var (shown, returned) = (await service.SubmittedEvidence(by, pledge), await service.SubmittedEvidence(by, pledge));
        await service.Review(returned, service.Reviewer, "returned", "It shows something else.").Answers_with(HttpStatusCode.OK);
        PledgeFixture.Items(await service.As(by.Editor).GetAsync($"/api/commissioning/{contract}/evidence").Answers_with(HttpStatusCode.OK)).Select(e => e.Id()).ShouldBe([shown]);
        await service.As((await service.SignedOrganisation()).Editor).GetAsync($"/api/commissioning/{contract}/evidence").Is_refused(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task A_stage_has_an_account_or_a_reason_why_it_does_not_apply_and_the_evaluation_its_weighting()
    {
        var (by, contract) = await Entered();
        var strangers = await service.SignedOrganisation();
        var foreign = await service.SubmittedEvidence(strangers, await service.MadePledge(strangers));
        await Record(by, contract, "need-assessment", new { }).Is_invalid("account", "doneOn");
        await Record(by, contract, "need-assessment", new { account = "Asked.", doneOn = "2999-01-01", weighting = 5 }).Is_invalid("doneOn", "weighting");
        await Record(by, contract, "advertisement", new { notApplicable = "None" }).Is_invalid("notApplicable");
        await Record(by, contract, "advertisement", new { notApplicable = DirectAward, account = "We did." }).Is_invalid("notApplicable");
        await Record(by, contract, "evaluation", Done()).Is_invalid("weighting");
        await Record(by, contract, "evaluation", Done(weighting: 100.5m)).Is_invalid("weighting");
        await Record(by, contract, "specification", Done(evidence: [foreign])).Is_invalid("evidenceIds[0]");
        await Record(by, contract, "award", Done()).Is_refused(HttpStatusCode.NotFound, "not-found");
        (await Read(by, contract)).GetProperty("version").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_question_is_classified_and_put_to_the_five_tests()
    {
        var (by, contract) = await Entered();
        Task<HttpResponseMessage> Ask(JsonObject question) => service.As(by.Editor).Posts($"/api/commissioning/{contract}/questions", question);
        var asked = await Ask(Question()).Answers_with(HttpStatusCode.Created);
        var view = asked.GetProperty("questions")[0];
        (view.Text("kind"), view.GetProperty("passes").GetBoolean()).ShouldBe(("promise", true));

        var doubtful = Question();
        doubtful["tests"]![1]!["verdict"] = "no";
        await Ask(doubtful).Is_invalid("tests[1].note");
        doubtful["tests"]![1]!["note"] = "Only a large provider can answer it.";
        var second = (await Ask(doubtful).Answers_with(HttpStatusCode.Created)).GetProperty("questions")[1];
        second.GetProperty("passes").GetBoolean().ShouldBeFalse();
        second.GetProperty("tests").EnumerateArray().Select(t => t.Text("test")).ShouldBe(["feasible", "fair", "relevant", "legal", "enforceable"]);

        var four = Question();
        ((JsonArray)four["tests"]!).RemoveAt(4);
        await Ask(four).Is_invalid("tests");
        await Ask([]).Is_invalid("text", "kind", "pillar", "askedOn", "tests");
    }

    [Fact]
    public async Task What_was_offered_is_set_beside_what_was_delivered()
    {
        var (by, contract) = await Entered();
        Task<HttpResponseMessage> Offers(JsonObject offer) => service.As(by.Editor).Posts($"/api/commissioning/{contract}/offers", offer);
        var offer = (await Offers(Offer()).Answers_with(HttpStatusCode.Created)).GetProperty("offers")[0].Id();
        var path = $"/api/commissioning/{contract}/offers/{offer}/deliveries";
        await service.As(by.Editor).Posts(path, Delivered(9)).Answers_with(HttpStatusCode.Created);
        var late = (await service.As(by.Editor).Posts(path, Delivered(4, daysAgo: 90)).Answers_with(HttpStatusCode.Created)).GetProperty("offers")[0];
        (late.GetProperty("latest").GetProperty("amount").GetDecimal(), late.GetProperty("share").GetDecimal(), late.GetProperty("deliveries").GetArrayLength()).ShouldBe((9, 0.75m, 2));

        await Offers(Offer(amount: null)).Is_invalid("amount");
        await Offers(Offer("unpredicted", 5)).Is_invalid("amount");
        var surprise = (await Offers(Offer("unpredicted", null)).Answers_with(HttpStatusCode.Created)).GetProperty("offers")[1];
        surprise.GetProperty("share").ValueKind.ShouldBe(JsonValueKind.Null);
        await service.As(by.Editor).Posts(path, Delivered(-1)).Is_invalid("amount");
        await service.As(by.Editor).Posts($"/api/commissioning/{contract}/offers/{Guid.NewGuid()}/deliveries", Delivered(1)).Is_refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_provider_records_what_it_offered_and_delivered_and_no_stages()
    {
        var (by, contract) = await Entered("provider", "provider");
        var read = await Read(by, contract);
        (read.Text("buyer"), read.Text("provider"), read.GetProperty("stages").GetArrayLength()).ShouldBe(("Sample Council", "Sample Council", 0));
        await service.As(by.Editor).Posts($"/api/commissioning/{contract}/offers", Offer()).Answers_with(HttpStatusCode.Created);
        await Record(by, contract, "evaluation", Done(weighting: 10)).Is_refused(HttpStatusCode.Conflict, "stage-of-the-buyer");
        await service.As(by.Editor).Posts($"/api/commissioning/{contract}/questions", Question()).Is_refused(HttpStatusCode.Conflict, "stage-of-the-buyer");
    }

    [Theory]
    [InlineData("provider", "commissioner")]
    [InlineData("commissioner", "provider")]
    [InlineData("neither", "provider")]
    public async Task An_organisation_records_on_the_side_on_which_it_signed(string kind, string side)
    {
        var by = await service.SignedOrganisation(kind);
        await service.As(by.Editor).Posts($"/api/organisations/{by.Id}/commissioning", Contract(side)).Is_invalid("side");
    }

    [Theory]
    [InlineData("reference", "")]
    [InlineData("title", null)]
    [InlineData("side", "both")]
    [InlineData("ocid", "2026-117")]
    [InlineData("value", -1)]
    public async Task A_field_that_breaks_its_rule_is_named(string field, object? value)
    {
        var by = await service.SignedOrganisation();
        var contract = Contract();
        contract[field] = JsonValue.Create(value);
        await service.As(by.Editor).Posts($"/api/organisations/{by.Id}/commissioning", contract).Is_invalid(field);
    }

    [Fact]
    public async Task Its_facts_are_changed_by_whoever_has_read_them()
    {
        var (by, contract) = await Entered();
        var facts = Contract();
        facts.Remove("side");
        (facts["version"], facts["provider"], facts["value"]) = (1, "Another Carer CIC", 900);
        (await service.As(by.Editor).PutsJson($"/api/commissioning/{contract}", facts).Answers_with(HttpStatusCode.OK)).Text("provider").ShouldBe("Another Carer CIC");
        await service.As(by.Editor).PutsJson($"/api/commissioning/{contract}", facts).Is_refused(HttpStatusCode.PreconditionFailed, "contract-changed-since");
    }

    [Fact]
    public async Task Tenders_are_read_by_the_organisation_and_by_those_who_judge_its_evidence_and_changed_by_its_editors()
    {
        var (by, contract) = await Entered();
        var other = await service.SignedOrganisation();
        foreach (var path in new[] { $"/api/commissioning/{contract}", $"/api/organisations/{by.Id}/commissioning" })
        {
            await service.As(other.Editor).GetAsync(path).Is_refused(HttpStatusCode.Forbidden, "forbidden");
            await service.As(service.Reviewer).GetAsync(path).Answers_with(HttpStatusCode.OK);
            await service.As(Person.With().Of(by.Id, Roles.Champion)).GetAsync(path).Answers_with(HttpStatusCode.OK);
        }
        await service.As(other.Editor).Posts($"/api/organisations/{by.Id}/commissioning", Contract()).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.As(other.Editor).Posts($"/api/commissioning/{contract}/questions", Question()).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.As(other.Editor).Posts($"/api/commissioning/{contract}/offers", Offer()).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.As(Person.With().Of(by.Id, Roles.Signatory)).PutsJson($"/api/commissioning/{contract}/stages/evaluation", Done(weighting: 1)).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        var id = Guid.NewGuid();
        await service.As(Person.With().Of(id, Roles.Editor)).Posts($"/api/organisations/{id}/commissioning", Contract()).Is_refused(HttpStatusCode.Conflict, "charter-not-signed");
    }
}

file static class Puts
{
    public static Task<HttpResponseMessage> PutsJson(this HttpClient client, string path, object body) => client.PutAsync(path, JsonContent.Create(body));
}
