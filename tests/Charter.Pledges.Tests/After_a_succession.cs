using System.Net;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

public sealed class After_a_succession(PledgeFixture service)
{
    private static readonly string[] Tables = ["ledger", "ledger_duty", "pledge", "evidence"];

    private static OrganisationSucceeded Succeeded(Guid predecessor, Guid successor) => new(
        Guid.CreateVersion7(), 1, SuccessionKinds.Succession, predecessor, successor, new(2026, 4, 1), "The successor", "local-authority", ["E08000006"], Guid.NewGuid(), DateTimeOffset.UtcNow);

    private static SuccessionReversed Reversal(OrganisationSucceeded of) => new(of.SuccessionId, 2, of.Kind, of.PredecessorId, of.SuccessorId, of.On, Guid.NewGuid(), DateTimeOffset.UtcNow);

    private async Task<Guid[]> PledgesOf(Guid organisation) =>
        [.. PledgeFixture.Items(await service.As(Person.With()).GetAsync($"/api/organisations/{organisation}/pledges?size=100").Answers_with(HttpStatusCode.OK)).Select(p => p.Id())];

    private static object Progress() => new { value = 3, on = PledgeFixture.Date(PledgeFixture.Today), confidence = "measured", source = "Board papers" };

    /// <summary>Both as the token states them once one has taken the place of the other.</summary>
    private static Organisation InPlaceOf(Organisation successor, Organisation predecessor) => successor with { Editor = successor.Editor.InPlaceOf(predecessor.Id, successor.Id) };

    [Fact]
    public async Task The_successor_goes_on_with_what_the_predecessor_pledged()
    {
        var (from, to) = (await service.SignedOrganisation(), await service.SignedOrganisation());
        var (pledge, own) = (await service.MadePledge(from), await service.MadePledge(to));
        var ours = InPlaceOf(to, from);
        await service.As(ours.Editor).Posts($"/api/pledges/{pledge}/progress", Progress()).Answers_with(HttpStatusCode.Created);   // the token decides, and may know first
        await service.Deliver(Succeeded(from.Id, to.Id), times: 2);

        (await PledgesOf(to.Id)).ShouldBe([pledge, own], ignoreOrder: true);
        (await PledgesOf(from.Id)).ShouldBeEmpty();
        var read = await service.As(ours.Editor).GetAsync($"/api/pledges/{pledge}").Answers_with(HttpStatusCode.OK);
        (read.Id("organisationId"), read.Id("carriedFrom"), read.Text("carriedFromName")).ShouldBe((to.Id, from.Id, "Sample Council"));
        var evidence = await service.SubmittedEvidence(ours, pledge);
        (await service.As(ours.Editor).GetAsync($"/api/evidence/{evidence}").Answers_with(HttpStatusCode.OK)).Id("pledgeId").ShouldBe(pledge);
        await service.As(to.Editor with { Memberships = [] }).Posts($"/api/pledges/{pledge}/progress", Progress()).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.As(from.Editor).Posts($"/api/organisations/{from.Id}/pledges", PledgeFixture.Pledge()).Is_refused(HttpStatusCode.Conflict, "organisation-succeeded");
    }

    [Fact]
    public async Task Nobody_of_the_successor_reviews_what_the_predecessor_submitted()
    {
        var (from, to) = (await service.SignedOrganisation(), Guid.NewGuid());
        var evidence = await service.SubmittedEvidence(from, await service.MadePledge(from));
        await service.Deliver(Succeeded(from.Id, to));
        var reviewer = Person.With(Roles.EvidenceReviewer).Of(to, Roles.Editor).InPlaceOf(from.Id, to);
        await service.Review(evidence, reviewer).Is_refused(HttpStatusCode.Forbidden, "own-organisation");
        (await Queue(reviewer)).ShouldNotContain(evidence);
        (await Queue(service.Reviewer)).ShouldContain(evidence);

        async Task<IReadOnlyList<Guid>> Queue(Person person)
        {
            var all = new List<Guid>();
            for (string? after = ""; after is not null;)
            {
                var page = await service.As(person).GetAsync($"/api/evidence?size=100&after={after}").Answers_with(HttpStatusCode.OK);
                all.AddRange(PledgeFixture.Items(page).Select(e => e.Id()));
                after = page.Text("next");
            }
            return all;
        }
    }

