using System.Net;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.KiteMarks.Tests;

public sealed class What_is_held_on_a_person(KiteMarksFixture service)
{
    [Fact]
    public async Task Is_shown_to_that_person_alone()
    {
        var (id, _, signatory) = await service.OpenApplication();
        var assessor = Person.With(Roles.Assessor);
        await service.Assess(assessor, id).Answers_with(HttpStatusCode.Created);
        (await Data(signatory)).GetProperty("applicationsSubmitted").EnumerateArray().Single().Id().ShouldBe(id);
        var assessment = (await Data(assessor)).GetProperty("assessments").EnumerateArray().Single();
        assessment.Id("applicationId").ShouldBe(id);
        assessment.GetProperty("scores").GetArrayLength().ShouldBe(KiteMarksFixture.Criteria.Count);
        (await Data(Person.With())).GetRawText().ShouldBe("""{"applicationsSubmitted":[],"assessments":[],"decisions":[]}""");
    }

    [Fact]
    public async Task Includes_decisions()
    {
        var (id, _, _) = await service.AssessedApplication();
        var chair = Person.With(Roles.PanelChair);
        await service.Decide(chair, id).Answers_with(HttpStatusCode.OK);
        (await Data(chair)).GetProperty("decisions").EnumerateArray().Single().Id("applicationId").ShouldBe(id);
    }

    [Fact]
    public async Task Two_assessors_at_the_same_moment_are_recorded_once_each()
    {
        var (id, organisation, _) = await service.OpenApplication();
        Person[] assessors = [.. Enumerable.Range(0, 4).Select(_ => Person.With(Roles.Assessor))];
        await Task.WhenAll(assessors.Select(a => service.Assess(a, id).Answers_with(HttpStatusCode.Created)));
        foreach (var assessor in assessors)
        {
            var told = await service.Published<ActionTaken>(a => a.Actor == assessor.Subject);
            (told.OrganisationId, told.ActingFor, told.Action).ShouldBe((organisation, (Guid?)null, "Assess an application"));
            service.AllPublished<ActionTaken>(a => a.Actor == assessor.Subject).Count.ShouldBe(1);
        }
    }

    private async Task<System.Text.Json.JsonElement> Data(Person person) => await service.As(person).GetAsync("/api/personal-data/kite-mark").Answers_with(HttpStatusCode.OK);
}
