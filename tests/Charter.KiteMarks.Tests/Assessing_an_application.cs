using System.Net;
using System.Text.Json;
using Charter.ServiceDefaults;

namespace Charter.KiteMarks.Tests;

public sealed class Assessing_an_application(KiteMarksFixture service)
{
    private readonly Person _assessor = Person.With(Roles.Assessor);

    [Fact]
    public async Task Two_assessments_open_the_decision_and_more_may_follow()
    {
        var (id, _, _) = await service.OpenApplication();
        (await service.Assess(Person.With(Roles.Assessor), id).Answers_with(HttpStatusCode.Created)).GetProperty("number").GetInt32().ShouldBe(1);
        (await service.Read(service.Chair, id)).GetProperty("decisionOpen").GetBoolean().ShouldBeFalse();

        await service.Assess(Person.With(Roles.Assessor), id).Answers_with(HttpStatusCode.Created);
        (await service.Read(service.Chair, id)).GetProperty("decisionOpen").GetBoolean().ShouldBeTrue();

        await service.Assess(Person.With(Roles.Assessor), id).Answers_with(HttpStatusCode.Created);
        (await service.Read(service.Chair, id)).GetProperty("assessmentsReceived").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task Assessors_at_the_same_moment_do_not_hinder_each_other()
    {
        var (id, _, _) = await service.OpenApplication();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => service.Assess(Person.With(Roles.Assessor), id)));
        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.Created);
        var shown = (await service.Read(service.Chair, id)).GetProperty("assessments").EnumerateArray().Select(a => a.GetProperty("number").GetInt32());
        shown.ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task Each_assessor_submits_once_also_at_the_same_moment()
    {
        var (id, _, _) = await service.OpenApplication();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => service.Assess(_assessor, id)));
        answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        await service.Assess(_assessor, id).Is_refused(HttpStatusCode.Conflict, "kite-mark-already-assessed");
        (await service.Read(service.Chair, id)).GetProperty("assessmentsReceived").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task The_same_assessment_sent_twice_with_one_key_counts_once()
    {
        var (id, _, _) = await service.OpenApplication();
        var client = service.As(_assessor);
        client.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());
        var body = new { scores = KiteMarksFixture.Scores() };

        var first = await client.Posts($"/api/kite-marks/applications/{id}/assessments", body).Answers_with(HttpStatusCode.Created);
        (await client.Posts($"/api/kite-marks/applications/{id}/assessments", body).Answers_with(HttpStatusCode.Created)).Id().ShouldBe(first.Id());
        (await service.Read(service.Chair, id)).GetProperty("assessmentsReceived").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_assesses_the_own_organisation()
    {
        var (id, organisation, signatory) = await service.OpenApplication();
        foreach (var role in new[] { Roles.Signatory, Roles.Editor, Roles.Champion })
            await service.Assess(_assessor.Of(organisation, role), id).Is_refused(HttpStatusCode.Forbidden, "own-organisation");
        // whoever applied, although no longer of the organisation
        await service.Assess(signatory with { PartnershipRoles = [Roles.Assessor], Memberships = [] }, id).Is_refused(HttpStatusCode.Forbidden, "own-organisation");
    }

    [Fact]
    public async Task Only_assessors_assess()
    {
        var (id, _, signatory) = await service.OpenApplication();
        await service.Assess(signatory, id).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.Assess(service.Chair, id).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.Assess(_assessor, Guid.NewGuid()).Is_refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_decided_application_is_not_assessed_any_more_and_its_state_is_named()
    {
        var awarded = await service.AwardedApplication();
        var problem = await service.Assess(_assessor, awarded.Application).Is_refused(HttpStatusCode.Conflict, "kite-mark-not-in-assessment");
        problem.Text("detail")!.ShouldContain("awarded");
    }

    [Fact]
    public async Task Every_bad_score_is_named()
    {
        var (id, _, _) = await service.OpenApplication();
        var scores = KiteMarksFixture.Scores();
        scores[0] = new { criterion = "embed-policy", score = 5 };
        scores[1] = new { criterion = "embed-governance", score = -1 };
        scores[2] = new { criterion = "embed-understanding", score = 4, comment = "  " };
        scores[3] = new { criterion = "deliver-need", score = 0 };
        scores[4] = new { criterion = "deliver-questions", score = 2, comment = new string('x', 2_001) };
        scores[5] = new { criterion = "kindness", score = 2 };
        scores[6] = new { criterion = "embed-policy", score = 2 };

        var problem = await service.Assess(_assessor, id, scores).Is_invalid(
            "scores[0].score", "scores[1].score", "scores[2].comment", "scores[3].comment", "scores[4].comment", "scores[5].criterion", "scores[6].criterion", "scores");
        problem.GetProperty("errors").GetProperty("scores")[0].GetString()!.ShouldContain("deliver-weighting, deliver-contract");
        (await service.Read(service.Chair, id)).GetProperty("assessmentsReceived").GetInt32().ShouldBe(0);
    }

    [Theory]
    [InlineData("""{}""", "scores")]
    [InlineData("""{"scores":null}""", "scores")]
    [InlineData("""{"scores":"all"}""", "scores")]
    [InlineData("""{"scores":[]}""", "scores")]
    [InlineData("""{"scores":[null]}""", "scores[0]")]
    [InlineData("""{"scores":[{"criterion":"embed-policy","score":2.5}]}""", "scores[0].score")]
    [InlineData("""{"scores":[{"criterion":"embed-policy","score":"2"}]}""", "scores[0].score")]
    [InlineData("""{"scores":[{"criterion":"embed-policy","score":99999999999}]}""", "scores[0].score")]
    [InlineData("""{"scores":[{"criterion":"embed-policy"}]}""", "scores[0].score")]
    [InlineData("""{"scores":[{"criterion":null,"score":2}]}""", "scores[0].criterion")]
    [InlineData("""{"scores":[{"criterion":"embed-policy","score":2,"comment":"\u0000"}]}""", "scores[0].comment")]
    [InlineData("""{"scores":[{"criterion":"embed-policy","score":2,"comment":"\ud800"}]}""", "scores[0].comment")]
    [InlineData("""{"scores":[{"criterion":"embed-policy","score":2,"comment":{"a":1}}]}""", "scores[0].comment")]
    public async Task What_is_no_score_is_named(string body, string field)
    {
        var (id, _, _) = await service.OpenApplication();
        await service.As(_assessor).Posts($"/api/kite-marks/applications/{id}/assessments", body).Is_invalid(field);
    }

    [Fact]
    public async Task Huge_and_deep_bodies_are_refused()
    {
        var (id, _, _) = await service.OpenApplication();
        var path = $"/api/kite-marks/applications/{id}/assessments";
        var client = service.As(_assessor);
        await client.Posts(path, new string('[', 5_000) + new string(']', 5_000)).Is_refused(HttpStatusCode.BadRequest, "invalid-request");
        await client.Posts(path, $$"""{"scores":"{{new string('x', 2_000_000)}}"}""").Is_refused(HttpStatusCode.RequestEntityTooLarge, "too-large");
        await client.Posts(path, $$"""{"scores":[{{string.Join(',', Enumerable.Repeat("""{"criterion":"x","score":1}""", 20_000))}}]}""").Is_invalid("scores");
    }

    [Fact]
    public async Task Scores_of_others_are_hidden_until_the_own_are_submitted()
    {
        var (id, _, _) = await service.OpenApplication();
        await service.Assess(Person.With(Roles.Assessor), id, KiteMarksFixture.Scores(2, "Needle in the comment")).Answers_with(HttpStatusCode.Created);

        var before = await service.Read(_assessor, id);
        Scores(before).ShouldBeEmpty();
        before.GetProperty("totals").ValueKind.ShouldBe(JsonValueKind.Null);
        before.GetProperty("mayAssess").GetBoolean().ShouldBeTrue();
        before.GetRawText().ShouldNotContain("Needle");

        await service.Assess(_assessor, id).Answers_with(HttpStatusCode.Created);
        var after = await service.Read(_assessor, id);
        Scores(after).ShouldBe([(1, false), (2, true)]);
        after.GetProperty("mayAssess").GetBoolean().ShouldBeFalse();
        after.GetProperty("assessments")[0].GetProperty("assessor").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_chair_who_could_still_assess_sees_no_scores_either()
    {
        var (id, _, _) = await service.AssessedApplication();
        Scores(await service.Read(Person.With(Roles.Assessor, Roles.PanelChair), id)).ShouldBeEmpty();
        Scores(await service.Read(service.Chair, id)).Count.ShouldBe(2);
    }

    private static IReadOnlyList<(int Number, bool Mine)> Scores(JsonElement application) =>
        [.. application.GetProperty("assessments").EnumerateArray().Select(a => (a.GetProperty("number").GetInt32(), a.GetProperty("mine").GetBoolean()))];
}
