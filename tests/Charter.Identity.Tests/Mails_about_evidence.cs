using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Identity.Tests;

public sealed class Mails_about_evidence(IdentityFixture service)
{
    [Fact]
    public async Task Signatories_and_editors_are_told_once_that_evidence_soon_counts_no_longer()
    {
        var (organisation, signatory) = await service.Organisation("Ribble Trust");
        var (editor, champion) = (await service.NewAccount(), await service.NewAccount());
        foreach (var (account, role) in new[] { (editor, Roles.Editor), (champion, Roles.Champion) })
            await service.Sql($"insert into membership (id, subject, organisation_id, role, held_from) values (gen_random_uuid(), '{account.Subject}', '{organisation}', '{role}', now())");
        var due = new EvidenceExpiring(Guid.NewGuid(), organisation, "Procurement policy", new(2027, 2, 25), 14, DateTimeOffset.UtcNow);
        await service.Deliver(due, times: 3);
        const string subject = "Evidence of Ribble Trust counts until 25 February 2027";
        foreach (var address in new[] { signatory.Email, editor.Email })
        {
            var mail = await service.MailTo(address, subject);
            mail.Text.ShouldContain("14 more days");
            mail.Text.ShouldContain("Procurement policy");
            mail.Text.ShouldContain($"https://charter.example.org/evidence/{due.EvidenceId}");
            (await service.MailsTo(address)).Count(m => m.Subject == subject).ShouldBe(1);
        }
        (await service.MailsTo(champion.Email)).ShouldNotContain(m => m.Subject == subject);
    }

    [Fact]
    public async Task Signatories_and_editors_are_told_of_a_pledge_whose_day_comes_or_has_passed_and_of_what_a_rule_entered()
    {
        var (organisation, signatory) = await service.Organisation("Hodder Trust");
        var pledge = Guid.NewGuid();
        PledgeDue Due(int left, bool isReached = false) => new(pledge, organisation, "Twelve placements", new(2027, 2, 25), left, isReached, left < 0 && !isReached ? new(2027, 3, 28) : null, DateTimeOffset.UtcNow);
        await service.Deliver(Due(30), times: 2);
        var mail = await service.MailTo(signatory.Email, "A pledge of Hodder Trust is due on 25 February 2027");
        mail.Text.ShouldContain("Twelve placements");
        mail.Text.ShouldContain("amend the pledge and say why");
        mail.Text.ShouldContain($"https://charter.example.org/pledges/{pledge}");

        await service.Deliver(Due(-1));
        (await service.MailTo(signatory.Email, "A pledge of Hodder Trust was due on 25 February 2027")).Text.ShouldContain("entered as missed on 28 March 2027, by rule");

        var facts = new PledgeFacts(pledge, 4, organisation, "embed", "social", "Jobs", "Twelve placements", "Placements", "people", 0, 12, new(2027, 2, 25), "missed", EndedOn: new(2027, 3, 28), EndedByRule: true);
        await service.Deliver(new PledgeMissed(facts with { Title = "Said by an editor" }, Guid.NewGuid(), DateTimeOffset.UtcNow));
        await service.Deliver(new PledgeMissed(facts, Guid.Empty, DateTimeOffset.UtcNow, ByRule: true, HolderId: organisation), times: 2);
        const string subject = "A pledge of Hodder Trust was entered as missed";
        (await service.MailTo(signatory.Email, subject)).Text.ShouldContain("reopen the pledge");
        var all = await service.MailsTo(signatory.Email);
        all.Count(m => m.Subject == subject).ShouldBe(1);
        all.ShouldNotContain(m => m.Text.Contains("Said by an editor"));
    }

    [Fact]
    public async Task Whoever_attached_it_is_told_that_a_scanner_found_something()
    {
        var (organisation, _) = await service.Organisation("Calder Trust");
        var editor = await service.NewAccount();
        var facts = new EvidenceFacts(Guid.NewGuid(), 2, Guid.NewGuid(), organisation, "embed", "Board paper", new(2026, 1, 1), EvidenceStates.Refused, "decision", new(2028, 12, 31));
        await service.Deliver(new EvidenceRefused(facts, editor.Subject, DateTimeOffset.UtcNow), times: 2);
        var mail = await service.MailTo(editor.Email, "A virus scanner found something in evidence of Calder Trust");
        mail.Text.ShouldContain("Board paper");
        mail.Text.ShouldContain($"https://charter.example.org/evidence/{facts.EvidenceId}");
    }
}
