using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Charter.Pledges.Tests;

/// <summary>The rule of ADR 29, by a pledge that began 200 days ago and ends in 200, from 0 to 100.</summary>
public sealed class How_a_pledge_stands(PledgeFixture service)
{
    private async Task<(Organisation By, Guid Pledge)> Made(int begunDaysAgo = 200, int dueInDays = 200, decimal baseline = 0, decimal target = 100)
    {
        var by = await service.SignedOrganisation();
        var terms = PledgeFixture.Pledge();
        (terms["baseline"], terms["target"], terms["baselineOn"], terms["dueOn"]) =
            (baseline, target, PledgeFixture.Date(PledgeFixture.Today.AddDays(-begunDaysAgo)), PledgeFixture.Date(PledgeFixture.Today.AddDays(dueInDays)));
        return (by, (await service.As(by.Editor).Posts($"/api/organisations/{by.Id}/pledges", terms).Answers_with(HttpStatusCode.Created)).Id());
    }

    private async Task<string?> StandingOf(Organisation by, Guid pledge) => (await service.As(by.Editor).GetAsync($"/api/pledges/{pledge}").Answers_with(HttpStatusCode.OK)).Text("standing");

    private Task<JsonElement> Report(Organisation by, Guid pledge, decimal value, int daysAgo = 0, string confidence = "measured") => service.As(by.Editor).Posts($"/api/pledges/{pledge}/progress",
        new { value, on = PledgeFixture.Date(PledgeFixture.Today.AddDays(-daysAgo)), confidence, source = "Payroll" }).Answers_with(HttpStatusCode.Created);

    [Theory]
    [InlineData(50, 0, "measured", "on-track")]
    [InlineData(40, 0, "measured", "on-track")]
    [InlineData(39, 0, "measured", "at-risk")]
    [InlineData(25, 0, "measured", "at-risk")]
    [InlineData(24, 0, "measured", "off-track")]
    [InlineData(-60, 0, "measured", "off-track")]
    [InlineData(44, 0, "estimated", "at-risk")]
    [InlineData(45, 0, "estimated", "on-track")]
    [InlineData(53, 0, "guessed", "at-risk")]
    [InlineData(54, 0, "guessed", "on-track")]
    [InlineData(33, 0, "guessed", "off-track")]
    [InlineData(18, 90, "measured", "on-track")]
    [InlineData(18, 160, "measured", "on-track")]
    [InlineData(10, 160, "measured", "at-risk")]
    [InlineData(1, 160, "measured", "off-track")]
    [InlineData(100, 160, "measured", "on-track")]
    [InlineData(100, 0, "guessed", "on-track")]
    public async Task Follows_from_the_latest_figure_its_confidence_and_its_age(decimal value, int daysAgo, string confidence, string standing) => await OneDay.Of(async () =>
    {
        var (by, pledge) = await Made();
        (await Report(by, pledge, value, daysAgo, confidence)).Text("standing").ShouldBe(standing);
        (await StandingOf(by, pledge)).ShouldBe(standing);
    });

    [Theory]
    [InlineData(39, 361, "no-figure-yet")]
    [InlineData(41, 359, "at-risk")]
    [InlineData(101, 299, "off-track")]
    public async Task Without_a_figure_it_is_too_early_to_say_and_then_at_risk_and_then_off_track(int begun, int due, string standing) => await OneDay.Of(async () =>
    {
        var (by, pledge) = await Made(begun, due);
        (await StandingOf(by, pledge)).ShouldBe(standing);
    });

    [Theory]
    [InlineData(100, "measured", "on-track")]
    [InlineData(100, "guessed", "off-track")]
    [InlineData(99, "measured", "off-track")]
    public async Task Once_its_day_has_passed_only_a_target_that_was_measured_counts(decimal value, string confidence, string standing)
    {
        var (by, pledge) = await Made();
        await Report(by, pledge, value, confidence: confidence);
        await service.Sql($"update pledge set due_on = current_date - 2 where id = '{pledge}'");
        (await StandingOf(by, pledge)).ShouldBe(standing);
    }

