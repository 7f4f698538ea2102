using System.Net;
using System.Text.Json;
using Charter.Contracts;
using Charter.KiteMarks.Tests;
using Charter.ServiceDefaults;

[assembly: AssemblyFixture(typeof(KiteMarksFixture))]

namespace Charter.KiteMarks.Tests;

/// <summary>The kite mark service with what most tests start from: an organisation that meets the gate, its application, assessments.</summary>
public sealed class KiteMarksFixture() : ServiceFixture<Program>("kitemark")
{
    public const string PublicAddress = "https://charter.example";

    public static IReadOnlyList<string> Criteria { get; } =
    [
        "embed-policy", "embed-governance", "embed-understanding",
        "deliver-need", "deliver-questions", "deliver-weighting", "deliver-contract",
        "demonstrate-introduction", "demonstrate-impact", "demonstrate-sharing",
    ];

    protected override IEnumerable<KeyValuePair<string, string>> Settings => [new("Charter:PublicAddress", PublicAddress + "/")];

    public Person Chair { get; } = Person.With(Roles.PanelChair);
    public Person Registrar { get; } = Person.With(Roles.Registrar);

    public static CharterSigned Signed(Guid organisation, string name = "Irwell Community Trust", DateTimeOffset? at = null) => new(
        Guid.NewGuid(), Guid.NewGuid(), 1, new string('a', 64), organisation, name, "voluntary", OrganisationKinds.Provider, "small", ["E08000006"],
        new(2026, 11, 1), Guid.NewGuid(), at ?? DateTimeOffset.UtcNow);

    public static DutyAdvanced Advanced(Guid organisation, string code = Commitments.Embed, string state = DutyStates.Verified) => new(
        organisation, Guid.NewGuid(), 1, new(1, code, code == Commitments.Embed ? code : Commitments.Deliver, Bindings.EverySignatory, "Adapt policies.", state), DateTimeOffset.UtcNow);

    /// <summary>An organisation that meets the gate, and its signatory.</summary>
    public async Task<(Guid Id, Person Signatory)> EligibleOrganisation(string name = "Irwell Community Trust")
    {
        var organisation = Guid.NewGuid();
        await Deliver(Signed(organisation, name));
        await Deliver(Advanced(organisation));
        return (organisation, Person.With().Of(organisation, Roles.Signatory, Roles.Editor));
    }

    public async Task<(Guid Id, Guid Organisation, Person Signatory)> OpenApplication(string name = "Irwell Community Trust")
    {
        var (organisation, signatory) = await EligibleOrganisation(name);
        var application = await Apply(signatory, organisation).Answers_with(HttpStatusCode.Created);
        return (application.Id(), organisation, signatory);
    }

    /// <summary>An application with two assessments, ready for the chair.</summary>
    public async Task<(Guid Id, Guid Organisation, Person Signatory)> AssessedApplication(int score = 3)
    {
        var application = await OpenApplication();
        foreach (var assessor in new[] { Person.With(Roles.Assessor), Person.With(Roles.Assessor) })
            await Assess(assessor, application.Id, Scores(score)).Answers_with(HttpStatusCode.Created);
        return application;
    }

    public async Task<(Guid Award, Guid Application, Guid Organisation, Person Signatory)> AwardedApplication()
    {
        var (id, organisation, signatory) = await AssessedApplication();
        var decision = await Decide(Chair, id).Answers_with(HttpStatusCode.OK);
        return (decision.Id("awardId"), id, organisation, signatory);
    }

    public Task<HttpResponseMessage> Apply(Person person, Guid organisation, string level = "bronze") =>
        As(person).Posts("/api/kite-marks/applications", new { organisationId = organisation, level });

    public static object[] Scores(int score = 3, string? comment = "As the papers show.") =>
        [.. Criteria.Select(c => new { criterion = c, score, comment })];

    public Task<HttpResponseMessage> Assess(Person person, Guid application, object[]? scores = null) =>
        As(person).Posts($"/api/kite-marks/applications/{application}/assessments", new { scores = scores ?? Scores() });

    public Task<HttpResponseMessage> Decide(Person person, Guid application, string outcome = "awarded") =>
        As(person).Posts($"/api/kite-marks/applications/{application}/decision", new { outcome, reason = "The panel agrees with both assessors." });

    public Task<JsonElement> Read(Person person, Guid application) =>
        As(person).GetAsync($"/api/kite-marks/applications/{application}").Answers_with(HttpStatusCode.OK);

    public async Task<IReadOnlyList<Guid>> List(Person person, string query = "")
    {
        var answer = await As(person).GetAsync($"/api/kite-marks/applications?size=100{query}").Answers_with(HttpStatusCode.OK);
        return [.. answer.GetProperty("items").EnumerateArray().Select(i => i.Id())];
    }
}
