using System.Net;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Charter.Identity.Tests;

public sealed class After_a_succession(IdentityFixture service)
{
    private static OrganisationSucceeded Succeeded(Guid predecessor, Guid successor, Guid? id = null) => new(
        id ?? Guid.CreateVersion7(), 1, SuccessionKinds.Succession, predecessor, successor, new(2026, 4, 1), "The successor", "nhs-provider", ["E08000006"], Guid.NewGuid(), DateTimeOffset.UtcNow);

    private static SuccessionReversed Reversal(OrganisationSucceeded of) => new(of.SuccessionId, 2, of.Kind, of.PredecessorId, of.SuccessorId, of.On, Guid.NewGuid(), DateTimeOffset.UtcNow);

    private async Task<JsonWebToken> TokenOf(string session) =>
        new JsonWebTokenHandler().ReadJsonWebToken((await service.Exchange(new { session }).Answers_with(HttpStatusCode.OK)).Text("token"));

    private static string[] Claims(JsonWebToken token, string type) => [.. token.Claims.Where(c => c.Type == type).Select(c => c.Value)];

    /// <summary>Every membership that has not ended in these organisations.</summary>
    private async Task<string> Held(params Guid[] organisations) =>
        string.Join('\n', await service.Sql($"select m::text from membership m where ended_at is null and organisation_id in ({string.Join(',', organisations.Select(o => $"'{o}'"))}) order by 1"));

    [Fact]
    public async Task Whoever_signs_for_the_predecessor_becomes_an_editor_where_the_successor_has_a_signatory_of_its_own_who_is_told()
    {
        var ((from, theirs), (to, ours)) = (await service.Organisation("Elder Trust"), await service.Organisation("Heir Trust"));
        var signs = await service.Colleague(from, theirs, Roles.Signatory);
        var succession = Succeeded(from, to) with { SuccessorName = "Heir Trust" };
        await service.Deliver(succession, times: 2);
        (await service.HeldBy(theirs)).ShouldBe([(to, "editor")]);
        (await service.HeldBy(signs)).ShouldBe([(to, "editor")]);
        const string subject = "Heir Trust now stands in the place of Elder Trust";
        var mail = await service.MailTo(ours.Email, subject);
        mail.Text.ShouldContain("2 people of Elder Trust");
        mail.Text.ShouldContain("may edit, and may not sign");
        mail.Text.ShouldContain($"https://charter.example.org/organisations/{to}/people");
        (await service.MailsTo(ours.Email)).Count(m => m.Subject == subject).ShouldBe(1);
        (await service.MailsTo(theirs.Email)).ShouldNotContain(m => m.Subject == subject);

        // The successor loses its own: what comes again makes nobody a signatory.
        await service.Sql($"update membership set ended_at = now(), ended_by = subject, end_reason = 'left' where subject = '{ours.Subject}'; update succession set version = 0 where id = '{succession.SuccessionId}'");
        await service.Deliver(succession, audience: "identity");
        (await service.HeldBy(theirs)).ShouldBe([(to, "editor")]);
    }

    [Fact]
    public async Task In_a_merger_into_an_organisation_without_a_signatory_those_of_all_sign_for_it_and_know()
    {
        var ((one, first), (other, second), merged) = (await service.Organisation("One Trust"), await service.Organisation("Other Trust"), Guid.NewGuid());
        await service.Deliver(Succeeded(one, merged) with { SuccessorName = "Merged Trust" });
        await service.Deliver(Succeeded(other, merged) with { SuccessorName = "Merged Trust" });
        foreach (var person in new[] { first, second })
            (await service.HeldBy(person)).ShouldBe([(merged, "signatory"), (merged, "editor")], ignoreOrder: true);
        (await service.MailTo(first.Email, "Merged Trust now stands in the place of Other Trust")).Text.ShouldContain("who could sign for Other Trust signs for Merged Trust now");
        await service.MailTo(second.Email, "Merged Trust now stands in the place of Other Trust");
    }

