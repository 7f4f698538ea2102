using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

public sealed class Reporting_progress(PledgeFixture service)
{
    private static JsonObject Figure(decimal value, DateOnly on) => new()
    {
        ["value"] = value,
        ["on"] = PledgeFixture.Date(on),
        ["confidence"] = "measured",
        ["source"] = "Recruitment system",
        ["note"] = "Half a year",
    };

    [Fact]
    public async Task The_figure_of_the_latest_day_counts_in_whatever_order_they_are_entered()
    {
        var today = PledgeFixture.Today;
        var organisation = await service.SignedOrganisation();
        var pledge = await service.MadePledge(organisation);
        var editor = service.As(organisation.Editor);
        Task<JsonElement> Report(decimal value, DateOnly on) => editor.Posts($"/api/pledges/{pledge}/progress", Figure(value, on)).Answers_with(HttpStatusCode.Created);

        (await Report(10, today.AddDays(-30))).GetProperty("latestProgress").GetProperty("value").GetDecimal().ShouldBe(10);
        (await Report(7, today.AddDays(-60))).GetProperty("latestProgress").GetProperty("value").GetDecimal().ShouldBe(10);
        (await Report(11, today.AddDays(-30))).GetProperty("latestProgress").GetProperty("value").GetDecimal().ShouldBe(11);

        var read = await editor.GetAsync($"/api/pledges/{pledge}").Answers_with(HttpStatusCode.OK);
        PledgeFixture.Items(read, "progress").Select(p => p.GetProperty("value").GetDecimal()).ShouldBe([11, 10, 7]);
        read.GetProperty("latestProgress").Text("on").ShouldBe(PledgeFixture.Date(today.AddDays(-30)));
        var events = new List<PledgeProgressReported>();
        foreach (var version in new[] { 2, 3, 4 })
            events.Add(await service.Published<PledgeProgressReported>(e => e.Pledge.PledgeId == pledge && e.Pledge.Version == version));
        events.Select(e => e.Pledge.ProgressValue).ShouldBe([10, 10, 11]);
        events.Select(e => e.Pledge.ProgressOn).ShouldAllBe(on => on == today.AddDays(-30));
    }

    [Fact]
    public async Task Figures_reported_at_the_same_moment_are_all_kept_or_refused_and_versions_do_not_repeat()
    {
        var organisation = await service.SignedOrganisation();
        var pledge = await service.MadePledge(organisation);
        var answers = await Task.WhenAll(Enumerable.Range(1, 6).Select(i => service.As(organisation.Editor).Posts($"/api/pledges/{pledge}/progress", Figure(i, PledgeFixture.Today))));

        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.Created || a.StatusCode == HttpStatusCode.Conflict);
        var kept = answers.Count(a => a.StatusCode == HttpStatusCode.Created);
        (await service.As(organisation.Editor).GetAsync($"/api/pledges/{pledge}").Answers_with(HttpStatusCode.OK)).GetProperty("progress").GetArrayLength().ShouldBe(kept);
        await service.Published<PledgeProgressReported>(e => e.Pledge.PledgeId == pledge && e.Pledge.Version == kept + 1);
        service.AllPublished<PledgeProgressReported>(e => e.Pledge.PledgeId == pledge).Select(e => e.Pledge.Version).ShouldBeUnique();
    }

    [Theory]
    [InlineData("value", "many")]
    [InlineData("value", 0.00001)]
    [InlineData("value", null)]
    [InlineData("on", "soon")]
    [InlineData("on", "2999-01-01")]
    [InlineData("on", "0001-01-01")]
    [InlineData("confidence", "certain")]
    [InlineData("confidence", "")]
    [InlineData("source", "")]
    [InlineData("note", "\u0001")]
    public async Task A_field_that_breaks_its_rule_is_named(string field, object? value)
    {
        var organisation = await service.SignedOrganisation();
        var pledge = await service.MadePledge(organisation);
        var figure = Figure(1, PledgeFixture.Today);
        figure[field] = JsonValue.Create(value);
        await service.As(organisation.Editor).Posts($"/api/pledges/{pledge}/progress", figure).Is_invalid(field);
    }

    [Fact]
    public async Task Only_an_editor_of_the_organisation_reports_for_it()
    {
        var (organisation, other) = (await service.SignedOrganisation(), await service.SignedOrganisation());
        var pledge = await service.MadePledge(organisation);
        await service.As(other.Editor).Posts($"/api/pledges/{pledge}/progress", Figure(1, PledgeFixture.Today)).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.As(service.Reviewer).Posts($"/api/pledges/{pledge}/progress", Figure(1, PledgeFixture.Today)).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.As(Person.With().Of(organisation.Id, Roles.Champion)).Posts($"/api/pledges/{pledge}/progress", Figure(1, PledgeFixture.Today)).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.As(organisation.Editor).Posts($"/api/pledges/{Guid.NewGuid()}/progress", Figure(1, PledgeFixture.Today)).Is_refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_period_of_days_that_no_calendar_has_is_named()
    {
        var organisation = await service.SignedOrganisation();
        var pledge = await service.MadePledge(organisation);
        var figure = Figure(10, new DateOnly(3, 1, 1));
        figure["from"] = "0002-01-01";
        await service.As(organisation.Editor).Posts($"/api/pledges/{pledge}/progress", figure).Is_invalid("on");
    }
}
