using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Identity.Tests;

public sealed class Reminders_to_sign_again(IdentityFixture service)
{
    private static ResigningDue Due(Guid organisation, int left = 30) =>
        new(Guid.NewGuid(), organisation, Guid.NewGuid(), "Salford Social Value Charter", 2, new(2027, 2, 25), left, DateTimeOffset.UtcNow);

    [Fact]
    public async Task Every_signatory_of_the_organisation_gets_one_mail_for_each_reminder_however_often_it_comes()
    {
        var (organisation, signatory) = await service.Organisation("Irwell Trust");
        var (_, other) = await service.Organisation("Another Trust");
        await service.Deliver(Due(organisation), times: 3);
        const string subject = "Irwell Trust has until 25 February 2027 to sign the charter again";
        var mail = await service.MailTo(signatory.Email, subject);
        mail.Text.ShouldContain("30 more days");
        mail.Text.ShouldContain($"https://charter.example.org/organisations/{organisation}/sign");
        mail.Text.ShouldContain("Version 2 of Salford Social Value Charter");
        (await service.MailsTo(signatory.Email)).Count(m => m.Subject == subject).ShouldBe(1);
        (await service.MailsTo(other.Email)).ShouldNotContain(m => m.Subject == subject);

        await service.Deliver(Due(organisation, left: 7));
        await Eventually.Passes(async () => (await service.MailsTo(signatory.Email)).Count(m => m.Subject == subject).ShouldBe(2));
    }

    [Fact]
    public async Task Nobody_else_of_the_organisation_is_told()
    {
        var (organisation, signatory) = await service.Organisation("Lune Trust");
        var editor = await service.NewAccount();
        await service.Sql($"insert into membership (id, subject, organisation_id, role, held_from) values (gen_random_uuid(), '{editor.Subject}', '{organisation}', '{Roles.Editor}', now())");
        await service.Deliver(Due(organisation, left: 0));
        (await service.MailTo(signatory.Email, "Lune Trust has until 25 February 2027 to sign the charter again")).Text.ShouldContain("today is the last day");
        (await service.MailsTo(editor.Email)).ShouldNotContain(m => m.Subject.StartsWith("Lune Trust"));
    }

    [Fact]
    public async Task That_the_signature_lapsed_is_told_once_to_the_signatories_and_to_nobody_else()
    {
        var (organisation, signatory) = await service.Organisation("Ribble Trust");
        var editor = await service.NewAccount();
        await service.Sql($"insert into membership (id, subject, organisation_id, role, held_from) values (gen_random_uuid(), '{editor.Subject}', '{organisation}', '{Roles.Editor}', now())");
        await service.Deliver(new ResigningMissed(Guid.NewGuid(), organisation, Guid.NewGuid(), "Salford Social Value Charter", 2, new(2027, 2, 26), DateTimeOffset.UtcNow), times: 3);
        const string subject = "The signature of Ribble Trust has lapsed";
        var mail = await service.MailTo(signatory.Email, subject);
        mail.Text.ShouldContain("did not sign version 2 of Salford Social Value Charter in time");
        mail.Text.ShouldContain("26 February 2027");
        mail.Text.ShouldContain($"https://charter.example.org/organisations/{organisation}/sign");
        (await service.MailsTo(signatory.Email)).Count(m => m.Subject == subject).ShouldBe(1);
        (await service.MailsTo(editor.Email)).ShouldNotContain(m => m.Subject == subject);
    }
}
