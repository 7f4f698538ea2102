using System.Net;
using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.KiteMarks.Tests;

public sealed class Applying_for_a_mark(KiteMarksFixture service)
{
    [Fact]
    public async Task It_goes_straight_to_assessment_and_is_announced()
    {
        var (organisation, signatory) = await service.EligibleOrganisation();

        using var answer = await service.Apply(signatory, organisation);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var application = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
        application.Text("status").ShouldBe("assessment");
        answer.Headers.Location!.ToString().ShouldBe($"/api/kite-marks/applications/{application.Id()}");
        var submitted = await service.Published<ApplicationSubmitted>(e => e.ApplicationId == application.Id());
        (submitted.OrganisationId, submitted.SchemeId, submitted.Level, submitted.SubmittedBy).ShouldBe((organisation, "salford-model-1", "bronze", signatory.Subject));
    }

    [Fact]
    public async Task Every_step_is_recorded_with_its_reason()
    {
        var (id, _, signatory) = await service.OpenApplication();

        var history = (await service.Read(signatory, id)).GetProperty("history").EnumerateArray().Select(s => (s.Text("status"), s.Text("reason")));
        history.ShouldBe([("submitted", "signatory-applied"), ("eligible", "gate-met"), ("completeness", "nothing-to-enclose"), ("assessment", "open-to-assessors")]);
    }

    [Fact]
    public async Task An_organisation_that_is_not_known_yet_misses_both_conditions()
    {
        var organisation = Guid.NewGuid();
        await Is_missing(organisation, "signature-in-force", "verified-embed-evidence");
    }

    [Fact]
    public async Task A_signature_alone_does_not_open_the_gate()
    {
        var organisation = Guid.NewGuid();
        await service.Deliver(KiteMarksFixture.Signed(organisation), times: 2);
        await Is_missing(organisation, "verified-embed-evidence");
    }

    [Fact]
    public async Task Verified_evidence_alone_does_not_open_the_gate()
    {
        var organisation = Guid.NewGuid();
        await service.Deliver(KiteMarksFixture.Advanced(organisation), times: 2);
        await Is_missing(organisation, "signature-in-force");
    }

    [Theory]
    [InlineData(Commitments.Embed, DutyStates.InPlace)]
    [InlineData(Commitments.Embed, DutyStates.Evidenced)]
    [InlineData(Commitments.Deliver, DutyStates.Verified)]
    [InlineData("C1", DutyStates.Verified)]
    public async Task Only_verified_evidence_of_embedding_counts(string duty, string state)
    {
        var organisation = Guid.NewGuid();
        await service.Deliver(KiteMarksFixture.Signed(organisation));
        await service.Deliver(KiteMarksFixture.Advanced(organisation, duty, state));
        await Is_missing(organisation, "verified-embed-evidence");
    }

