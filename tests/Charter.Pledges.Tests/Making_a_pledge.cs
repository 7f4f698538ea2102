using System.Net;
using System.Text.Json.Nodes;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

public sealed class Making_a_pledge(PledgeFixture service)
{
    [Fact]
    public async Task A_pledge_is_announced_with_its_facts_and_can_be_read()
    {
        var organisation = await service.SignedOrganisation();
        using var made = await service.As(organisation.Editor).Posts($"/api/organisations/{organisation.Id}/pledges", PledgeFixture.Pledge("deliver", duty: "C2"));
        made.StatusCode.ShouldBe(HttpStatusCode.Created);

        var pledge = await service.As(Person.With()).GetAsync(made.Headers.Location).Answers_with(HttpStatusCode.OK);
        pledge.Text("outcome").ShouldBe(PledgeFixture.Outcome);
        pledge.GetProperty("baseline").GetDecimal().ShouldBe(2.5m);
        pledge.Text("duty").ShouldBe("C2");
        pledge.Text("status").ShouldBe("active");
        pledge.GetProperty("progress").GetArrayLength().ShouldBe(0);
        var announced = await service.Published<PledgeMade>(e => e.Pledge.PledgeId == pledge.Id());
        announced.Pledge.Version.ShouldBe(1);
        announced.Pledge.Target.ShouldBe(120);
        announced.Pledge.OrganisationId.ShouldBe(organisation.Id);
        announced.MadeBy.ShouldBe(organisation.Editor.Subject);
    }

    [Fact]
    public async Task Every_missing_field_is_named()
    {
        var organisation = await service.SignedOrganisation();
        await service.As(organisation.Editor).Posts($"/api/organisations/{organisation.Id}/pledges", "{}")
            .Is_invalid("commitment", "pillar", "outcome", "title", "measure", "unit", "baseline", "target", "dueOn");
    }

    [Theory]
    [InlineData("commitment", "promise")]
    [InlineData("commitment", "")]
    [InlineData("commitment", 7)]
    [InlineData("pillar", "cultural")]
    [InlineData("pillar", "")]
    [InlineData("outcome", "World peace")]
    [InlineData("outcome", "reducing worklessness")]
    [InlineData("title", "")]
    [InlineData("title", "\u0000")]
    [InlineData("title", "\u0007 bell")]
    [InlineData("unit", "  ")]
    [InlineData("measure", null)]
    [InlineData("baseline", "2")]
    [InlineData("baseline", 1e14)]
    [InlineData("baseline", -1e14)]
    [InlineData("target", 1e28)]
    [InlineData("target", 1e300)]
    [InlineData("target", 0.12345)]
    [InlineData("target", 2.5)]
    [InlineData("dueOn", "2020-01-01")]
    [InlineData("dueOn", "9999-12-31")]
    [InlineData("dueOn", "31/12/2030")]
    [InlineData("dueOn", true)]
    [InlineData("duty", "C9")]
    [InlineData("duty", "embed")]
    [InlineData("duty", "C2")]
    [InlineData("duty", "a code that is much longer than codes are")]
    public async Task A_field_that_breaks_its_rule_is_named(string field, object? value)
    {
        var organisation = await service.SignedOrganisation();
        var pledge = PledgeFixture.Pledge("embed");
        pledge[field] = JsonValue.Create(value);
        await service.As(organisation.Editor).Posts($"/api/organisations/{organisation.Id}/pledges", pledge).Is_invalid(field);
    }

