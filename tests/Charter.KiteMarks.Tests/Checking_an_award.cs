using System.Net;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charter.KiteMarks.Tests;

public sealed class Checking_an_award(KiteMarksFixture service)
{
    [Fact]
    public async Task Anybody_sees_whose_it_is_what_it_covers_and_until_when()
    {
        var (award, _, organisation, _) = await service.AwardedApplication();

        var shown = await service.Anonymous().GetAsync($"/api/kite-marks/awards/{award}").Answers_with(HttpStatusCode.OK);
        shown.Id("organisationId").ShouldBe(organisation);
        shown.Text("organisationName").ShouldBe("Irwell Community Trust");
        shown.Text("level").ShouldBe("bronze");
        shown.Text("status").ShouldBe("active");
        shown.GetProperty("scope").GetProperty("places")[0].Text("name").ShouldBe("Salford");
        shown.Text("verificationUrl").ShouldBe($"{KiteMarksFixture.PublicAddress}/verify/{award}");
        DateOnly.Parse(shown.Text("validUntil")!).ShouldBe(DateOnly.Parse(shown.Text("awardedOn")!).AddYears(3).AddDays(-1));
    }

    [Fact]
    public async Task Nothing_of_the_assessment_is_shown()
    {
        var (award, _, _, _) = await service.AwardedApplication();
        var shown = await service.Anonymous().GetAsync($"/api/kite-marks/awards/{award}").Answers_with(HttpStatusCode.OK);
        shown.EnumerateObject().Select(p => p.Name).ShouldBe(
            ["awardId", "organisationId", "organisationName", "level", "schemeId", "schemeTitle", "scope", "awardedOn", "validUntil", "status", "verificationUrl", "successor"]);
    }

    [Fact]
    public async Task After_its_last_day_it_is_lapsed_and_can_be_applied_for_again()
    {
        var (award, _, organisation, signatory) = await service.AwardedApplication();
        await Ends(award, DateTime.UtcNow.AddDays(-2));

        (await service.Anonymous().GetAsync($"/api/kite-marks/awards/{award}").Answers_with(HttpStatusCode.OK)).Text("status").ShouldBe("lapsed");
        await service.Apply(signatory, organisation).Answers_with(HttpStatusCode.Created);
    }

    [Fact]
    public async Task What_was_never_awarded_is_not_found()
    {
        await service.Anonymous().GetAsync($"/api/kite-marks/awards/{Guid.NewGuid()}").Is_refused(HttpStatusCode.NotFound, "not-found");
        await service.Anonymous().GetAsync("/api/kite-marks/awards/bronze").Is_invalid("awardId");
    }

    private async Task Ends(Guid award, DateTime on)
    {
        await using var scope = service.Services.CreateAsyncScope();
        var last = DateOnly.FromDateTime(on);
        await scope.ServiceProvider.GetRequiredService<KiteMarkDb>().Database.ExecuteSqlAsync($"update award set valid_until = {last} where id = {award}");
    }
}
