using System.Net;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Champions.Tests;

public sealed class Rebuilding_the_members(ChampionsFixture service)
{
    [Fact]
    public async Task They_come_back_to_the_byte_and_champions_and_practices_stay()
    {
        await using var alone = await Alone();
        var (id, plain) = (Guid.NewGuid(), Guid.NewGuid());
        var earlier = ChampionsFixture.Signed(id, "An older name", on: new(2025, 3, 1), at: DateTimeOffset.UtcNow.AddDays(-2));
        var later = ChampionsFixture.Signed(id, "Sample Trust", at: DateTimeOffset.UtcNow.AddDays(-1));
        var other = ChampionsFixture.Signed(plain);
        foreach (var signed in new[] { earlier, later, other })
            await alone.Deliver(signed);
        var champion = Person.With();
        await alone.Appoint(Person.With().Of(id, Roles.Signatory), id, champion.Email).Answers_with(HttpStatusCode.Created);
        await alone.Publish(champion, ChampionsFixture.Practice(id)).Answers_with(HttpStatusCode.Created);
        var (copies, own) = (await Copies(), await alone.Rows(id, "champion", "practice"));

        await alone.Sql($"""
            update member set name = 'Wrong', member_since = '1999-01-01', stated_at = 'infinity';
            insert into member (organisation_id, name, sort_name, sector, places, search_text, member_since, stated_at)
            values (gen_random_uuid(), 'Nobody', 'nobody', 'faith', array['E08000001'], '', now(), now())
            """);
        (await alone.Run("forget-copies")).ShouldBe((0, "copies forgotten", ""));
        (await alone.All("/api/network/champions")).Count.ShouldBe(1);   // what hangs on a member can be read all the time
        (await alone.All("/api/network/practices")).Count.ShouldBe(1);
        foreach (var signed in new[] { later, other, earlier })
            await alone.Deliver(signed, times: 2, audience: "champions-network");

        (await Copies()).ShouldBe(copies);
        (await alone.Rows(id, "champion", "practice")).ShouldBe(own);
        (await alone.Sql("select count(*) from member")).ShouldBe(["2"]);

        (await alone.Run("forget-copies")).ExitCode.ShouldBe(0);
        foreach (var signed in new[] { earlier, later, other })
            await alone.Deliver(signed, audience: "champions-network");
        (await Copies()).ShouldBe(copies);

        async Task<string> Copies() => await alone.Rows(id, "member") + await alone.Rows(plain, "member");
    }

    [Fact]
    public async Task What_is_stated_again_for_somebody_else_has_no_effect_here()
    {
        var id = Guid.NewGuid();
        await service.Deliver(ChampionsFixture.Signed(id), audience: "pledge");
        (await service.Rows(id, "member")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Appointments_are_stated_again_as_they_stand()
    {
        await using var alone = await Alone();
        var (id, organisation, signatory, champion) = await alone.AppointedChampion();
        await alone.As(champion).GetAsync("/api/network/champions/me").Answers_with(HttpStatusCode.OK);
        var linked = await alone.Published<ChampionAppointed>(e => e.ChampionId == id && e.Version == 2);
        (await alone.Run("restate", "identity")).ShouldBe((0, "1 events restated for identity", ""));
        await Eventually.Passes(() => { alone.AllRestated("identity").Count.ShouldBe(1); return Task.CompletedTask; });
        var restated = alone.AllRestated("identity").OfType<ChampionAppointed>().Single();
        (restated with { OccurredAt = linked.OccurredAt }).ShouldBe(linked);
        restated.OrganisationId.ShouldBe(organisation);
        restated.AppointedBy.ShouldBe(signatory.Subject);
    }

    private static async Task<ChampionsFixture> Alone()
    {
        var alone = new ChampionsFixture();
        await alone.InitializeAsync();
        return alone;
    }
}
