using System.Net;
using System.Text.Json;
using Charter.Contracts;

namespace Charter.Pledges.Tests;

public sealed class What_is_held_on_a_person(PledgeFixture service)
{
    [Fact]
    public async Task Is_shown_to_that_person_alone()
    {
        var by = await service.SignedOrganisation();
        var pledge = await service.MadePledge(by);
        var evidence = await service.SubmittedEvidence(by, pledge);
        var reviewer = Person.With("evidence-reviewer");
        await service.As(reviewer).Posts($"/api/evidence/{evidence}/review", new { outcome = "returned", reason = "The page is not there." }).Answers_with(HttpStatusCode.OK);

        var editors = await Data(by.Editor);
        editors.GetProperty("pledgesMade").EnumerateArray().Single().Id().ShouldBe(pledge);
        editors.GetProperty("evidenceSubmitted").EnumerateArray().Single().Text("link").ShouldBe("https://www.example.org/policy");
        (await Data(reviewer)).GetProperty("evidenceReviewed").EnumerateArray().Single().Text("reason").ShouldBe("The page is not there.");
        (await Data(Person.With())).GetRawText().ShouldBe("""{"pledgesMade":[],"progressReported":[],"evidenceSubmitted":[],"evidenceReviewed":[],"valueRecorded":[],"sharesClaimed":[],"disputesSettled":[],"calculationsKept":[],"pledgesChanged":[],"contractsRecorded":[],"filesBroughtIn":[],"frameworksBroughtIn":[],"surveysRun":[],"surveyLinksTaken":[],"suppliersPlaced":[]}""");
    }

    [Fact]
    public async Task What_moves_duties_by_statement_is_recorded_once_too()
    {
        var by = await service.SignedOrganisation();
        var pledge = await service.MadePledge(by);
        var told = await service.Published<ActionTaken>(a => a.OrganisationId == by.Id);
        (told.Action, told.Actor, told.ActingFor).ShouldBe(("Make a pledge", by.Editor.Subject, by.Id));
        told.ActedOn.ShouldBe([new("organisation", by.Id), new("pledge", pledge)]);
        var evidence = await service.SubmittedEvidence(by, pledge);
        (await service.Published<ActionTaken>(a => a.ActedOn.Contains(new("evidence-item", evidence)))).OrganisationId.ShouldBe(by.Id);
        await service.Published<ActionTaken>(2, a => a.OrganisationId == by.Id);
    }

    private async Task<JsonElement> Data(Person person) => await service.As(person).GetAsync("/api/personal-data/pledge").Answers_with(HttpStatusCode.OK);
}