    [Fact]
    public async Task Rules_of_the_charter_and_of_the_calendar_are_all_named_at_once()
    {
        var organisation = await service.SignedOrganisation();
        var pledge = PledgeFixture.Pledge("embed", duty: "P2");
        pledge["outcome"] = "World peace";
        pledge["target"] = 2.5;
        pledge["dueOn"] = PledgeFixture.Date(PledgeFixture.Today);
        var problem = await service.As(organisation.Editor).Posts($"/api/organisations/{organisation.Id}/pledges", pledge).Is_invalid("outcome", "target", "dueOn", "duty");
        problem.GetProperty("errors").GetProperty("outcome")[0].GetString()!.ShouldContain("menu");
        problem.GetProperty("errors").GetProperty("duty")[0].GetString()!.ShouldContain("C1, P1");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3650)]
    public async Task It_may_be_due_from_tomorrow_to_ten_years_ahead(int days) => await OneDay.Of(async () =>
    {
        var organisation = await service.SignedOrganisation();
        var pledge = PledgeFixture.Pledge();
        pledge["dueOn"] = PledgeFixture.Date(PledgeFixture.Today.AddDays(days));
        await service.As(organisation.Editor).Posts($"/api/organisations/{organisation.Id}/pledges", pledge).Answers_with(HttpStatusCode.Created);
    });

    [Theory]
    [InlineData("99999999999999.9999", "-99999999999999.9999")]
    [InlineData("0", "0.0001")]
    [InlineData("1.50000", "1.4")]
    public async Task Figures_are_kept_to_the_last_digit(string baseline, string target)
    {
        var organisation = await service.SignedOrganisation();
        var pledge = PledgeFixture.Pledge();
        (pledge["baseline"], pledge["target"]) = (JsonNode.Parse(baseline), JsonNode.Parse(target));
        var made = await service.As(organisation.Editor).Posts($"/api/organisations/{organisation.Id}/pledges", pledge).Answers_with(HttpStatusCode.Created);
        var read = await service.As(organisation.Editor).GetAsync($"/api/pledges/{made.Id()}").Answers_with(HttpStatusCode.OK);
        read.GetProperty("baseline").GetDecimal().ShouldBe(decimal.Parse(baseline));
        read.GetProperty("target").GetDecimal().ShouldBe(decimal.Parse(target));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{\"title\": \"\\ud800\"}")]
    [InlineData("{\"title\": {\"a\": [[[[[[1]]]]]]}}")]
    public async Task What_is_not_a_pledge_is_refused_and_never_an_error_of_ours(string body)
    {
        var organisation = await service.SignedOrganisation();
        await service.As(organisation.Editor).Posts($"/api/organisations/{organisation.Id}/pledges", body).Is_refused(HttpStatusCode.BadRequest, "invalid-request");
    }

    [Fact]
    public async Task Json_that_is_nested_too_deeply_is_refused()
    {
        var organisation = await service.SignedOrganisation();
        await service.As(organisation.Editor).Posts($"/api/organisations/{organisation.Id}/pledges", "{\"title\":" + new string('[', 5_000) + new string(']', 5_000) + "}")
            .Is_refused(HttpStatusCode.BadRequest, "invalid-request");
    }

    [Fact]
    public async Task An_organisation_that_has_not_signed_makes_no_pledges()
    {
        var id = Guid.NewGuid();
        await service.As(Person.With().Of(id, Roles.Editor)).Posts($"/api/organisations/{id}/pledges", PledgeFixture.Pledge()).Is_refused(HttpStatusCode.Conflict, "charter-not-signed");
    }

    [Fact]
    public async Task Only_an_editor_of_the_organisation_pledges_for_it()
    {
        var (organisation, other) = (await service.SignedOrganisation(), await service.SignedOrganisation());
        var path = $"/api/organisations/{organisation.Id}/pledges";
        await service.As(other.Editor).Posts(path, PledgeFixture.Pledge()).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.As(Person.With().Of(organisation.Id, Roles.Signatory)).Posts(path, PledgeFixture.Pledge()).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.As(Person.With(Roles.Registrar)).Posts(path, PledgeFixture.Pledge()).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.Anonymous().Posts(path, PledgeFixture.Pledge()).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
        await service.Anonymous().GetAsync(path).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
    }

    [Fact]
    public async Task The_list_is_paged_without_gaps_and_shows_only_this_organisation()
    {
        var (organisation, other) = (await service.SignedOrganisation(), await service.SignedOrganisation());
        await service.MadePledge(other);
        var made = new List<Guid>();
        for (var i = 0; i < 5; i++)
            made.Add(await service.MadePledge(organisation));

        var seen = new List<Guid>();
        for (string? next = ""; next is not null;)
        {
            var page = await service.As(Person.With()).GetAsync($"/api/organisations/{organisation.Id}/pledges?size=2&after={next}").Answers_with(HttpStatusCode.OK);
            seen.AddRange(PledgeFixture.Items(page).Select(p => p.Id()));
            next = page.Text("next");
        }
        seen.ShouldBe(made, ignoreOrder: true);
        seen.Count.ShouldBe(5);
    }

    [Theory]
    [InlineData("?size=0", "size")]
    [InlineData("?size=many", "size")]
    [InlineData("?after=xyz", "after")]
    public async Task A_bad_query_is_named(string query, string field) =>
        await service.As(Person.With()).GetAsync($"/api/organisations/{Guid.NewGuid()}/pledges{query}").Is_invalid(field);

    [Fact]
    public async Task An_id_that_is_none_is_named_and_an_unknown_one_is_not_found()
    {
        await service.As(Person.With()).GetAsync("/api/pledges/1").Is_invalid("pledgeId");
        await service.As(Person.With()).GetAsync($"/api/pledges/{Guid.NewGuid()}").Is_refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task The_same_request_sent_twice_with_one_key_makes_one_pledge()
    {
        var organisation = await service.SignedOrganisation();
        var client = service.As(organisation.Editor);
        client.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());
        var first = await client.Posts($"/api/organisations/{organisation.Id}/pledges", PledgeFixture.Pledge()).Answers_with(HttpStatusCode.Created);
        var again = await client.Posts($"/api/organisations/{organisation.Id}/pledges", PledgeFixture.Pledge()).Answers_with(HttpStatusCode.Created);
        again.Id().ShouldBe(first.Id());
        await client.Posts($"/api/organisations/{organisation.Id}/pledges", PledgeFixture.Pledge("deliver")).Is_refused(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        PledgeFixture.Items(await client.GetAsync($"/api/organisations/{organisation.Id}/pledges").Answers_with(HttpStatusCode.OK)).Length.ShouldBe(1);
    }

    private static JsonObject PromisedBefore(int promisedDaysAgo = 400, int dueDaysAgo = 30)
    {
        var pledge = PledgeFixture.Pledge();
        (pledge["promisedOn"], pledge["dueOn"]) = (PledgeFixture.Date(PledgeFixture.Today.AddDays(-promisedDaysAgo)), PledgeFixture.Date(PledgeFixture.Today.AddDays(-dueDaysAgo)));
        return pledge;
    }

    [Fact]
    public async Task What_was_promised_before_is_entered_afterwards_with_both_days_and_can_be_said_to_be_missed_at_once()
    {
        var by = await service.SignedOrganisation();
        var (editor, terms) = (service.As(by.Editor), PromisedBefore());
        var made = await editor.Posts($"/api/organisations/{by.Id}/pledges", terms).Answers_with(HttpStatusCode.Created);
        (made.Text("promisedOn"), made.Text("baselineOn"), made.Text("standing")).ShouldBe((terms["promisedOn"]!.GetValue<string>(), terms["promisedOn"]!.GetValue<string>(), "off-track"));
        (await service.Published<PledgeMade>(e => e.Pledge.PledgeId == made.Id())).Pledge.PromisedOn.ShouldBe(PledgeFixture.Today.AddDays(-400));
        PledgeFixture.Items(await editor.GetAsync($"/api/organisations/{by.Id}/pledges").Answers_with(HttpStatusCode.OK)).Single().Text("promisedOn").ShouldBe(terms["promisedOn"]!.GetValue<string>());

        await editor.Posts($"/api/pledges/{made.Id()}/miss", new { reason = "The provider closed in the spring." }).Answers_with(HttpStatusCode.OK);
        var read = await editor.GetAsync($"/api/pledges/{made.Id()}").Answers_with(HttpStatusCode.OK);
        (read.Text("status"), read.Text("promisedOn"), read.GetProperty("endedByRule").GetBoolean()).ShouldBe(("missed", terms["promisedOn"]!.GetValue<string>(), false));
        (await service.Published<PledgeMissed>(e => e.Pledge.PledgeId == made.Id())).Pledge.PromisedOn.ShouldBe(PledgeFixture.Today.AddDays(-400));
    }

    [Fact]
    public async Task What_is_still_ahead_can_be_entered_afterwards_too_and_an_amendment_leaves_when_it_was_promised()
    {
        var by = await service.SignedOrganisation();
        var (editor, terms) = (service.As(by.Editor), PromisedBefore(dueDaysAgo: -30));
        var id = (await editor.Posts($"/api/organisations/{by.Id}/pledges", terms).Answers_with(HttpStatusCode.Created)).Id();
        (terms["version"], terms["reason"], terms["title"], terms["promisedOn"]) = (1, "We say it in other words from now on.", "Another title", PledgeFixture.Date(PledgeFixture.Today.AddDays(-3)));
        (await editor.Posts($"/api/pledges/{id}/amendments", terms).Answers_with(HttpStatusCode.OK)).Text("promisedOn").ShouldBe(PledgeFixture.Date(PledgeFixture.Today.AddDays(-400)));
        (terms["version"], terms["dueOn"]) = (2, PledgeFixture.Date(PledgeFixture.Today.AddDays(-30)));
        await editor.Posts($"/api/pledges/{id}/amendments", terms).Is_invalid("dueOn");   // what is promised anew lies ahead
    }

    [Theory]
    [InlineData(-10, -300, "promisedOn")]
    [InlineData(3000, 30, "promisedOn", "dueOn")]
    [InlineData(30, 30, "dueOn")]
    [InlineData(30, 31, "dueOn")]
    public async Task Entered_afterwards_it_was_promised_before_today_at_most_five_years_ago_and_before_its_own_day(int promisedDaysAgo, int dueDaysAgo, params string[] fields)
    {
        var by = await service.SignedOrganisation();
        await service.As(by.Editor).Posts($"/api/organisations/{by.Id}/pledges", PromisedBefore(promisedDaysAgo, dueDaysAgo)).Is_invalid(fields);
    }
}
