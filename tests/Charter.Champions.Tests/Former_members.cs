using System.Net;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Champions.Tests;

public sealed class Former_members(ChampionsFixture service)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private static SignatureLapsed Lapsed(CharterSigned s) => new(s.SignatureId, s.CharterId, s.CharterVersion, s.OrganisationId, s.OccurredAt, new(2026, 11, 20), Now);

    private static SignatureWithdrawn Withdrawn(CharterSigned s) => new(s.SignatureId, s.CharterId, s.CharterVersion, s.OrganisationId, s.OccurredAt, new(2026, 11, 20), "other", Guid.NewGuid(), Now);

    private static string Word() => $"zq{Guid.NewGuid():n}"[..12];

    private async Task<int> Listed(string word, bool former = false) => (await service.All($"/api/network/members?q={word}{(former ? "&former=true" : "")}")).Count;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whose_signature_ended_is_listed_apart_in_whatever_order_that_is_told(bool endFirst)
    {
        var word = Word();
        var signed = ChampionsFixture.Signed(Guid.NewGuid(), $"The {word} Trust", at: Now.AddDays(-30));
        if (endFirst)
            await service.Deliver(Lapsed(signed), times: 2);
        await service.Deliver(signed, times: 2);
        if (!endFirst)
            await service.Deliver(Lapsed(signed), times: 2);
        ((await Listed(word)), (await Listed(word, former: true))).ShouldBe((0, 1));
        (await service.All($"/api/network/members?q={word}&former=true")).Single().Text("formerSince").ShouldBe("2026-11-20");
    }

    [Fact]
    public async Task Who_signs_again_is_a_member_again()
    {
        var word = Word();
        var signed = ChampionsFixture.Signed(Guid.NewGuid(), $"The {word} Trust", at: Now.AddDays(-30));
        await service.Deliver(signed);
        await service.Deliver(Withdrawn(signed));
        await service.Deliver(signed with { SignatureId = Guid.NewGuid(), OccurredAt = Now.AddDays(-1) });
        await service.Deliver(Withdrawn(signed));   // stated again
        ((await Listed(word)), (await Listed(word, former: true))).ShouldBe((1, 0));
    }

    [Fact]
    public async Task Its_champions_are_not_in_the_directory_and_appoint_and_publish_no_more_and_its_practices_stay()
    {
        var word = Word();
        var signed = ChampionsFixture.Signed(Guid.NewGuid(), $"The {word} Trust", at: Now.AddDays(-30));
        await service.Deliver(signed);
        var (signatory, champion) = (Person.With().Of(signed.OrganisationId, Roles.Signatory), Person.With());
        await service.Appoint(signatory, signed.OrganisationId, champion.Email).Answers_with(HttpStatusCode.Created);
        var practice = (await service.Publish(champion, ChampionsFixture.Practice(signed.OrganisationId, $"Practice {word}")).Answers_with(HttpStatusCode.Created)).Id();
        (await service.All($"/api/network/champions?q={word}")).Count.ShouldBe(1);

        await service.Deliver(Withdrawn(signed));
        (await service.All($"/api/network/champions?q={word}")).ShouldBeEmpty();
        await service.Appoint(signatory, signed.OrganisationId, Person.With().Email).Is_refused(HttpStatusCode.Conflict, "not-a-member");
        await service.Publish(champion, ChampionsFixture.Practice(signed.OrganisationId)).Is_refused(HttpStatusCode.Conflict, "not-a-member");
        (await service.As(Person.With()).GetAsync($"/api/network/practices/{practice}").Answers_with(HttpStatusCode.OK)).Text("organisationName").ShouldBe($"The {word} Trust");
    }

    [Fact]
    public async Task Who_is_one_is_known_again_once_everything_is_stated_again()
    {
        await using var alone = new ChampionsFixture();
        await alone.InitializeAsync();
        var signed = ChampionsFixture.Signed(Guid.NewGuid(), at: Now.AddDays(-30));
        await alone.Deliver(signed);
        await alone.Appoint(Person.With().Of(signed.OrganisationId, Roles.Signatory), signed.OrganisationId, Person.With().Email).Answers_with(HttpStatusCode.Created);
        await alone.Deliver(Lapsed(signed));
        var before = await alone.Rows(signed.OrganisationId, "member", "signature_standing");
        (await alone.Run("forget-copies")).ExitCode.ShouldBe(0);
        await alone.Deliver(Lapsed(signed), audience: "champions-network");
        await alone.Deliver(signed, audience: "champions-network");
        (await alone.Rows(signed.OrganisationId, "member", "signature_standing")).ShouldBe(before);
    }
}
