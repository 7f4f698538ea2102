using System.Net;
using System.Text.Json;
using Charter.ServiceDefaults;

namespace Charter.KiteMarks.Tests;

public sealed class Seeing_an_application(KiteMarksFixture service)
{
    [Fact]
    public async Task The_applicants_people_see_how_far_it_is_but_neither_assessors_nor_scores()
    {
        var (id, organisation, signatory) = await service.OpenApplication();
        var assessor = Person.With(Roles.Assessor);
        await service.Assess(assessor, id, KiteMarksFixture.Scores(3, "Needle in the comment")).Answers_with(HttpStatusCode.Created);

        // also when they hold roles that show more of other organisations' applications
        foreach (var person in new[] { signatory, Person.With().Of(organisation, Roles.Champion), Person.With(Roles.PanelChair, Roles.Registrar, Roles.Assessor).Of(organisation, Roles.Editor) })
        {
            var shown = await service.Read(person, id);
            shown.GetProperty("assessmentsReceived").GetInt32().ShouldBe(1);
            shown.GetProperty("assessments").GetArrayLength().ShouldBe(0);
            shown.GetProperty("totals").ValueKind.ShouldBe(JsonValueKind.Null);
            (shown.GetProperty("mayAssess").GetBoolean() || shown.GetProperty("mayDecide").GetBoolean()).ShouldBeFalse();
            shown.GetRawText().ShouldNotContain("Needle");
            shown.GetRawText().ShouldNotContain(assessor.Subject.ToString());
        }
    }

    [Fact]
    public async Task After_the_decision_the_applicant_sees_totals_but_no_single_scores()
    {
        var awarded = await service.AwardedApplication();
        var shown = await service.Read(awarded.Signatory, awarded.Application);
        shown.GetProperty("totals").GetProperty("percent").GetDecimal().ShouldBe(75m);
        shown.GetProperty("assessments").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Chair_and_registrar_see_every_assessment_with_its_author()
    {
        var (id, _, _) = await service.OpenApplication();
        var assessor = Person.With(Roles.Assessor);
        await service.Assess(assessor, id).Answers_with(HttpStatusCode.Created);
        foreach (var person in new[] { service.Chair, service.Registrar })
        {
            var assessment = (await service.Read(person, id)).GetProperty("assessments").EnumerateArray().Single();
            assessment.Id("assessor").ShouldBe(assessor.Subject);
            assessment.GetProperty("scores").EnumerateArray().Select(s => s.Text("criterion")).ShouldBe(KiteMarksFixture.Criteria);
        }
    }

    [Fact]
    public async Task Others_do_not_learn_that_it_exists()
    {
        var (id, _, signatory) = await service.OpenApplication();
        var path = $"/api/kite-marks/applications/{id}";
        await service.As(Person.With().Of(Guid.NewGuid(), Roles.Signatory)).GetAsync(path).Is_refused(HttpStatusCode.NotFound, "not-found");
        await service.As(signatory with { Memberships = [(Guid.NewGuid(), Roles.Signatory)] }).GetAsync(path).Is_refused(HttpStatusCode.NotFound, "not-found");
        await service.As(Person.With(Roles.EvidenceReviewer)).GetAsync(path).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.As(service.Registrar).GetAsync("/api/kite-marks/applications/1").Is_invalid("applicationId");
    }

    [Fact]
    public async Task Each_role_lists_what_concerns_it()
    {
        var open = await service.OpenApplication();
        var ready = await service.AssessedApplication();
        var ended = await service.AwardedApplication();
        var assessor = Person.With(Roles.Assessor);

        (await service.List(open.Signatory)).ShouldBe([open.Id]);
        (await service.List(ended.Signatory)).ShouldBe([ended.Application]);
        (await service.List(Person.With().Of(Guid.NewGuid(), Roles.Signatory))).ShouldBeEmpty();

        var forAssessor = await All(assessor);
        forAssessor.ShouldContain(open.Id);
        forAssessor.ShouldContain(ready.Id);
        forAssessor.ShouldNotContain(ended.Application);
        var forChair = await All(service.Chair);
        forChair.ShouldContain(ready.Id);
        forChair.ShouldNotContain(open.Id);
        forChair.ShouldNotContain(ended.Application);
        (await All(service.Registrar)).ShouldBeInOrder();
        (await All(service.Registrar)).Intersect([open.Id, ready.Id, ended.Application]).Count().ShouldBe(3);
    }

    [Fact]
    public async Task The_list_is_filtered_by_status_organisation_and_ones_own()
    {
        var open = await service.OpenApplication();
        var ended = await service.AwardedApplication();

        (await service.List(service.Registrar, $"&organisationId={open.Organisation}")).ShouldBe([open.Id]);
        (await service.List(service.Registrar, $"&organisationId={ended.Organisation}&status=awarded")).ShouldBe([ended.Application]);
        (await service.List(service.Registrar, $"&organisationId={ended.Organisation}&status=declined")).ShouldBeEmpty();
        (await service.List(service.Registrar.Of(open.Organisation, Roles.Editor), "&mine=true")).ShouldBe([open.Id]);
    }

    [Fact]
    public async Task An_assessor_sees_what_is_done_already()
    {
        var (id, organisation, _) = await service.OpenApplication();
        var assessor = Person.With(Roles.Assessor);
        await service.Assess(assessor, id).Answers_with(HttpStatusCode.Created);
        var item = (await service.As(assessor).GetAsync($"/api/kite-marks/applications?organisationId={organisation}").Answers_with(HttpStatusCode.OK)).GetProperty("items")[0];
        item.GetProperty("assessedByMe").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("?status=lost", "status")]
    [InlineData("?organisationId=x", "organisationId")]
    [InlineData("?mine=perhaps", "mine")]
    [InlineData("?size=101", "size")]
    [InlineData("?after=zzz", "after")]
    [InlineData("?status=%00", "status")]
    public async Task A_bad_filter_is_named(string query, string field) =>
        await service.As(service.Registrar).GetAsync($"/api/kite-marks/applications{query}").Is_invalid(field);

    /// <summary>Every page: other tests apply at the same moment.</summary>
    private async Task<IReadOnlyList<Guid>> All(Person person)
    {
        var all = new List<Guid>();
        for (string? after = ""; after is not null;)
        {
            var page = await service.As(person).GetAsync($"/api/kite-marks/applications?size=20&after={after}").Answers_with(HttpStatusCode.OK);
            all.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.Id()));
            after = page.Text("next");
        }
        return all;
    }
}
