using System.Net;
using Charter.Contracts;

namespace Charter.Champions.Tests;

public sealed class A_champion_who_erases_the_account(ChampionsFixture service)
{
    [Fact]
    public async Task Is_no_longer_named_anywhere_and_what_was_published_stays()
    {
        var (id, organisation, signatory, champion) = await service.AppointedChampion();
        var practice = await service.Publish(champion, ChampionsFixture.Practice(organisation)).Answers_with(HttpStatusCode.Created);
        practice.Text("championName").ShouldBe("Robin Example");

        await service.Deliver(new AccountErased(champion.Subject, DateTimeOffset.UtcNow), times: 2);

        (await service.As(signatory).GetAsync($"/api/network/practices/{practice.Id()}").Answers_with(HttpStatusCode.OK)).Text("championName").ShouldBe("name withheld");
        await service.As(signatory).GetAsync($"/api/network/champions/{id}").Is_refused(HttpStatusCode.NotFound, "not-found");
        (await service.All("/api/network/champions")).ShouldNotContain(c => c.Id() == id);
        var row = (await service.Sql($"select c::text from champion c where id = '{id}'")).Single();
        row.ShouldNotContain("Robin");
        row.ShouldNotContain(champion.Email);
    }

    [Fact]
    public async Task Can_be_named_anew_by_the_same_address_and_so_can_others()
    {
        var (_, organisation, signatory, champion) = await service.AppointedChampion();
        await service.As(champion).GetAsync("/api/network/champions/me").Answers_with(HttpStatusCode.OK);
        var (second, secondPerson) = (await service.Appoint(signatory, organisation, "second@example.org").Answers_with(HttpStatusCode.Created), Person.With() with { Email = "second@example.org" });
        await service.As(secondPerson).GetAsync("/api/network/champions/me").Answers_with(HttpStatusCode.OK);
        await service.Deliver(new AccountErased(champion.Subject, DateTimeOffset.UtcNow));
        await service.Deliver(new AccountErased(secondPerson.Subject, DateTimeOffset.UtcNow));
        (await service.Appoint(signatory, organisation, champion.Email).Answers_with(HttpStatusCode.Created)).Id().ShouldNotBe(second.Id());
    }

    [Fact]
    public async Task Is_not_brought_back_by_what_is_stated_again()
    {
        await using var alone = new ChampionsFixture();   // its copies are forgotten, which others would notice
        await alone.InitializeAsync();
        var (id, _, _, champion) = await alone.AppointedChampion();
        await alone.As(champion).GetAsync("/api/network/champions/me").Answers_with(HttpStatusCode.OK);
        await alone.Deliver(new AccountErased(champion.Subject, DateTimeOffset.UtcNow));
        (await alone.Run("forget-copies")).ExitCode.ShouldBe(0);
        (await alone.Run("restate", "identity")).ExitCode.ShouldBe(0);
        (await alone.Sql($"select name from champion where id = '{id}'")).ShouldBe(["name withheld"]);
    }

    [Fact]
    public async Task Before_that_sees_all_that_is_held_also_when_only_the_address_is_known()
    {
        var (id, organisation, signatory, champion) = await service.AppointedChampion();
        var held = await service.As(champion).GetAsync("/api/personal-data/champions-network").Answers_with(HttpStatusCode.OK);
        var appointment = held.GetProperty("appointments").EnumerateArray().Single();
        (appointment.Id(), appointment.Id("organisationId"), appointment.Text("email")).ShouldBe((id, organisation, champion.Email));
        (await service.As(signatory).GetAsync("/api/personal-data/champions-network").Answers_with(HttpStatusCode.OK)).GetProperty("championsAppointed").EnumerateArray().Single().Id().ShouldBe(id);
        (await service.As(Person.With()).GetAsync("/api/personal-data/champions-network").Answers_with(HttpStatusCode.OK)).GetRawText()
            .ShouldBe("""{"appointments":[],"championsAppointed":[],"practices":[]}""");
    }
}
