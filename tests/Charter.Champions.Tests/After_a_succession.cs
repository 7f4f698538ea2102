using System.Net;
using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Champions.Tests;

public sealed class After_a_succession(ChampionsFixture service)
{
    private static readonly string[] Tables = ["member", "champion", "practice"];
    private readonly string _name = $"Mersey{Guid.NewGuid():n} Trust";

    private OrganisationSucceeded Succeeded(Guid predecessor, Guid successor) => new(
        Guid.CreateVersion7(), 1, SuccessionKinds.Merge, predecessor, successor, new(2026, 4, 1), _name, "nhs-provider", ["E08000012"], Guid.NewGuid(), DateTimeOffset.UtcNow);

    private static SuccessionReversed Reversal(OrganisationSucceeded of) => new(of.SuccessionId, 2, of.Kind, of.PredecessorId, of.SuccessorId, of.On, Guid.NewGuid(), DateTimeOffset.UtcNow);

    private async Task<Guid[]> Found(string list, string name) => [.. (await service.All($"/api/network/{list}?q={name.Split(' ')[0]}")).Select(x => x.Id(list == "members" ? "organisationId" : "id"))];

    private Task<JsonElement> Champion(Guid id) => service.As(Person.With()).GetAsync($"/api/network/champions/{id}").Answers_with(HttpStatusCode.OK);