    [Fact]
    public async Task Members_belong_to_the_successor_and_act_for_the_predecessor_no_more()
    {
        var ((from, theirs), (to, ours)) = (await service.Organisation("Old Trust"), await service.Organisation("New Trust"));
        var editor = await service.Colleague(from, theirs, Roles.Editor);
        await service.Deliver(Succeeded(from, to), times: 2);

        (await service.HeldBy(theirs)).ShouldBe([(to, "editor")]);
        (await service.HeldBy(editor)).ShouldBe([(to, "editor")]);
        (await service.HeldBy(ours)).ShouldBe([(to, "signatory"), (to, "editor")], ignoreOrder: true);
        var members = await service.As(ours).GetAsync($"/api/organisations/{to}/members").Answers_with(HttpStatusCode.OK);
        members.GetProperty("items").EnumerateArray().Select(m => m.Id("subject")).Distinct().ShouldBe([ours.Subject, theirs.Subject, editor.Subject], ignoreOrder: true);
        foreach (var person in new[] { ours, theirs, editor })
        {
            var token = await TokenOf(await service.Session(person.Email));
            Claims(token, Caller.CarriedOverClaim).ShouldBe([$"{from}:{to}"]);
            token.GetClaim(Caller.ActingForClaim).Value.ShouldBe($"{to}");
            await service.Published<MembershipsChanged>(e => e.Subject == person.Subject);
        }
        await service.As(theirs).Posts($"/api/organisations/{from}/invitations", new { email = "somebody@example.org", roles = new[] { "editor" } }).Is_refused(HttpStatusCode.Conflict, "organisation-succeeded");
        await service.As(theirs).Posts($"/api/organisations/{from}/clients", new { name = "x", scopes = new[] { "read" }, expiresOn = $"{DateTime.Today.AddDays(9):yyyy-MM-dd}" }).Is_refused(HttpStatusCode.Conflict, "organisation-succeeded");
        (await service.As(theirs).GetAsync("/api/me/organisations").Answers_with(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().Select(o => o.Id("organisationId")).ShouldBe([to]);
    }

    [Fact]
    public async Task A_reversal_takes_back_exactly_what_the_succession_gave()
    {
        var ((from, theirs), (to, ours)) = (await service.Organisation(), await service.Organisation());
        var both = await service.Colleague(from, theirs, Roles.Editor);
        await service.Deliver(IdentityFixture.Confirmed(to, both));   // signatory and editor of the successor already
        var before = await Held(from, to);
        var succession = Succeeded(from, to);
        await service.Deliver(succession);
        (await Held(from, to)).ShouldNotBe(before);
        await service.Deliver(Reversal(succession), times: 2);
        (await Held(from, to)).ShouldBe(before);
        (await service.HeldBy(theirs)).ShouldBe([(from, "signatory"), (from, "editor")], ignoreOrder: true);
        Claims(await TokenOf(await service.Session(ours.Email)), Caller.CarriedOverClaim).ShouldBeEmpty();

        await service.Deliver(succession, audience: "identity");   // late, or stated again
        (await Held(from, to)).ShouldBe(before);
    }

    [Fact]
    public async Task A_reversal_that_comes_first_leaves_nothing_to_do()
    {
        var ((from, _), (to, _)) = (await service.Organisation(), await service.Organisation());
        var before = await Held(from, to);
        var succession = Succeeded(from, to);
        await service.Deliver(Reversal(succession));
        await service.Deliver(succession, times: 2);
        (await Held(from, to)).ShouldBe(before);
        (await service.Sql($"select * from carried_over where organisation_id = '{from}'")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_joins_late_or_before_anything_is_known_is_carried_on_too()
    {
        var (from, to, person) = (Guid.NewGuid(), Guid.NewGuid(), await service.NewAccount());
        await service.Deliver(Succeeded(from, to));
        await service.Deliver(IdentityFixture.Confirmed(from, person), times: 2);
        (await service.HeldBy(person)).ShouldBe([(to, "signatory"), (to, "editor")], ignoreOrder: true);
        var champion = await service.NewAccount();
        await service.Deliver(new ChampionAppointed(Guid.NewGuid(), 2, from, champion.Subject, Guid.NewGuid(), DateTimeOffset.UtcNow));
        (await service.HeldBy(champion)).ShouldBe([(to, "champion")]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Down_a_chain_they_come_to_its_end_in_whatever_order_the_news_comes(bool backwards)
    {
        var ((first, person), (second, _), (third, _)) = (await service.Organisation(), await service.Organisation(), await service.Organisation());
        var before = await Held(first, second, third);
        OrganisationSucceeded[] successions = [Succeeded(first, second), Succeeded(second, third)];
        foreach (var succession in backwards ? successions.Reverse() : successions)
            await service.Deliver(succession);
        (await service.HeldBy(person)).ShouldBe([(third, "editor")]);
        Claims(await TokenOf(await service.Session(person.Email)), Caller.CarriedOverClaim).ShouldBe([$"{first}:{third}", $"{second}:{third}"], ignoreOrder: true);
        foreach (var succession in backwards ? successions.Reverse() : successions)
            await service.Deliver(Reversal(succession));
        (await Held(first, second, third)).ShouldBe(before);
    }

    [Fact]
    public async Task Who_had_chosen_the_predecessor_acts_for_the_successor()
    {
        var ((from, person), (to, _), other) = (await service.Organisation("Old Trust"), await service.Organisation("New Trust"), Guid.NewGuid());
        await service.Deliver(IdentityFixture.Confirmed(other, person, "Another Trust"));
        var session = await service.Session(person.Email);
        var client = await service.With(session);
        (await client.PutAsync("/api/me/acting-for", System.Net.Http.Json.JsonContent.Create(new { organisationId = from }))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await service.Deliver(Succeeded(from, to));
        var token = await TokenOf(session);
        (token.GetClaim(Caller.ActingForClaim).Value, token.GetClaim(Caller.ActingForNameClaim).Value).ShouldBe(($"{to}", "New Trust"));
    }

    [Fact]
    public async Task Forgotten_the_successions_are_there_until_they_are_stated_again()
    {
        await using var alone = new IdentityFixture();
        await alone.InitializeAsync();
        var ((from, person), (to, _)) = (await alone.Organisation(), await alone.Organisation());
        var succession = Succeeded(from, to);
        await alone.Deliver(succession);
        var before = string.Join('\n', await alone.Sql("select s::text from succession s union all select c::text from carried_over c union all select m::text from membership m order by 1"));
        (await alone.Run("forget-copies")).ExitCode.ShouldBe(0);
        (await alone.HeldBy(person)).Select(h => h.Organisation).Distinct().ShouldBe([to]);
        await alone.Deliver(succession, times: 2, audience: "identity");
        string.Join('\n', await alone.Sql("select s::text from succession s union all select c::text from carried_over c union all select m::text from membership m order by 1")).ShouldBe(before);
    }
}