    [Fact]
    public async Task The_duties_of_the_successor_are_as_far_as_both_have_come()
    {
        var (charter, from, to) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await service.Deliver(PledgeFixture.Published(charter));
        await service.Deliver(PledgeFixture.Signed(charter, from, "provider"));
        await service.Deliver(PledgeFixture.Signed(charter, to));
        await service.MadePledge(new(from, charter, Person.With().Of(from, Roles.Editor)), "embed");
        await service.MadePledge(new(to, charter, Person.With().Of(to, Roles.Editor)), "deliver");
        var before = await service.Duties(to);
        var succession = Succeeded(from, to);
        await service.Deliver(succession);
        var after = await service.Duties(to);
        (after["embed"], after["deliver"], after["demonstrate"], after.ContainsKey("C1")).ShouldBe(("in-place", "in-place", "not-started", true));
        await service.As(Person.With()).GetAsync($"/api/organisations/{from}/duties").Is_refused(HttpStatusCode.NotFound, "ledger-not-open");
        await service.Deliver(Reversal(succession));
        (await service.Duties(to)).ShouldBe(before);
        (await service.Duties(from))["embed"].ShouldBe("in-place");
    }

    [Fact]
    public async Task Who_has_not_signed_pledges_under_the_signature_that_it_was_left_and_no_longer_once_that_is_taken_back()
    {
        var (from, to) = (await service.SignedOrganisation("provider"), Guid.NewGuid());
        var ours = new Organisation(to, from.Charter, Person.With().Of(to, Roles.Signatory, Roles.Editor).InPlaceOf(from.Id, to));
        await service.As(ours.Editor).Posts($"/api/organisations/{to}/pledges", PledgeFixture.Pledge()).Is_refused(HttpStatusCode.Conflict, "charter-not-signed");
        var succession = Succeeded(from.Id, to);
        await service.Deliver(succession);
        (await service.Duties(to)).Count.ShouldBe(5);

        var pledge = await service.MadePledge(ours);
        await service.MadePledge(ours, "deliver");
        (await service.Published<LedgerOpened>(e => e.OrganisationId == to)).Duties.Select(d => d.Code).ShouldBe(["embed", "deliver", "demonstrate", "P1", "P2"]);
        (await service.Published<PledgeMade>(e => e.Pledge.PledgeId == pledge)).Pledge.OrganisationId.ShouldBe(to);
        (await service.Duties(to))["embed"].ShouldBe("in-place");

        await service.Deliver(Reversal(succession));
        (await service.Duties(from.Id))["embed"].ShouldBe("not-started");
        (await PledgesOf(to)).ShouldContain(pledge);
        await service.As(ours.Editor).Posts($"/api/organisations/{to}/pledges", PledgeFixture.Pledge()).Is_refused(HttpStatusCode.Conflict, "charter-not-signed");

        await service.Deliver(PledgeFixture.Signed(from.Charter, to, "provider"), times: 2);   // and then it signs itself
        (await service.Duties(to))["embed"].ShouldBe("in-place");
        await service.MadePledge(ours);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_what_several_left_it_goes_by_a_signature_that_holds(bool sameCharter)
    {
        var (charter, from, other, to) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var their = sameCharter ? charter : Guid.NewGuid();
        foreach (var text in new[] { PledgeFixture.Published(charter), PledgeFixture.Published(charter, 2), PledgeFixture.Published(their), PledgeFixture.Published(their, 2) })
            await service.Deliver(text);
        var early = PledgeFixture.Signed(their, other, at: DateTimeOffset.UtcNow.AddDays(-9), version: 2);
        var (first, second) = (PledgeFixture.Signed(charter, from, at: DateTimeOffset.UtcNow.AddDays(-2)), PledgeFixture.Signed(charter, from, at: DateTimeOffset.UtcNow.AddDays(-1), version: 2));
        foreach (var signed in new[] { early, first, second })
            await service.Deliver(signed);
        foreach (var predecessor in new[] { from, other })
            await service.Deliver(Succeeded(predecessor, to));
        var ours = new Organisation(to, charter, Person.With().Of(to, Roles.Editor).InPlaceOf(from, to));
        await service.MadePledge(ours);
        (await GoesBy()).ShouldBe(second.SignatureId);

        // the first ended without a word, when the second took its place
        await service.Deliver(new SignatureWithdrawn(second.SignatureId, charter, 2, from, second.OccurredAt, PledgeFixture.Today, WithdrawalReasons.All[0], Guid.NewGuid(), DateTimeOffset.UtcNow));
        await service.MadePledge(ours);
        (await GoesBy()).ShouldBe(early.SignatureId);
        (await service.As(Person.With()).GetAsync($"/api/organisations/{to}/duties").Answers_with(HttpStatusCode.OK)).Id("charterId").ShouldBe(their);

        async Task<Guid> GoesBy() => Guid.Parse((await service.Sql(
            $"select signature_id from ledger l join pledge p on p.organisation_id = l.organisation_id and p.charter_id = l.charter_id and p.charter_version = l.charter_version where p.organisation_id = '{to}' order by p.id desc limit 1")).Single());
    }

    [Fact]
    public async Task Reversed_every_row_is_what_it_was_and_what_was_added_stays_where_it_was_added()
    {
        var (from, to) = (await service.SignedOrganisation(), await service.SignedOrganisation());
        var pledge = await service.MadePledge(from, "embed", "C1");
        await service.SubmittedEvidence(from, pledge);
        await service.MadePledge(to);
        var before = await service.Rows(from.Id, Tables) + await service.Rows(to.Id, Tables);
        var succession = Succeeded(from.Id, to.Id);
        await service.Deliver(succession);
        await service.Deliver(Reversal(succession), times: 2);
        (await service.Rows(from.Id, Tables) + await service.Rows(to.Id, Tables)).ShouldBe(before);
        (await PledgesOf(from.Id)).ShouldBe([pledge]);

        await service.Deliver(succession);   // late: it is over
        (await PledgesOf(from.Id)).ShouldBe([pledge]);
        var again = Succeeded(from.Id, to.Id);
        await service.Deliver(again);
        var added = await service.MadePledge(to, "deliver");
        await service.Deliver(Reversal(again));
        (await PledgesOf(from.Id)).ShouldBe([pledge]);
        (await PledgesOf(to.Id)).ShouldContain(added);
    }

    [Theory]
    [InlineData(0, 1, 2, 3)]
    [InlineData(3, 2, 1, 0)]
    [InlineData(2, 0, 3, 1)]
    public async Task Down_a_chain_and_back_in_whatever_order_the_news_comes(params int[] order)
    {
        var (first, second, third) = (await service.SignedOrganisation(), Guid.NewGuid(), Guid.NewGuid());
        var pledge = await service.MadePledge(first);
        var (one, two) = (Succeeded(first.Id, second), Succeeded(second, third));
        await service.Deliver(two);
        (await PledgesOf(third)).ShouldBeEmpty();
        await service.Deliver(one);
        (await PledgesOf(third)).ShouldBe([pledge]);
        (await PledgesOf(second)).ShouldBeEmpty();
        await service.Deliver(Reversal(two));
        (await PledgesOf(second)).ShouldBe([pledge]);
        await service.Deliver(Reversal(one));
        (await PledgesOf(first.Id)).ShouldBe([pledge]);

        var (a, b) = (Succeeded(first.Id, second), Succeeded(second, third));
        Func<Task>[] news = [() => service.Deliver(a), () => service.Deliver(b), () => service.Deliver(Reversal(b)), () => service.Deliver(Reversal(a))];
        foreach (var i in order)
            await news[i]();
        (await PledgesOf(first.Id)).ShouldBe([pledge]);
        (await service.Sql($"select * from carried_over where organisation_id in ('{first.Id}', '{second}')")).ShouldBeEmpty();
    }

    [Fact]
    public async Task For_a_while_the_other_way_round_may_be_known_first_and_nothing_is_lost_by_it()
    {
        var (from, to) = (await service.SignedOrganisation(), Guid.NewGuid());
        var pledge = await service.MadePledge(from);
        var wrong = Succeeded(to, from.Id);
        await service.Deliver(wrong);
        await service.Deliver(Succeeded(from.Id, to));   // entered the right way round, and the reversal is still on its way
        (await PledgesOf(from.Id)).ShouldBe([pledge]);
        await service.Deliver(Reversal(wrong));
        (await PledgesOf(to)).ShouldBe([pledge]);
    }

    [Fact]
    public async Task Forgotten_and_stated_again_the_copies_are_the_same_to_the_byte()
    {
        await using var alone = new PledgeFixture();
        await alone.InitializeAsync();
        var (standing, over) = (Succeeded(Guid.NewGuid(), Guid.NewGuid()), Succeeded(Guid.NewGuid(), Guid.NewGuid()));
        await alone.Deliver(standing);
        await alone.Deliver(over);
        await alone.Deliver(Reversal(over) is var reversal ? reversal : null!);
        var before = await Copies();
        (await alone.Run("forget-copies")).ExitCode.ShouldBe(0);
        (await alone.Sql("select * from succession")).ShouldBeEmpty();
        (await alone.Sql("select * from carried_over")).ShouldBeEmpty();
        await alone.Deliver(reversal, times: 2, audience: "pledge");
        await alone.Deliver(standing, times: 2, audience: "pledge");
        (await Copies()).ShouldBe(before);

        async Task<string> Copies() => string.Join('\n', await alone.Sql("select s::text from succession s union all select c::text from carried_over c order by 1"));
    }
}
