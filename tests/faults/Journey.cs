using System.Net;
using System.Text;
using System.Text.Json;

namespace Charter.Faults.Tests;

/// <summary>The main journey of one organisation, from registration to the kite mark.</summary>
internal sealed class Journey(Workload work, string email, HttpClient member, Offices offices)
{
    private const int Pledges = 5;
    private const int Practices = 3;

    public async Task Walk(string name)
    {
        var organisation = (await work.Do("organisation", member, "/api/organisations", new
        {
            name,
            sector = "social-enterprise",
            kind = "both",
            identifiers = Array.Empty<object>(),
            places = new[] { "E08000006", "E08000012" },
            sizeBand = "small",
            isAnother = true,
        }, mark: name)).Id();
        await work.Do("confirmation", offices.Registrar, $"/api/organisations/{organisation}/confirmation", new { }, expected: HttpStatusCode.OK);
        await UntilRole(organisation, "signatory");
        await work.Do("signature", member, $"/api/charters/{offices.CharterId}/signatures", new
        {
            organisationId = organisation,
            version = offices.CharterVersion,
            contentHash = offices.ContentHash,
            signatory = new { name = "Robin Example", role = "Director", confirmsAuthority = true, consentsToPublish = true },
        }, mark: organisation.ToString());
        await work.Do("champion", member, "/api/network/champions", new { organisationId = organisation, name = "Robin Example", email, jobTitle = "Director" },
            mark: organisation.ToString(), isNotYet: "not-a-member");
        await work.Read(member, $"/api/organisations/{organisation}/duties", d => d.GetProperty("items").GetArrayLength() > 3);

        for (var i = 0; i < Pledges; i++)
            await Pledge(organisation, $"{name}, pledge {i}", Contracts.Commitments.All[i % 3]);
        await UntilRole(organisation, "champion");
        for (var i = 0; i < Practices; i++)
            await Practice(organisation, $"{name}, practice {i}");
        await Award(organisation);
        await work.Read(member, $"/api/register/{organisation}", e => e.GetProperty("mark").ValueKind == JsonValueKind.Object);
        await work.Read(member, "/api/register?q=Faults&size=25");
    }

    private Task UntilRole(Guid organisation, string role) => work.Read(member, "/api/me", me =>
        me.GetProperty("memberships").EnumerateArray().Any(m => m.Id("organisationId") == organisation && m.Text("role") == role));

    private async Task Pledge(Guid organisation, string title, string commitment)
    {
        var pledge = (await work.Do("pledge", member, $"/api/organisations/{organisation}/pledges", new
        {
            commitment,
            pillar = "social",
            outcome = "Actively promoting equalities",
            title,
            measure = "Policies that state social value",
            unit = "policies",
            baseline = 1,
            target = 12,
            dueOn = DateTime.UtcNow.AddYears(1).ToString("yyyy-MM-dd"),
        }, mark: title)).Id();
        foreach (var value in new[] { 3, 5 })
        {
            var source = $"{title}, minute {value}";
            await work.Do("progress", member, $"/api/pledges/{pledge}/progress", new { value, on = DateTime.UtcNow.ToString("yyyy-MM-dd"), confidence = "measured", source }, mark: source);
        }
        var evidence = (await work.Do("evidence", member, $"/api/pledges/{pledge}/evidence", () => new MultipartFormDataContent
        {
            { new ByteArrayContent(Encoding.UTF8.GetBytes($"{title}: the board minute of the day.")), "file", "minute.txt" },
            { new StringContent(title), "title" },
            { new StringContent(DateTime.UtcNow.AddMonths(-2).ToString("yyyy-MM-dd")), "introducedOn" },
            { new StringContent("The board asks for it every time."), "impact" },
        }, mark: title)).Id();
        await work.Do("review", offices.Reviewer, $"/api/evidence/{evidence}/review", new { outcome = "verified", reason = "Dated and signed." }, expected: HttpStatusCode.OK);
    }

    private Task<JsonElement> Practice(Guid organisation, string title) => work.Do("practice", member, "/api/network/practices", new
    {
        organisationId = organisation,
        title,
        deliveryArea = "Procurement",
        summary = "Small suppliers bid when they are paid on time.",
        whatWeDid = "We changed the payment run from monthly to weekly.",
        whatChanged = "Six small suppliers bid who had not bid before.",
    }, mark: title);

    private async Task Award(Guid organisation)
    {
        var application = (await work.Do("application", member, "/api/kite-marks/applications", new { organisationId = organisation, level = "bronze" },
            mark: organisation.ToString(), isNotYet: "kite-mark-not-eligible")).Id();
        foreach (var assessor in offices.Assessors)
            await work.Do("assessment", assessor, $"/api/kite-marks/applications/{application}/assessments", new { scores = offices.Scores }, mark: application.ToString());
        await work.Do("decision", offices.Chair, $"/api/kite-marks/applications/{application}/decision",
            new { outcome = "awarded", reason = "Evidence stands behind every commitment." }, mark: application.ToString(), expected: HttpStatusCode.OK);
    }
}

/// <summary>The partnership's officers, and the charter that everybody signs.</summary>
internal sealed record Offices(
    HttpClient Registrar, HttpClient Reviewer, HttpClient[] Assessors, HttpClient Chair, object[] Scores, Guid CharterId, int CharterVersion, string ContentHash)
{
    public static async Task<Offices> Find()
    {
        using var anyone = Installation.Client();
        var charters = await anyone.GetAsync("/api/charters").Answers_with(HttpStatusCode.OK);
        var charter = charters.GetProperty("items").EnumerateArray().First(c => c.Text("title")!.Contains("Salford", StringComparison.Ordinal));
        var scheme = await anyone.GetAsync("/api/kite-marks/schemes/current").Answers_with(HttpStatusCode.OK);
        return new(
            await Installation.As("registrar"), await Installation.As("reviewer"), [await Installation.As("assessor-one"), await Installation.As("assessor-two")], await Installation.As("panel-chair"),
            [.. scheme.GetProperty("criteria").EnumerateArray().Select(c => new { criterion = c.Text("code"), score = 3, comment = "Seen and dated." })],
            charter.Id(), charter.GetProperty("currentVersion").GetInt32(), charter.Text("contentHash")!);
    }
}
