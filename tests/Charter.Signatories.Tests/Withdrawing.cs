using System.Net;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Signatories.Tests;

public sealed class Withdrawing(SignatoryFixture service)
{
    [Fact]
    public async Task It_takes_effect_today_and_the_register_the_history_and_the_other_services_say_so()
    {
        var charter = await service.CharterWith(null);
        var (id, signatory, signature) = await service.Signed(charter);
        var view = await service.Withdraw(signatory, signature, "merged", "We have become part of another trust.").Answers_with(HttpStatusCode.OK);
        view.Text("status").ShouldBe("withdrawn");

        var shown = await service.Shown(id);
        var today = TimeProvider.System.Today().Iso();
        (shown.Text("status"), shown.Text("endedOn")).ShouldBe(("withdrawn", today));
        shown.GetProperty("periods")[0].Text("ended").ShouldBe("withdrawn");
        var told = await service.Published<SignatureWithdrawn>(e => e.OrganisationId == id);
        (told.SignatureId, told.Reason, told.WithdrawnBy, told.WithdrawnOn.Iso()).ShouldBe((signature, "merged", signatory.Subject, today));
        told.SignedAt.ShouldBe((await service.Published<CharterSigned>(e => e.OrganisationId == id)).OccurredAt, TimeSpan.FromMilliseconds(0.001));
        (await service.History(id)).ShouldBe([$"signed {today}", $"withdrawn {today}"]);
        (await service.Sql($"select status from register_period where organisation_id = '{id}' and until_on is null")).ShouldBe(["withdrawn"]);
        (await service.Sql($"select facts from history_entry where subject_id = '{signature}' and kind = 'withdrawn'")).Single().ShouldNotContain("merged");
    }

    [Fact]
    public async Task What_the_organisation_writes_is_for_it_and_the_registrar_only_and_goes_with_the_account()
    {
        var charter = await service.CharterWith(null);
        var (id, signatory, signature) = await service.Signed(charter);
        await service.Withdraw(signatory, signature, "other", "A private matter.").Answers_with(HttpStatusCode.OK);
        (await service.RegisterEntry(id)).GetRawText().ShouldNotContain("private matter");
        (await service.Sql($"select facts from history_entry where organisation_id = '{id}'")).ShouldAllBe(facts => !facts.Contains("private matter"));
        foreach (var person in new[] { signatory, service.Registrar })
            (await service.As(person).GetAsync($"/api/organisations/{id}/signatures").Answers_with(HttpStatusCode.OK)).GetProperty("items")[0].Text("explanation").ShouldBe("A private matter.");
        (await service.As(signatory).GetAsync("/api/personal-data/signatory").Answers_with(HttpStatusCode.OK)).GetProperty("signaturesWithdrawn")[0].Text("explanation").ShouldBe("A private matter.");

        await service.Deliver(new AccountErased(signatory.Subject, DateTimeOffset.UtcNow));
        (await service.Rows(id, "signature")).ShouldNotContain("private matter");
    }

    [Fact]
    public async Task It_happens_once_and_needs_a_reason_from_the_list()
    {
        var charter = await service.CharterWith(null);
        var (_, signatory, signature) = await service.Signed(charter);
        await service.Withdraw(signatory, signature, null).Is_invalid("reason");
        await service.Withdraw(signatory, signature, "weather").Is_invalid("reason");
        await service.Withdraw(signatory, signature, "other", new string('x', 2001)).Is_invalid("explanation");
        await service.Withdraw(signatory, signature).Answers_with(HttpStatusCode.OK);
        await service.Withdraw(signatory, signature).Is_refused(HttpStatusCode.Conflict, "signature-ended");
    }

    [Fact]
    public async Task It_is_for_a_signatory_of_the_organisation()
    {
        var charter = await service.CharterWith(null);
        var (id, _, signature) = await service.Signed(charter);
        var (_, other) = await service.ConfirmedOrganisation();
        await service.Withdraw(other, signature).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.Withdraw(Person.With().Of(id, Roles.Editor), signature).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.Withdraw(service.Registrar, signature).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.Withdraw(other, Guid.NewGuid()).Is_refused(HttpStatusCode.NotFound, "not-found");
        (await service.Shown(id)).Text("status").ShouldBe("in-force");
    }

    [Fact]
    public async Task A_signature_that_was_signed_over_cannot_be_withdrawn()
    {
        var charter = await service.CharterWith(null);
        var (id, signatory, signature) = await service.Signed(charter);
        await service.Sign(signatory, id, await service.Supersede(charter)).Answers_with(HttpStatusCode.Created);
        await service.Withdraw(signatory, signature).Is_refused(HttpStatusCode.Conflict, "signature-ended");
        (await service.Shown(id)).Text("status").ShouldBe("in-force");
    }
}