    [Fact]
    public async Task To_reduce_is_a_way_like_any_other()
    {
        var (by, pledge) = await Made(baseline: 300, target: 100);
        (await Report(by, pledge, 205)).Text("standing").ShouldBe("on-track");
        (await Report(by, pledge, 240)).Text("standing").ShouldBe("at-risk");
    }

    [Fact]
    public async Task Figures_as_large_as_they_may_be_do_no_harm()
    {
        var (by, pledge) = await Made(baseline: 99_999_999_999_999.9998m, target: 99_999_999_999_999.9999m);
        (await Report(by, pledge, -99_999_999_999_999.9999m)).Text("standing").ShouldBe("off-track");
    }

    [Theory]
    [InlineData("reduce", 120, "target", "Write a target below 2.5, or choose increase")]
    [InlineData("increase", 1, "target", "Write a target above 2.5, or choose reduce")]
    public async Task A_direction_that_baseline_and_target_contradict_is_refused_with_what_to_write(string direction, decimal target, string field, string says)
    {
        var by = await service.SignedOrganisation();
        var terms = PledgeFixture.Pledge();
        (terms["direction"], terms["target"]) = (direction, target);
        var problem = await service.As(by.Editor).Posts($"/api/organisations/{by.Id}/pledges", terms).Is_invalid(field);
        problem.GetProperty("errors").GetProperty(field)[0].GetString()!.ShouldContain(says);
    }

    [Theory]
    [InlineData("unit", "120")]
    [InlineData("owner", "sam@example.org")]
    [InlineData("place", "Salford!")]
    [InlineData("segment", "everybody")]
    [InlineData("direction", "sideways")]
    [InlineData("baselineOn", "2999-01-01")]
    [InlineData("baselineOn", "1999-01-01")]
    public async Task A_field_that_breaks_its_rule_is_named(string field, string value)
    {
        var by = await service.SignedOrganisation();
        var terms = PledgeFixture.Pledge();
        terms[field] = value;
        await service.As(by.Editor).Posts($"/api/organisations/{by.Id}/pledges", terms).Is_invalid(field);
    }

    [Fact]
    public async Task Whom_it_is_for_where_and_who_answers_for_it_are_kept_and_told() => await OneDay.Of(async () =>
    {
        var by = await service.SignedOrganisation();
        var terms = PledgeFixture.Pledge();
        (terms["owner"], terms["place"], terms["segment"], terms["targetGroups"]) = ("Employment team", "E08000006", "community", new JsonArray("race", "inclusion-health"));
        var made = await service.As(by.Editor).Posts($"/api/organisations/{by.Id}/pledges", terms).Answers_with(HttpStatusCode.Created);
        (made.Text("owner"), made.Text("place"), made.Text("segment"), made.Text("direction"), made.Text("baselineOn")).ShouldBe(("Employment team", "E08000006", "community", "increase", PledgeFixture.Date(PledgeFixture.Today)));
        var facts = (await service.Published<Charter.Contracts.PledgeMade>(e => e.Pledge.PledgeId == made.Id())).Pledge;
        (facts.Place, facts.Segment, facts.BaselineOn).ShouldBe(("E08000006", "community", PledgeFixture.Today));
        facts.TargetGroups.ShouldBe(["inclusion-health", "race"]);
        terms["targetGroups"] = new JsonArray("everybody");
        await service.As(by.Editor).Posts($"/api/organisations/{by.Id}/pledges", terms).Is_invalid("targetGroups[0]");
    });

    [Fact]
    public async Task A_figure_may_stand_for_a_period()
    {
        var (by, pledge) = await Made();
        var today = PledgeFixture.Today;
        object Figure(DateOnly from) => new { value = 5, from = PledgeFixture.Date(from), on = PledgeFixture.Date(today), confidence = "measured", source = "Payroll" };
        await service.As(by.Editor).Posts($"/api/pledges/{pledge}/progress", Figure(today.AddDays(1))).Is_invalid("from");
        await service.As(by.Editor).Posts($"/api/pledges/{pledge}/progress", Figure(today.AddDays(-30))).Answers_with(HttpStatusCode.Created);
        (await service.As(by.Editor).GetAsync($"/api/pledges/{pledge}").Answers_with(HttpStatusCode.OK)).GetProperty("progress")[0].Text("from").ShouldBe(PledgeFixture.Date(today.AddDays(-30)));
    }
}