    [Fact]
    public async Task Champions_and_practices_are_the_successors_also_of_one_that_has_not_signed()
    {
        var (id, from, _, champion) = await service.AppointedChampion();
        var practice = (await service.Publish(champion, ChampionsFixture.Practice(from)).Answers_with(HttpStatusCode.Created)).Id();
        var to = Guid.NewGuid();
        var ours = Person.With().Of(to, Roles.Signatory).InPlaceOf(from, to);
        await service.Appoint(ours, to, "new@example.org").Is_refused(HttpStatusCode.Conflict, "not-a-member");
        var succession = Succeeded(from, to);
        await service.Deliver(succession, times: 2);

        var carried = await Champion(id);
        (carried.Id("organisationId"), carried.Text("organisationName"), carried.Text("sector"), carried.Id("carriedFrom")).ShouldBe((to, _name, "nhs-provider", from));
        (await Found("champions", _name)).ShouldBe([id]);
        (await Found("members", _name)).ShouldBe([to]);
        (await service.As(champion).GetAsync("/api/network/champions/me").Answers_with(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().Single().Id("organisationId").ShouldBe(to);
        (await service.As(ours).GetAsync($"/api/network/practices/{practice}").Answers_with(HttpStatusCode.OK)).Text("organisationName").ShouldBe(_name);
        var added = await service.Publish(champion, ChampionsFixture.Practice(to)).Answers_with(HttpStatusCode.Created);
        added.Id("organisationId").ShouldBe(to);
        await service.Publish(champion, ChampionsFixture.Practice(from)).Is_refused(HttpStatusCode.Conflict, "organisation-succeeded");
        await service.Appoint(ours, from, "new@example.org").Is_refused(HttpStatusCode.Conflict, "organisation-succeeded");
        await service.Appoint(ours, to, champion.Email).Is_refused(HttpStatusCode.Conflict, "already-champion");
        await service.Appoint(ours, to, "new@example.org").Answers_with(HttpStatusCode.Created);

        await service.Deliver(Reversal(succession));
        (await Champion(id)).Id("organisationId").ShouldBe(from);
        (await Found("members", _name)).ShouldBeEmpty();
        (await service.As(ours).GetAsync($"/api/network/practices/{added.Id()}").Answers_with(HttpStatusCode.OK)).Id("organisationId").ShouldBe(to);   // it was theirs
        await service.Appoint(ours, to, "another@example.org").Is_refused(HttpStatusCode.Conflict, "not-a-member");
    }

    [Fact]
    public async Task Reversed_every_row_is_what_it_was()
    {
        var ((_, from, _, _), (_, to, _, _)) = (await service.AppointedChampion(), await service.AppointedChampion());
        var nobody = Guid.NewGuid();
        var before = await Rows();
        foreach (var successor in new[] { to, nobody })
        {
            var succession = Succeeded(from, successor);
            await service.Deliver(succession);
            await service.Deliver(Reversal(succession), times: 2);
            await service.Deliver(succession);
            (await Rows()).ShouldBe(before);
        }
        var late = Succeeded(from, nobody);
        await service.Deliver(Reversal(late));
        await service.Deliver(late);
        (await Rows()).ShouldBe(before);

        async Task<string> Rows() => string.Join('\n', await service.Rows(from, Tables), await service.Rows(to, Tables), await service.Rows(nobody, Tables));
    }

    private static SignatureLapsed Lapsed(CharterSigned s) => new(s.SignatureId, s.CharterId, s.CharterVersion, s.OrganisationId, s.OccurredAt, new(2026, 11, 20), DateTimeOffset.UtcNow);

    private async Task<Guid[]> Former() => [.. (await service.All($"/api/network/members?former=true&q={_name.Split(' ')[0]}")).Select(x => x.Id("organisationId"))];

    [Theory]
    [InlineData(0, 1, 2, 3)]
    [InlineData(1, 0, 3, 2)]
    [InlineData(3, 2, 1, 0)]
    public async Task Who_has_not_signed_is_a_member_as_long_as_one_of_those_was_whose_place_it_took_in_whatever_order_that_is_told(params int[] order)
    {
        var (one, other, to, end) = (ChampionsFixture.Signed(Guid.NewGuid()), ChampionsFixture.Signed(Guid.NewGuid()), Guid.NewGuid(), Guid.NewGuid());
        await service.Deliver(one);
        await service.Deliver(other);
        var last = Succeeded(other.OrganisationId, to);
        Func<Task>[] news = [() => service.Deliver(Succeeded(one.OrganisationId, to)), () => service.Deliver(last), () => service.Deliver(Lapsed(one)), () => service.Deliver(Lapsed(other))];
        for (var i = 0; i < 3; i++)
            await news[order[i]]();
        if (order[3] == 3)
            ((await Found("members", _name)).SequenceEqual([to]), await Former()).ShouldBe((true, []));
        await news[order[3]]();
        (await Former()).ShouldBe([to]);
        (await Found("members", _name)).ShouldBeEmpty();
        var ours = Person.With().Of(to, Roles.Signatory).InPlaceOf(other.OrganisationId, to);
        await service.Appoint(ours, to, "new@example.org").Is_refused(HttpStatusCode.Conflict, "not-a-member");

        await service.Deliver(Succeeded(to, end));   // and so down a chain
        (await Former()).ShouldBe([end]);
        await service.Deliver(ChampionsFixture.Signed(end, _name));   // until it signs itself
        (await Found("members", _name)).ShouldBe([end]);
    }

    [Fact]
    public async Task What_ends_at_the_moment_at_which_a_place_is_taken_is_no_membership_there()
    {
        await using var alone = new ChampionsFixture();
        await alone.InitializeAsync();
        var (signed, to) = (ChampionsFixture.Signed(Guid.NewGuid()), Guid.NewGuid());
        await alone.Deliver(signed);
        await alone.Meet($"select from member where organisation_id = '{signed.OrganisationId}' for update",
            () => alone.Deliver(Succeeded(signed.OrganisationId, to)), () => alone.Deliver(Lapsed(signed)));
        (await alone.All("/api/network/members?former=true")).Select(m => m.Id("organisationId")).ShouldBe([to]);
    }

    [Fact]
    public async Task A_successor_has_its_newest_facts_also_when_those_were_told_first()
    {
        var ((from, _), to) = (await service.Member(), Guid.NewGuid());
        await service.Deliver(new OrganisationChanged(to, 7, $"{_name} as renamed", "nhs-provider", OrganisationKinds.Provider, "large", ["E08000003"], [], _name, Guid.NewGuid(), DateTimeOffset.UtcNow));
        await service.Deliver(Succeeded(from, to));
        var member = (await service.All($"/api/network/members?q={_name.Split(' ')[0]}")).Single();
        (member.Text("name"), member.GetProperty("places")[0].Text("code")).ShouldBe(($"{_name} as renamed", "E08000003"));
    }

    [Fact]
    public async Task Somebody_whom_both_have_appointed_is_listed_once()
    {
        var ((from, theirs), (to, ours)) = (await service.Member(), await service.Member(_name));
        await service.Appoint(theirs, from, "both@example.org").Answers_with(HttpStatusCode.Created);
        var own = (await service.Appoint(ours, to, "both@example.org").Answers_with(HttpStatusCode.Created)).Id();
        await service.Deliver(Succeeded(from, to));
        (await Found("champions", _name)).ShouldBe([own]);
    }

    [Fact]
    public async Task A_signature_that_comes_after_makes_a_member_of_its_own()
    {
        var (from, _) = await service.Member();
        var to = Guid.NewGuid();
        var succession = Succeeded(from, to);
        await service.Deliver(succession);
        await service.Deliver(ChampionsFixture.Signed(to, _name, at: DateTimeOffset.UtcNow.AddDays(-9)));
        await service.Deliver(Reversal(succession));
        (await Found("members", _name)).ShouldBe([to]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Down_a_chain_they_are_with_its_end(bool backwards)
    {
        var (id, first, _, _) = await service.AppointedChampion();
        var (second, third) = (Guid.NewGuid(), Guid.NewGuid());
        OrganisationSucceeded[] successions = [Succeeded(first, second), Succeeded(second, third)];
        foreach (var succession in backwards ? successions.Reverse() : successions)
            await service.Deliver(succession);
        (await Champion(id)).Id("organisationId").ShouldBe(third);
        (await Found("members", _name)).ShouldBe([third]);
        foreach (var succession in backwards ? successions.Reverse() : successions)
            await service.Deliver(Reversal(succession));
        (await Champion(id)).Id("organisationId").ShouldBe(first);
    }

    [Fact]
    public async Task Forgotten_and_stated_again_the_copies_are_the_same_to_the_byte()
    {
        await using var alone = new ChampionsFixture();
        await alone.InitializeAsync();
        var from = Guid.NewGuid();
        var signed = ChampionsFixture.Signed(from);
        var (standing, over) = (Succeeded(from, Guid.NewGuid()), Succeeded(Guid.NewGuid(), Guid.NewGuid()));
        var reversal = Reversal(over);
        await alone.Deliver(signed);
        await alone.Deliver(standing);
        await alone.Deliver(over);
        await alone.Deliver(reversal);
        var before = await Copies();
        (await alone.Run("forget-copies")).ExitCode.ShouldBe(0);
        (await alone.Sql("select organisation_id from member union all select id from succession")).ShouldBeEmpty();
        await alone.Deliver(reversal, times: 2, audience: "champions-network");
        await alone.Deliver(standing, times: 2, audience: "champions-network");
        await alone.Deliver(signed, audience: "champions-network");
        (await Copies()).ShouldBe(before);

        async Task<string> Copies() => string.Join('\n', await alone.Sql("select s::text from succession s union all select c::text from carried_over c union all select m::text from member m order by 1"));
    }
}
