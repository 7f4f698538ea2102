using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

public sealed class Amending_a_pledge(PledgeFixture service)
{
    private static JsonObject Amended(int version = 1, string reason = "The scheme is funded for two more years.", string? duty = null)
    {
        var terms = PledgeFixture.Pledge(duty: duty);
        (terms["reason"], terms["version"]) = (reason, version);
        return terms;
    }

    private Task<HttpResponseMessage> Amend(Organisation by, Guid pledge, JsonObject amended) => service.As(by.Editor).Posts($"/api/pledges/{pledge}/amendments", amended);

    private async Task<JsonElement> Read(Guid pledge, Person? by = null) => await service.As(by ?? Person.With()).GetAsync($"/api/pledges/{pledge}").Answers_with(HttpStatusCode.OK);

    [Fact]
    public async Task What_was_before_stays_with_who_when_and_why()
    {
        var by = await service.SignedOrganisation();
        var pledge = await service.MadePledge(by);
        var amended = Amended();
        (amended["target"], amended["owner"], amended["targetGroups"]) = (240, "Head of employment", new JsonArray("disability", "deprivation"));
        var answer = await Amend(by, pledge, amended).Answers_with(HttpStatusCode.OK);
        answer.GetProperty("version").GetInt32().ShouldBe(2);

        var read = await Read(pledge, by.Editor);
        read.GetProperty("target").GetDecimal().ShouldBe(240);
        read.GetProperty("targetGroups").EnumerateArray().Select(g => g.GetString()).ShouldBe(["deprivation", "disability"]);
        var change = read.GetProperty("history").EnumerateArray().Single();
        (change.Text("kind"), change.Text("reason"), change.Id("by")).ShouldBe(("amended", "The scheme is funded for two more years.", by.Editor.Subject));
        change.GetProperty("fields").EnumerateArray().Select(f => (f.Text("field"), f.Text("before"), f.Text("after"))).ShouldBe(
            [("target", "120", "240"), ("owner", null, "Head of employment"), ("targetGroups", null, "deprivation, disability")]);
        change.GetProperty("at").GetDateTimeOffset().ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(10));
        (await Read(pledge)).GetProperty("history")[0].GetProperty("by").ValueKind.ShouldBe(JsonValueKind.Null);
        var told = await service.Published<PledgeAmended>(e => e.Pledge.PledgeId == pledge);
        (told.Pledge.Target, told.Pledge.Version, told.AmendedBy).ShouldBe((240m, 2, by.Editor.Subject));
        told.Pledge.TargetGroups.ShouldBe(["deprivation", "disability"]);
    }

    [Fact]
    public async Task A_reason_is_needed_and_the_rules_of_a_pledge_hold()
    {
        var by = await service.SignedOrganisation();
        var pledge = await service.MadePledge(by);
        await Amend(by, pledge, Amended(reason: "Because")).Is_invalid("reason");
        var wrong = Amended();
        (wrong["target"], wrong["dueOn"], wrong["commitment"], wrong["outcome"]) = (2.5, "2020-01-01", "deliver", "World peace");
        await Amend(by, pledge, wrong).Is_invalid("target", "dueOn", "commitment", "outcome");
        (await Read(pledge)).GetProperty("version").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task What_somebody_else_changed_since_is_not_overwritten_and_what_changes_nothing_is_refused()
    {
        var by = await service.SignedOrganisation();
        var pledge = await service.MadePledge(by);
        await Amend(by, pledge, Amended()).Is_refused(HttpStatusCode.Conflict, "nothing-to-amend");
        var first = Amended();
        first["target"] = 240;
        await Amend(by, pledge, first).Answers_with(HttpStatusCode.OK);
        var late = Amended();
        late["target"] = 90;
        await Amend(by, pledge, late).Is_refused(HttpStatusCode.PreconditionFailed, "pledge-changed-since");
        (await Read(pledge)).GetProperty("target").GetDecimal().ShouldBe(240);
    }

    [Fact]
    public async Task The_unit_stays_once_there_are_figures_in_it()
    {
        var by = await service.SignedOrganisation();
        var pledge = await service.MadePledge(by);
        await service.As(by.Editor).Posts($"/api/pledges/{pledge}/progress", new { value = 4, on = PledgeFixture.Date(PledgeFixture.Today), confidence = "measured", source = "Payroll" }).Answers_with(HttpStatusCode.Created);
        var amended = Amended(version: 2);
        amended["unit"] = "hours";
        var problem = await Amend(by, pledge, amended).Is_invalid("unit");
        problem.GetProperty("errors").GetProperty("unit")[0].GetString()!.ShouldContain("people");
    }

    [Fact]
    public async Task An_amended_pledge_stands_under_the_version_signed_last()
    {
        var by = await service.SignedOrganisation();
        var pledge = await service.MadePledge(by, "embed");
        await service.Deliver(PledgeFixture.Published(by.Charter, 2) with { Duties = [new("embed", "embed", "every-signatory", "Embed it everywhere."), new("C7", "embed", "commissioner", "Ask often.")] });
        await service.Deliver(PledgeFixture.Signed(by.Charter, by.Id, version: 2));
        (await service.Duties(by.Id)).Values.ShouldAllBe(state => state == "not-started");

        await Amend(by, pledge, Amended(duty: "C7")).Answers_with(HttpStatusCode.OK);

        (await service.Duties(by.Id)).Values.ShouldAllBe(state => state == "in-place");
        (await Read(pledge)).GetProperty("charterVersion").GetInt32().ShouldBe(2);
        (await Read(pledge)).GetProperty("history")[0].GetProperty("fields").EnumerateArray().Select(f => f.Text("field")).ShouldBe(["charterVersion", "duty"]);
    }

    [Fact]
    public async Task Only_an_editor_of_the_organisation_amends_and_ends()
    {
        var (by, other) = (await service.SignedOrganisation(), await service.SignedOrganisation());
        var pledge = await service.MadePledge(by);
        foreach (var (path, body) in new (string, object)[] { ("amendments", Amended()), ("completion", new { }), ("miss", new { reason = "It rained all summer." }), ("withdrawal", new { reason = "It rained all summer." }) })
            foreach (var person in new[] { other.Editor, Person.With(Roles.Registrar), Person.With().Of(by.Id, Roles.Signatory) })
                await service.As(person).Posts($"/api/pledges/{pledge}/{path}", body).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.As(by.Editor).Posts($"/api/pledges/{Guid.NewGuid()}/amendments", Amended()).Is_refused(HttpStatusCode.NotFound, "not-found");
    }
}
