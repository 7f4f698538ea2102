using System.Net;
using System.Text;
using System.Text.Json;

namespace Charter.EndToEnd.Tests;

public sealed class The_journey_by_api(Installation charter)
{
    [Fact]
    public async Task An_organisation_signs_pledges_shows_evidence_and_is_awarded_a_kite_mark()
    {
        var name = $"Journey Sample {Guid.NewGuid():n}";
        var newcomer = await charter.As("newcomer");
        var organisation = await charter.ConfirmedOrganisation(name);

        // Before anything is signed and verified, the gate of the kite mark is closed and says why.
        var closed = await newcomer.Posts("/api/kite-marks/applications", new { organisationId = organisation, level = "bronze" }).Is_refused(HttpStatusCode.Conflict, "kite-mark-not-eligible");
        closed.Text("detail")!.ShouldContain("sign", Case.Insensitive);

        var (id, version, hash) = await charter.Charter();
        await newcomer.Posts($"/api/charters/{id}/signatures", Installation.Signing(organisation, (id, version, hash))).Answers_with(HttpStatusCode.Created);
        await newcomer.Posts($"/api/charters/{id}/signatures", Installation.Signing(organisation, (id, version, hash))).Is_refused(HttpStatusCode.Conflict, "charter-already-signed");

        await Eventually.Passes(async () =>
        {
            var ledger = await newcomer.GetAsync($"/api/organisations/{organisation}/duties").Answers_with(HttpStatusCode.OK);
            ledger.GetProperty("items").EnumerateArray().Select(d => d.Text("code")).ShouldBe(["embed", "deliver", "demonstrate", "P1", "P2"]);
        });
        var pledge = await newcomer.Posts($"/api/organisations/{organisation}/pledges", Pledge()).Answers_with(HttpStatusCode.Created);
        await newcomer.Posts($"/api/pledges/{pledge.Id()}/progress", new { value = 3, on = Today(), confidence = "measured", source = "Board papers" }).Answers_with(HttpStatusCode.Created);
        var evidence = await newcomer.PostAsync($"/api/pledges/{pledge.Id()}/evidence", Upload("Board minute 7: social value stands in every policy.")).Answers_with(HttpStatusCode.Created);

        await newcomer.Posts($"/api/evidence/{evidence.Id()}/review", new { outcome = "verified", reason = "Ours is fine." }).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await (await charter.As("reviewer")).Posts($"/api/evidence/{evidence.Id()}/review", new { outcome = "verified", reason = "Dated and signed." }).Answers_with(HttpStatusCode.OK);

        JsonElement application = default;
        await Eventually.Passes(async () => application = await newcomer.Posts("/api/kite-marks/applications", new { organisationId = organisation, level = "bronze" }).Answers_with(HttpStatusCode.Created));
        var decision = new { outcome = "awarded", reason = "Evidence stands behind every commitment." };
        var chair = await charter.As("panel-chair");
        var path = $"/api/kite-marks/applications/{application.Id()}";
        foreach (var assessor in new[] { "assessor-one", "assessor-two" })
        {
            await chair.Posts($"{path}/decision", decision).Answers_with(HttpStatusCode.Conflict);
            await (await charter.As(assessor)).Posts($"{path}/assessments", await Scores()).Answers_with(HttpStatusCode.Created);
            await (await charter.As(assessor)).Posts($"{path}/assessments", await Scores()).Answers_with(HttpStatusCode.Conflict);
        }
        var award = (await chair.Posts($"{path}/decision", decision).Answers_with(HttpStatusCode.OK)).Id("awardId");
        (await newcomer.GetAsync(path).Answers_with(HttpStatusCode.OK)).Id("awardId").ShouldBe(award);
        (await charter.Anonymous().GetAsync($"/api/kite-marks/awards/{award}").Answers_with(HttpStatusCode.OK)).Text("organisationName").ShouldBe(name);

        await Eventually.Passes(async () =>
        {
            var entry = await charter.Anonymous().GetAsync($"/api/register/{organisation}").Answers_with(HttpStatusCode.OK);
            entry.GetProperty("mark").Id("awardId").ShouldBe(award);
            entry.GetProperty("duties").EnumerateArray().Single(d => d.Text("code") == "embed").Text("state").ShouldBe("verified");
            entry.GetProperty("pledges").EnumerateArray().Single().GetProperty("evidence").EnumerateArray().Single().Text("state").ShouldBe("verified");
            var found = await charter.Anonymous().GetAsync($"/api/register?q={Uri.EscapeDataString(name)}&mark=bronze").Answers_with(HttpStatusCode.OK);
            found.GetProperty("total").GetInt32().ShouldBe(1);
        });
    }

    [Fact]
    public async Task A_champion_is_appointed_shows_in_the_directory_and_publishes_a_practice()
    {
        var name = $"Network Sample {Guid.NewGuid():n}";
        var organisation = await charter.SignedOrganisation(name);
        var newcomer = await charter.As("newcomer");
        await Eventually.Passes(() => newcomer.Posts("/api/network/champions", new { organisationId = organisation, name = "Robin Newcomer", email = "newcomer@example.org", jobTitle = "Director" }).Answers_with(HttpStatusCode.Created));

        var directory = await newcomer.GetAsync($"/api/network/champions?q={Uri.EscapeDataString(name)}").Answers_with(HttpStatusCode.OK);
        directory.GetProperty("items").EnumerateArray().Single().Text("organisationName").ShouldBe(name);
        directory.GetRawText().ShouldNotContain("newcomer@example.org");

        var practice = await newcomer.Posts("/api/network/practices", new
        {
            organisationId = organisation,
            title = "Paying suppliers within ten days",
            deliveryArea = "Procurement",
            summary = "Small suppliers bid when they are paid on time.",
            whatWeDid = "We changed the payment run from monthly to weekly.",
            whatChanged = "Six small suppliers bid who had not bid before.",
        }).Answers_with(HttpStatusCode.Created);
        (await (await charter.As("champion")).GetAsync($"/api/network/practices/{practice.Id()}").Answers_with(HttpStatusCode.OK)).Text("title").ShouldBe("Paying suppliers within ten days");
    }

    private static string Today() => DateTime.UtcNow.ToString("yyyy-MM-dd");

    internal static object Pledge() => new
    {
        commitment = "embed",
        pillar = "social",
        outcome = "Actively promoting equalities",
        title = "Social value in every policy",
        measure = "Policies that state social value",
        unit = "policies",
        baseline = 1,
        target = 12,
        dueOn = DateTime.UtcNow.AddYears(1).ToString("yyyy-MM-dd"),
    };

    internal static MultipartFormDataContent Upload(string text) => new()
    {
        { new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "file", "minute.txt" },
        { new StringContent("Board minute"), "title" },
        { new StringContent(DateTime.UtcNow.AddMonths(-2).ToString("yyyy-MM-dd")), "introducedOn" },
        { new StringContent("The board asks for it every time."), "impact" },
    };

    private async Task<object> Scores()
    {
        var scheme = await charter.Anonymous().GetAsync("/api/kite-marks/schemes/current").Answers_with(HttpStatusCode.OK);
        return new { scores = scheme.GetProperty("criteria").EnumerateArray().Select(c => new { criterion = c.Text("code"), score = 3, comment = "Seen and dated." }).ToArray() };
    }
}
