using System.Net;
using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

public sealed class Rebuilding_copies(PledgeFixture service)
{
    private static readonly string[] Own = ["ledger", "ledger_duty", "pledge", "evidence"];

    [Fact]
    public async Task Organisations_and_charters_come_back_to_the_byte_and_ledgers_stay_as_they_are()
    {
        await using var alone = await Alone();
        var (charter, id) = (Guid.NewGuid(), Guid.NewGuid());
        var published = PledgeFixture.Published(charter);
        var confirmed = new OrganisationConfirmed(id, 2, "Sample Council", "local-authority", "both", "large", ["E08000006"], [], Guid.NewGuid(), Guid.NewGuid(), DateTimeOffset.UtcNow.AddDays(-1));
        var signed = PledgeFixture.Signed(charter, id);
        await alone.Deliver(published);
        await alone.Deliver(confirmed);
        await alone.Deliver(signed);
        var by = new Organisation(id, charter, Person.With().Of(id, Roles.Editor));
        await alone.MadePledge(by);
        await alone.Published<LedgerOpened>(e => e.OrganisationId == id);
        var (copies, own) = (await Copies(), await alone.Rows(id, Own));

        await alone.Sql($"update organisation set name = 'Wrong', as_at = 'infinity'; update charter_version set title = 'Wrong', duties = '[]'");
        (await alone.Run("forget-copies")).ShouldBe((0, "copies forgotten", ""));
        (await alone.Rows(id, "organisation")).ShouldBeEmpty();
        await alone.MadePledge(by, "deliver");   // work goes on
        own = await alone.Rows(id, Own);
        await alone.Deliver(signed, times: 2, audience: "pledge");
        await alone.Deliver(confirmed, times: 2, audience: "pledge");
        await alone.Deliver(published, times: 2, audience: "pledge");

        (await Copies()).ShouldBe(copies);
        (await alone.Rows(id, Own)).ShouldBe(own);
        alone.AllPublished<LedgerOpened>(_ => true).Count.ShouldBe(1);

        async Task<string> Copies() => await alone.Rows(id, "organisation") + string.Join('\n', await alone.Sql("select c::text from charter_version c"));
    }