    [Fact]
    public async Task The_gate_opens_whatever_the_order_and_however_often_the_events_come()
    {
        var organisation = Guid.NewGuid();
        await service.Deliver(KiteMarksFixture.Advanced(organisation), times: 2);
        await service.Deliver(KiteMarksFixture.Advanced(organisation, state: DutyStates.InPlace), times: 2);
        var signed = KiteMarksFixture.Signed(organisation);
        await service.Deliver(signed, times: 2);
        await service.Deliver(signed);   // the same fact under another message id

        await service.Apply(Person.With().Of(organisation, Roles.Signatory), organisation).Answers_with(HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_gate_closes_when_the_evidence_of_embedding_counts_no_longer_whatever_the_order()
    {
        var (organisation, charter) = (Guid.NewGuid(), Guid.NewGuid());
        LedgerDuty Embed(string state, int revision) => new(1, Commitments.Embed, Commitments.Embed, Bindings.EverySignatory, "Adapt policies.", state, revision);
        DutyAdvanced Verified(int version, int revision) => new(organisation, charter, version, Embed(DutyStates.Verified, revision), DateTimeOffset.UtcNow);
        DutyFellBack FellBack(int version, int revision) => new(organisation, charter, version, Embed(DutyStates.InPlace, revision), SetbackReasons.Expired, Guid.NewGuid(), DateTimeOffset.UtcNow);
        await service.Deliver(KiteMarksFixture.Signed(organisation));
        await service.Deliver(FellBack(1, 1), times: 2);
        await service.Deliver(Verified(1, 0), times: 2);   // late
        await Is_missing(organisation, "verified-embed-evidence");

        await service.Deliver(Verified(1, 1));
        await service.Deliver(Verified(2, 0));
        await service.Deliver(FellBack(1, 2));
        await service.Deliver(FellBack(2, 1));
        await Is_missing(organisation, "verified-embed-evidence");

        await service.Deliver(Verified(2, 1));   // shown under the newer version alone
        await service.Deliver(FellBack(1, 2));
        await service.Apply(Person.With().Of(organisation, Roles.Signatory), organisation).Answers_with(HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_facts_of_the_latest_signature_are_kept_when_an_older_one_comes_late()
    {
        var organisation = Guid.NewGuid();
        var now = DateTimeOffset.UtcNow;
        await service.Deliver(KiteMarksFixture.Signed(organisation, "New Name", now));
        await service.Deliver(KiteMarksFixture.Signed(organisation, "Old Name", now.AddDays(-1)), times: 2);
        await service.Deliver(KiteMarksFixture.Advanced(organisation));

        var signatory = Person.With().Of(organisation, Roles.Signatory);
        var application = await service.Apply(signatory, organisation).Answers_with(HttpStatusCode.Created);
        (await service.Read(signatory, application.Id())).Text("organisationName").ShouldBe("New Name");
    }

    [Fact]
    public async Task One_application_is_open_at_a_time()
    {
        var (_, organisation, signatory) = await service.OpenApplication();
        await service.Apply(signatory, organisation).Is_refused(HttpStatusCode.Conflict, "kite-mark-application-open");
    }

    [Fact]
    public async Task Applications_at_the_same_moment_leave_one()
    {
        var (organisation, signatory) = await service.EligibleOrganisation();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => service.Apply(signatory, organisation)));
        answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(a => a.StatusCode == HttpStatusCode.Conflict).ShouldBe(5);
        await service.Published<ApplicationSubmitted>(e => e.OrganisationId == organisation);
        service.AllPublished<ApplicationSubmitted>(e => e.OrganisationId == organisation).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_level_that_is_held_is_not_applied_for_again()
    {
        var awarded = await service.AwardedApplication();
        await service.Apply(awarded.Signatory, awarded.Organisation).Is_refused(HttpStatusCode.Conflict, "kite-mark-level-held");
    }

    [Fact]
    public async Task After_a_refusal_the_organisation_may_apply_again()
    {
        var (id, organisation, signatory) = await service.AssessedApplication();
        await service.Decide(service.Chair, id, "declined").Answers_with(HttpStatusCode.OK);
        await service.Apply(signatory, organisation).Answers_with(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Only_a_signatory_of_the_organisation_applies()
    {
        var (organisation, _) = await service.EligibleOrganisation();
        var (other, foreign) = await service.EligibleOrganisation();
        await service.Apply(foreign, organisation).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.Apply(Person.With().Of(organisation, Roles.Editor), organisation).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.Apply(Person.With().Of(organisation, Roles.Editor).Of(other, Roles.Signatory), organisation).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.Apply(service.Registrar, organisation).Is_refused(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task The_same_request_sent_twice_with_one_key_makes_one_application()
    {
        var (organisation, signatory) = await service.EligibleOrganisation();
        var client = service.As(signatory);
        client.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());
        var body = new { organisationId = organisation, level = "bronze" };

        var first = await client.Posts("/api/kite-marks/applications", body).Answers_with(HttpStatusCode.Created);
        (await client.Posts("/api/kite-marks/applications", body).Answers_with(HttpStatusCode.Created)).Id().ShouldBe(first.Id());
    }

    [Theory]
    [InlineData("""{}""", new[] { "organisationId", "level" })]
    [InlineData("""{"organisationId":"salford","level":7}""", new[] { "organisationId", "level" })]
    [InlineData("""{"organisationId":null,"level":null}""", new[] { "organisationId", "level" })]
    [InlineData("""{"organisationId":"0193e3b0-0000-7000-8000-000000000000","level":"platinum"}""", new[] { "level" })]
    [InlineData("""{"organisationId":"0193e3b0-0000-7000-8000-000000000000","level":"bro\u0000nze"}""", new[] { "level" })]
    [InlineData("""{"organisationId":"0193e3b0-0000-7000-8000-000000000000","level":["bronze"]}""", new[] { "level" })]
    [InlineData("[]", new[] { "$" })]
    [InlineData("bronze", new[] { "$" })]
    public async Task Every_bad_field_is_named(string body, string[] fields) =>
        await service.As(Person.With().Of(Guid.NewGuid(), Roles.Signatory)).Posts("/api/kite-marks/applications", body).Is_invalid(fields);

    private async Task Is_missing(Guid organisation, params string[] conditions)
    {
        var problem = await service.Apply(Person.With().Of(organisation, Roles.Signatory), organisation).Is_refused(HttpStatusCode.Conflict, "kite-mark-not-eligible");
        problem.GetProperty("missing").EnumerateArray().Select(m => m.GetString()).ShouldBe(conditions);
        problem.Text("detail")!.Contains("signature of the charter").ShouldBe(conditions.Contains("signature-in-force"));
        problem.Text("detail")!.Contains("a reviewer has verified").ShouldBe(conditions.Contains("verified-embed-evidence"));
    }
}
