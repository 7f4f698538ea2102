using System.Net;
using Charter.Contracts;

namespace Charter.Pledges.Tests;

public sealed class Ending_a_pledge(PledgeFixture service)
{
    private const string Why = "The contractor left in spring.";

    private Task<HttpResponseMessage> End(Organisation by, Guid pledge, string how, object body) => service.As(by.Editor).Posts($"/api/pledges/{pledge}/{how}", body);

    private async Task Report(Organisation by, Guid pledge, decimal value, string confidence = "measured") => await service.As(by.Editor)
        .Posts($"/api/pledges/{pledge}/progress", new { value, on = PledgeFixture.Date(PledgeFixture.Today), confidence, source = "Payroll" }).Answers_with(HttpStatusCode.Created);

    /// <summary>The calendar goes on, and the day comes.</summary>
    private Task Due(Guid pledge) => service.Sql($"update pledge set due_on = current_date - 1 where id = '{pledge}'");

    [Fact]
    public async Task It_is_completed_by_a_figure_and_not_by_a_click() => await OneDay.Of(async () =>
    {
        var by = await service.SignedOrganisation();
        var pledge = await service.MadePledge(by);
        await End(by, pledge, "completion", new { }).Is_refused(HttpStatusCode.Conflict, "target-not-reached");
        await Report(by, pledge, 119.9m);
        await End(by, pledge, "completion", new { }).Is_refused(HttpStatusCode.Conflict, "target-not-reached");
        await Report(by, pledge, 120, "guessed");
        await End(by, pledge, "completion", new { }).Is_refused(HttpStatusCode.Conflict, "target-reached-by-guess");
        await Report(by, pledge, 120);
        var done = await End(by, pledge, "completion", new { note = "Four months early." }).Answers_with(HttpStatusCode.OK);

        (done.Text("status"), done.Text("standing"), done.Text("endedOn")).ShouldBe(("completed", null, PledgeFixture.Date(PledgeFixture.Today)));
        (await service.Published<PledgeCompleted>(e => e.Pledge.PledgeId == pledge)).Pledge.EndedOn.ShouldBe(PledgeFixture.Today);
        (await service.As(by.Editor).GetAsync($"/api/pledges/{pledge}").Answers_with(HttpStatusCode.OK)).GetProperty("history")[0].Text("reason").ShouldBe("Four months early.");
    });

    [Fact]
    public async Task A_pledge_to_reduce_is_reached_from_above()
    {
        var by = await service.SignedOrganisation();
        var terms = PledgeFixture.Pledge();
        (terms["baseline"], terms["target"]) = (200, 100);
        var pledge = (await service.As(by.Editor).Posts($"/api/organisations/{by.Id}/pledges", terms).Answers_with(HttpStatusCode.Created)).Id();
        await Report(by, pledge, 101);
        await End(by, pledge, "completion", new { }).Is_refused(HttpStatusCode.Conflict, "target-not-reached");
        await Report(by, pledge, 99);
        await End(by, pledge, "completion", new { }).Answers_with(HttpStatusCode.OK);
    }

    [Fact]
    public async Task It_is_missed_once_its_day_has_come_and_only_if_it_was()
    {
        var by = await service.SignedOrganisation();
        var (pledge, kept) = (await service.MadePledge(by), await service.MadePledge(by));
        await End(by, pledge, "miss", new { reason = Why }).Is_refused(HttpStatusCode.Conflict, "pledge-not-due");
        await Report(by, kept, 130);
        await Due(pledge);
        await Due(kept);
        await End(by, kept, "miss", new { reason = Why }).Is_refused(HttpStatusCode.Conflict, "target-is-reached");
        await End(by, pledge, "miss", new { }).Is_invalid("reason");
        (await End(by, pledge, "miss", new { reason = Why }).Answers_with(HttpStatusCode.OK)).Text("status").ShouldBe("missed");
        (await service.Published<PledgeMissed>(e => e.Pledge.PledgeId == pledge)).MissedBy.ShouldBe(by.Editor.Subject);
    }