    [Fact]
    public async Task What_is_stated_again_for_somebody_else_has_no_effect_here()
    {
        var signed = PledgeFixture.Signed(Guid.NewGuid(), Guid.NewGuid());
        await service.Deliver(signed, audience: "champions-network");
        (await service.Rows(signed.OrganisationId, "organisation", "ledger")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Ledgers_pledges_and_evidence_are_stated_again_as_they_stand()
    {
        await using var alone = await Alone();
        var by = await alone.SignedOrganisation();
        var pledge = await alone.MadePledge(by, "embed", "C1");
        await alone.As(by.Editor).Posts($"/api/pledges/{pledge}/progress", new { value = 1.50, on = PledgeFixture.Date(PledgeFixture.Today), confidence = "measured", source = "Board papers" }).Answers_with(HttpStatusCode.Created);
        var (first, second, third, waiting) = (await alone.SubmittedEvidence(by, pledge), await alone.SubmittedEvidence(by, pledge), await alone.SubmittedEvidence(by, pledge), await alone.SubmittedEvidence(by, pledge));
        await alone.Review(second, alone.Reviewer, "returned", "It does not say since when.").Answers_with(HttpStatusCode.OK);
        await alone.Review(first, alone.Reviewer).Answers_with(HttpStatusCode.OK);
        await alone.Review(third, alone.Reviewer).Answers_with(HttpStatusCode.OK);
        foreach (var reviewed in new[] { first, third })
            await alone.Published<EvidenceVerified>(e => e.Evidence.EvidenceId == reviewed);
        await alone.Published<EvidenceReturned>(e => e.Evidence.EvidenceId == second);
        await alone.Published<EvidenceSubmitted>(e => e.Evidence.EvidenceId == waiting);
        foreach (var code in new[] { "embed", "C1" })
            await alone.Published<DutyAdvanced>(e => e.Duty.Code == code && e.Duty.State == DutyStates.Verified);
        await alone.Published<PledgeProgressReported>(_ => true);

        (await alone.Run("restate", "signatory")).ShouldBe((0, "8 events restated for signatory", ""));

        await Eventually.Passes(() => { alone.AllRestated("signatory").Count.ShouldBe(8); return Task.CompletedTask; });
        var restated = alone.AllRestated("signatory");
        var (opened, before) = (restated.OfType<LedgerOpened>().Single(), (await alone.Published<LedgerOpened>(1, _ => true)).Single());
        opened.OccurredAt.ShouldBe(before.OccurredAt, TimeSpan.FromMicroseconds(1));
        opened.Duties.Where(d => d.State == DutyStates.Verified).Select(d => d.Code).ShouldBe(["embed", "C1"]);
        opened.Duties.Select(d => d with { State = DutyStates.NotStarted }).ShouldBe(before.Duties);
        foreach (var advanced in restated.OfType<DutyAdvanced>())
        {
            var original = (await alone.Published<DutyAdvanced>(1, e => e.Duty == advanced.Duty)).Single();
            (advanced with { OccurredAt = original.OccurredAt }).ShouldBe(original);
            advanced.OccurredAt.ShouldBe(original.OccurredAt, TimeSpan.FromMicroseconds(1));   // by which the gate of the kite mark opened
        }
        JsonSerializer.Serialize(restated.OfType<PledgeMade>().Single().Pledge).ShouldBe(JsonSerializer.Serialize(alone.AllPublished<PledgeProgressReported>(_ => true).Single().Pledge));
        restated.OfType<EvidenceVerified>().Select(e => JsonSerializer.Serialize(e.Evidence)).ShouldBe(alone.AllPublished<EvidenceVerified>(_ => true).Select(e => JsonSerializer.Serialize(e.Evidence)), ignoreOrder: true);
        JsonSerializer.Serialize(restated.OfType<EvidenceReturned>().Single().Evidence).ShouldBe(JsonSerializer.Serialize(alone.AllPublished<EvidenceReturned>(_ => true).Single().Evidence));
        restated.OfType<EvidenceSubmitted>().Single().Evidence.EvidenceId.ShouldBe(waiting);
    }

    [Fact]
    public async Task Duties_that_fell_back_and_evidence_that_ended_are_stated_again_as_they_stand()
    {
        await using var alone = await Alone();
        var organisation = await alone.SignedOrganisation();
        var pledge = await alone.MadePledge(organisation);
        var taken = await alone.SubmittedEvidence(organisation, pledge);
        await alone.As(organisation.Editor).PostAsync($"/api/evidence/{taken}/withdrawal", null).Answers_with(HttpStatusCode.OK);
        var returned = await alone.SubmittedEvidence(organisation, pledge);
        await alone.Review(returned, alone.Reviewer, "returned", "This shows nothing about it.").Answers_with(HttpStatusCode.OK);
        var newer = (await alone.As(organisation.Editor).PostAsync($"/api/evidence/{returned}/versions", PledgeFixture.Form(link: "https://www.example.org/")).Answers_with(HttpStatusCode.Created)).Id();
        await alone.As(organisation.Editor).PostAsync($"/api/evidence/{newer}/withdrawal", null).Answers_with(HttpStatusCode.OK);
        await alone.Published<DutyFellBack>(e => e.Duty.Revision == 2);

        (await alone.Run("restate", "kite-mark")).ExitCode.ShouldBe(0);
        IReadOnlyList<IEvent> restated = [];
        await Eventually.Passes(() =>
        {
            restated = [.. alone.AllRestated("kite-mark")];
            restated.OfType<EvidenceWithdrawn>().Select(e => e.Evidence.EvidenceId).ShouldBe([taken, newer], ignoreOrder: true);
            restated.OfType<DutyFellBack>().Count().ShouldBe(1);
            restated.OfType<EvidenceSuperseded>().Count().ShouldBe(1);
            return Task.CompletedTask;
        });
        var fell = restated.OfType<DutyFellBack>().Single();
        (fell with { OccurredAt = default }).ShouldBe(alone.AllPublished<DutyFellBack>(e => e.Duty.Revision == 2).Single() with { OccurredAt = default });
        restated.OfType<EvidenceSuperseded>().Single().Evidence.EvidenceId.ShouldBe(returned);
        restated.OfType<EvidenceSubmitted>().ShouldBeEmpty();
    }

    [Fact]
    public async Task Figures_are_the_same_text_however_the_last_event_came_about()
    {
        var by = await service.SignedOrganisation();
        var pledge = await service.MadePledge(by);
        await service.As(by.Editor).Posts($"/api/pledges/{pledge}/progress", """{ "value": 3.10, "on": "2026-01-31", "confidence": "measured", "source": "Board papers" }""").Answers_with(HttpStatusCode.Created);
        var made = (await service.Published<PledgeMade>(e => e.Pledge.PledgeId == pledge)).Pledge;
        var reported = (await service.Published<PledgeProgressReported>(e => e.Pledge.PledgeId == pledge)).Pledge;
        JsonSerializer.Serialize(reported with { Version = 1, ProgressValue = null, ProgressOn = null }).ShouldBe(JsonSerializer.Serialize(made));
        JsonSerializer.Serialize(reported).ShouldContain("\"ProgressValue\":3.1,");
    }

    private static async Task<PledgeFixture> Alone()
    {
        var alone = new PledgeFixture();
        await alone.InitializeAsync();
        return alone;
    }
}
