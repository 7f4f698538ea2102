using System.Net;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

public sealed class What_there_is_to_do(PledgeFixture service)
{
    private async Task<List<(string? Kind, Guid? Pledge, string? Code)>> Tasks(Organisation by) =>
        [.. PledgeFixture.Items(await service.As(by.Editor).GetAsync($"/api/organisations/{by.Id}/pledges/tasks").Answers_with(HttpStatusCode.OK))
            .Select(t => (t.Text("kind"), t.Text("pledgeId") is { } id ? (Guid?)Guid.Parse(id) : null, t.Text("code")))];

    [Fact]
    public async Task Follows_from_what_is_recorded_the_most_pressing_first()
    {
        var by = await service.SignedOrganisation("provider");
        (await Tasks(by)).ShouldBe([("pledge", null, "embed"), ("pledge", null, "deliver"), ("pledge", null, "demonstrate"), ("pledge", null, "P1"), ("pledge", null, "P2")]);

        var (reached, due, quiet) = (await service.MadePledge(by, "embed", "P1"), await service.MadePledge(by, "deliver", "P2"), await service.MadePledge(by, "demonstrate"));
        await service.As(by.Editor).Posts($"/api/pledges/{reached}/progress", new { value = 120, on = PledgeFixture.Date(PledgeFixture.Today), confidence = "measured", source = "Payroll" }).Answers_with(HttpStatusCode.Created);
        await service.Sql($"update pledge set due_on = current_date where id = '{due}'; update pledge set made_on = current_date - 100 where id = '{quiet}'");
        foreach (var pledge in new[] { reached, due })
            await service.SubmittedEvidence(by, pledge);
        await service.Review(await service.SubmittedEvidence(by, quiet), service.Reviewer, "returned", "It shows something else.").Answers_with(HttpStatusCode.OK);

        (await Tasks(by)).ShouldBe([("end", due, null), ("evidence-returned", quiet, null), ("complete", reached, null), ("report", quiet, null)]);

        await service.As(by.Editor).Posts($"/api/pledges/{reached}/completion", new { }).Answers_with(HttpStatusCode.OK);
        await service.As(by.Editor).Posts($"/api/pledges/{due}/miss", new { reason = "It rained all summer." }).Answers_with(HttpStatusCode.OK);
        await service.SubmittedEvidence(by, quiet);
        (await Tasks(by)).ShouldBe([("report", quiet, null), ("pledge", null, "deliver"), ("pledge", null, "P2")]);
    }

    [Fact]
    public async Task Evidence_that_serves_further_pledges_shows_them_too()
    {
        var by = await service.SignedOrganisation();
        var (first, further) = (await service.MadePledge(by), await service.MadePledge(by, "deliver"));
        (await Tasks(by)).Count(t => t.Kind == "show").ShouldBe(2);
        var evidence = await service.Submitted(by, first, PledgeFixture.Form(link: "https://www.example.org/policy").With("pledges", further.ToString()));
        (await Tasks(by)).ShouldNotContain(t => t.Kind == "show");
        await service.Review(evidence.Id(), service.Reviewer, "returned", "It shows something else.").Answers_with(HttpStatusCode.OK);
        (await Tasks(by)).Where(t => t.Kind == "evidence-returned").Select(t => t.Pledge).ShouldBe([first, further], ignoreOrder: true);
    }

    [Fact]
    public async Task Is_for_the_organisations_own_people()
    {
        var (by, other) = (await service.SignedOrganisation(), await service.SignedOrganisation());
        await service.As(other.Editor).GetAsync($"/api/organisations/{by.Id}/pledges/tasks").Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.As(Person.With().Of(by.Id, Roles.Champion)).GetAsync($"/api/organisations/{by.Id}/pledges/tasks").Answers_with(HttpStatusCode.OK);
    }
}