    [Fact]
    public async Task It_is_withdrawn_with_a_reason_and_keeps_what_was_shown_for_it()
    {
        var by = await service.SignedOrganisation();
        var pledge = await service.MadePledge(by);
        await service.SubmittedEvidence(by, pledge);
        await End(by, pledge, "withdrawal", new { reason = "No" }).Is_invalid("reason");
        await End(by, pledge, "withdrawal", new { reason = Why }).Answers_with(HttpStatusCode.OK);
        (await service.Published<PledgeWithdrawn>(e => e.Pledge.PledgeId == pledge)).Pledge.Status.ShouldBe("withdrawn");
        (await service.Duties(by.Id))["embed"].ShouldBe("evidenced");
    }

    [Fact]
    public async Task A_duty_under_which_no_pledge_stands_any_more_and_nothing_was_shown_is_not_started_again()
    {
        var by = await service.SignedOrganisation();
        var (first, second) = (await service.MadePledge(by, "embed", "C1"), await service.MadePledge(by, "embed"));
        await End(by, first, "withdrawal", new { reason = Why }).Answers_with(HttpStatusCode.OK);
        var duties = await service.Duties(by.Id);
        (duties["embed"], duties["C1"]).ShouldBe(("in-place", "not-started"));
        var fell = await service.Published<DutyFellBack>(e => e.OrganisationId == by.Id);
        (fell.Duty.Code, fell.Duty.State, fell.Duty.Revision, fell.Reason, fell.EvidenceId).ShouldBe(("C1", "not-started", 1, "pledge-withdrawn", null));

        await End(by, second, "withdrawal", new { reason = Why }).Answers_with(HttpStatusCode.OK);
        (await service.Duties(by.Id))["embed"].ShouldBe("not-started");
        await service.MadePledge(by, "embed", "C1");
        (await service.Duties(by.Id))["C1"].ShouldBe("in-place");
        (await service.Published<DutyAdvanced>(e => e.OrganisationId == by.Id && e.Duty.Code == "C1" && e.Duty.Revision == 1)).Duty.State.ShouldBe("in-place");
    }

    [Fact]
    public async Task What_has_ended_stays_as_it_ended()
    {
        var by = await service.SignedOrganisation();
        var pledge = await service.MadePledge(by);
        await End(by, pledge, "withdrawal", new { reason = Why }).Answers_with(HttpStatusCode.OK);
        await Due(pledge);
        await End(by, pledge, "withdrawal", new { reason = Why }).Is_refused(HttpStatusCode.Conflict, "pledge-ended");
        await End(by, pledge, "miss", new { reason = Why }).Is_refused(HttpStatusCode.Conflict, "pledge-ended");
        await End(by, pledge, "completion", new { }).Is_refused(HttpStatusCode.Conflict, "pledge-ended");
        await service.As(by.Editor).Posts($"/api/pledges/{pledge}/progress", new { value = 1, on = PledgeFixture.Date(PledgeFixture.Today), confidence = "measured", source = "Payroll" }).Is_refused(HttpStatusCode.Conflict, "pledge-ended");
    }

    [Fact]
    public async Task The_list_is_narrowed_by_status_and_commitment()
    {
        var by = await service.SignedOrganisation();
        var (kept, given) = (await service.MadePledge(by), await service.MadePledge(by, "deliver"));
        await End(by, given, "withdrawal", new { reason = Why }).Answers_with(HttpStatusCode.OK);
        async Task<Guid[]> Listed(string query) => [.. PledgeFixture.Items(await service.As(by.Editor).GetAsync($"/api/organisations/{by.Id}/pledges?{query}").Answers_with(HttpStatusCode.OK)).Select(p => p.Id())];
        (await Listed("status=active")).ShouldBe([kept]);
        (await Listed("status=withdrawn")).ShouldBe([given]);
        (await Listed("commitment=embed")).ShouldBe([kept]);
        (await Listed("commitment=embed&status=withdrawn")).ShouldBeEmpty();
        await service.As(by.Editor).GetAsync($"/api/organisations/{by.Id}/pledges?status=lost").Is_invalid("status");
    }
}
