using System.Net;
using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.KiteMarks.Tests;

public sealed class Deciding_an_application(KiteMarksFixture service)
{
    [Fact]
    public async Task An_award_is_announced_for_three_years_less_a_day()
    {
        var (award, application, organisation, signatory) = await service.AwardedApplication();

        var awarded = await service.Published<KiteMarkAwarded>(e => e.AwardId == award);
        (awarded.ApplicationId, awarded.OrganisationId, awarded.Version, awarded.Level, awarded.SchemeId).ShouldBe((application, organisation, 1, "bronze", "salford-model-1"));
        awarded.DecidedBy.ShouldBe(service.Chair.Subject);
        awarded.ValidUntil.ShouldBe(awarded.AwardedOn.AddYears(3).AddDays(-1));
        var shown = await service.Read(signatory, application);
        shown.Text("status").ShouldBe("awarded");
        shown.Id("awardId").ShouldBe(award);
        shown.GetProperty("history").EnumerateArray().Select(s => s.Text("status")).ShouldBe(["submitted", "eligible", "completeness", "assessment", "panel", "awarded"]);
    }

    [Fact]
    public async Task A_refusal_is_announced_without_its_reasons_and_told_to_the_applicant()
    {
        var (id, organisation, signatory) = await service.AssessedApplication();
        var decision = await service.Decide(service.Chair, id, "declined").Answers_with(HttpStatusCode.OK);
        decision.GetProperty("awardId").ValueKind.ShouldBe(JsonValueKind.Null);

        (await service.Published<ApplicationDeclined>(e => e.ApplicationId == id)).OrganisationId.ShouldBe(organisation);
        var shown = await service.Read(signatory, id);
        shown.GetProperty("decision").Text("outcome").ShouldBe("declined");
        shown.GetProperty("decision").Text("reason").ShouldBe("The panel agrees with both assessors.");
        shown.GetProperty("awardId").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task It_is_too_early_before_the_second_assessment(int assessments)
    {
        var (id, _, _) = await service.OpenApplication();
        for (var i = 0; i < assessments; i++)
            await service.Assess(Person.With(Roles.Assessor), id).Answers_with(HttpStatusCode.Created);
        await service.Decide(service.Chair, id).Is_refused(HttpStatusCode.Conflict, "decision-too-early");
    }

    [Fact]
    public async Task It_is_decided_once_and_the_state_is_named()
    {
        var awarded = await service.AwardedApplication();
        var problem = await service.Decide(service.Chair, awarded.Application, "declined").Is_refused(HttpStatusCode.Conflict, "kite-mark-already-decided");
        problem.Text("detail")!.ShouldContain("awarded");
    }

    [Fact]
    public async Task Decisions_at_the_same_moment_leave_one_award()
    {
        var (id, _, _) = await service.AssessedApplication();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => service.Decide(Person.With(Roles.PanelChair), id)));
        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(a => a.StatusCode == HttpStatusCode.Conflict).ShouldBe(5);
        await service.Published<KiteMarkAwarded>(e => e.ApplicationId == id);
        service.AllPublished<KiteMarkAwarded>(e => e.ApplicationId == id).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_assessed_does_not_decide()
    {
        var (id, _, _) = await service.AssessedApplication();
        var both = Person.With(Roles.Assessor, Roles.PanelChair);
        await service.Assess(both, id).Answers_with(HttpStatusCode.Created);

        await service.Decide(both, id).Is_refused(HttpStatusCode.Forbidden, "assessor-cannot-decide");
        await service.Decide(both with { PartnershipRoles = [Roles.PanelChair] }, id).Is_refused(HttpStatusCode.Forbidden, "assessor-cannot-decide");
        await service.Decide(service.Chair, id).Answers_with(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nobody_decides_for_the_own_organisation()
    {
        var (id, organisation, _) = await service.AssessedApplication();
        foreach (var role in new[] { Roles.Signatory, Roles.Editor, Roles.Champion })
            await service.Decide(service.Chair.Of(organisation, role), id).Is_refused(HttpStatusCode.Forbidden, "own-organisation");
    }

    [Fact]
    public async Task Only_the_panel_chair_decides()
    {
        var (id, _, signatory) = await service.AssessedApplication();
        foreach (var person in new[] { signatory, Person.With(Roles.PanelMember), Person.With(Roles.Assessor), service.Registrar })
            await service.Decide(person, id).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.Decide(service.Chair, Guid.NewGuid()).Is_refused(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("""{}""", new[] { "outcome", "reason" })]
    [InlineData("""{"outcome":"perhaps","reason":" "}""", new[] { "outcome", "reason" })]
    [InlineData("""{"outcome":3,"reason":["a"]}""", new[] { "outcome", "reason" })]
    [InlineData("""{"outcome":"awarded","reason":"\u0000"}""", new[] { "reason" })]
    [InlineData("""{"outcome":"withdrawn-by-applicant","reason":"no"}""", new[] { "outcome" })]
    public async Task Every_bad_field_is_named(string body, string[] fields)
    {
        var (id, _, _) = await service.AssessedApplication();
        await service.As(service.Chair).Posts($"/api/kite-marks/applications/{id}/decision", body).Is_invalid(fields);
    }

    [Fact]
    public async Task A_reason_may_not_be_too_long() => await service.As(service.Chair)
        .Posts($"/api/kite-marks/applications/{Guid.NewGuid()}/decision", new { outcome = "awarded", reason = new string('x', 2_001) }).Is_invalid("reason");

    [Fact]
    public async Task The_chair_sees_weighted_totals_per_commitment_and_whether_they_meet_the_threshold()
    {
        var (id, _, _) = await service.OpenApplication();
        // 4 for embed, 3 for deliver, 2 for demonstrate in one; 4 throughout in the other
        object[] graded = [.. KiteMarksFixture.Criteria.Select(c => new { criterion = c, score = c[..3] switch { "emb" => 4, "del" => 3, _ => 2 }, comment = "Seen." })];
        await service.Assess(Person.With(Roles.Assessor), id, graded).Answers_with(HttpStatusCode.Created);
        await service.Assess(Person.With(Roles.Assessor), id, KiteMarksFixture.Scores(4)).Answers_with(HttpStatusCode.Created);

        var totals = (await service.Read(service.Chair, id)).GetProperty("totals");
        totals.GetProperty("percent").GetDecimal().ShouldBe(87.5m);
        totals.GetProperty("meetsThreshold").GetBoolean().ShouldBeTrue();
        totals.GetProperty("commitments").EnumerateArray().Select(c => (c.Text("commitment"), c.GetProperty("percent").GetDecimal()))
            .ShouldBe([("embed", 100m), ("deliver", 87.5m), ("demonstrate", 75m)]);
    }

    [Fact]
    public async Task A_total_below_the_threshold_is_shown_as_such()
    {
        var (id, _, _) = await service.AssessedApplication(score: 3);   // 75 %, and 80 is expected
        (await service.Read(service.Chair, id)).GetProperty("totals").GetProperty("meetsThreshold").GetBoolean().ShouldBeFalse();
    }
}
