using System.Net;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Champions.Tests;

public sealed class The_practice_library(ChampionsFixture service)
{
    [Fact]
    public async Task A_champions_first_practice_makes_the_account_known_and_is_announced()
    {
        var (champion, organisation, _, person) = await service.AppointedChampion();
        using var answer = await service.Publish(person, ChampionsFixture.Practice(organisation, "Three questions", outcome: "Buying Salford goods and services"));
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);

        var practice = await service.As(Person.With()).GetAsync(answer.Headers.Location).Answers_with(HttpStatusCode.OK);
        practice.Text("title").ShouldBe("Three questions");
        practice.Text("championName").ShouldBe("Robin Example");
        practice.Id("organisationId").ShouldBe(organisation);
        practice.Text("stage").ShouldBe("evaluation");
        practice.Text("whatChanged")!.ShouldStartWith("Four small providers");
        var published = await service.Published<PracticePublished>(e => e.PracticeId == practice.Id());
        (published.OrganisationId, published.Title, published.DeliveryArea, published.PublishedBy).ShouldBe((organisation, "Three questions", "Home care", person.Subject));
        (await service.Published<ChampionAppointed>(e => e.ChampionId == champion && e.Version == 2)).Subject.ShouldBe(person.Subject);
    }

    [Fact]
    public async Task Only_a_champion_of_the_organisation_publishes_for_it()
    {
        var (_, organisation, signatory, champion) = await service.AppointedChampion();
        var (other, _) = await service.Member();
        await service.Publish(champion, ChampionsFixture.Practice(other)).Is_refused(HttpStatusCode.Forbidden, "not-a-champion");
        foreach (var person in new[] { signatory, Person.With(), Person.With(Roles.Registrar), Person.With().Of(organisation, Roles.Champion), Person.With() with { Email = "" } })
            await service.Publish(person, ChampionsFixture.Practice(organisation)).Is_refused(HttpStatusCode.Forbidden, "not-a-champion");
        await service.Publish(champion, ChampionsFixture.Practice(Guid.NewGuid())).Is_refused(HttpStatusCode.Forbidden, "not-a-champion");
    }

    [Fact]
    public async Task A_program_publishes_for_a_champion_of_its_organisation_whom_it_names()
    {
        var (champion, organisation, _, _) = await service.AppointedChampion();
        var program = Person.Program(organisation, Scopes.Practices);
        object Practice(Guid? named, Guid? of = null) => new
        {
            organisationId = of ?? organisation,
            championId = named,
            title = "From our library",
            deliveryArea = "Home care",
            summary = "In short.",
            whatWeDid = "This.",
            whatChanged = "That.",
        };
        var practice = await service.Publish(program, Practice(champion)).Answers_with(HttpStatusCode.Created);
        practice.Text("championName").ShouldBe("Robin Example");
        (await service.Published<PracticePublished>(e => e.PracticeId == practice.Id())).PublishedBy.ShouldBe(program.Subject);

        var (elsewhere, other, _, _) = await service.AppointedChampion();
        foreach (var named in new Guid?[] { null, elsewhere, Guid.NewGuid() })
            await service.Publish(program, Practice(named)).Is_invalid("championId");
        await service.Publish(program, Practice(elsewhere, other)).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.Publish(Person.Program(organisation, Scopes.Read, Scopes.Pledges), Practice(champion)).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        (await service.As(program).GetAsync("/api/network/champions/me").Answers_with(HttpStatusCode.OK)).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Two_first_practices_at_the_same_moment_are_both_published()
    {
        var (id, organisation, _, champion) = await service.AppointedChampion();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i =>
        {
            var client = service.As(champion);
            if (i % 2 == 0)
                client.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());
            return client.Posts("/api/network/practices", ChampionsFixture.Practice(organisation));
        }));
        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.Created);
        await service.Published<ChampionAppointed>(e => e.ChampionId == id && e.Version == 2);
        service.AllPublished<ChampionAppointed>(e => e.ChampionId == id && e.Version == 2).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_same_practice_sent_twice_with_one_key_stands_once()
    {
        var (_, organisation, _, champion) = await service.AppointedChampion();
        var client = service.As(champion);
        client.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());
        var practice = ChampionsFixture.Practice(organisation);
        var first = await client.Posts("/api/network/practices", practice).Answers_with(HttpStatusCode.Created);
        (await client.Posts("/api/network/practices", practice).Answers_with(HttpStatusCode.Created)).Id().ShouldBe(first.Id());
    }

    [Fact]
    public async Task Practices_are_found_by_words_and_area_newest_first()
    {
        var (_, organisation, _, champion) = await service.AppointedChampion();
        var (word, area) = ($"zq{Guid.NewGuid():n}"[..12], $"Area {Guid.NewGuid():n}");
        foreach (var title in new[] { "first", "second", "third" })
            await service.Publish(champion, ChampionsFixture.Practice(organisation, $"{word} {title}", area, stage: null)).Answers_with(HttpStatusCode.Created);

        (await Titles($"?q={word[..8]}")).ShouldBe([$"{word} third", $"{word} second", $"{word} first"]);
        (await Titles($"?q={word}+sec")).ShouldBe([$"{word} second"]);
        (await Titles($"?q={word}+bidder")).Count.ShouldBe(3);
        (await Titles($"?area={Uri.EscapeDataString(area.ToUpperInvariant())}")).Count.ShouldBe(3);
        (await Titles($"?q={word}&area=Catering")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_bad_field_is_named()
    {
        var (_, organisation, _, champion) = await service.AppointedChampion();
        await service.Publish(champion, "{}").Is_invalid("organisationId", "title", "deliveryArea", "summary", "whatWeDid", "whatChanged");
        await service.Publish(champion, new
        {
            organisationId = organisation,
            title = new string('t', 151),
            deliveryArea = " ",
            stage = "afterwards",
            outcome = new string('o', 201),
            summary = new string('s', 501),
            whatWeDid = "\0",
            whatChanged = 5,
        }).Is_invalid("title", "deliveryArea", "stage", "outcome", "summary", "whatWeDid", "whatChanged");
        await service.Publish(champion, $$"""{"title":"{{new string('x', 2_000_000)}}"}""").Is_refused(HttpStatusCode.RequestEntityTooLarge, "too-large");
        await service.Publish(champion, new string('[', 5_000) + new string(']', 5_000)).Is_refused(HttpStatusCode.BadRequest, "invalid-request");
    }

    [Fact]
    public async Task The_longest_texts_are_taken()
    {
        var (_, organisation, _, champion) = await service.AppointedChampion();
        await service.Publish(champion, new
        {
            organisationId = organisation,
            title = "Everything",
            deliveryArea = "Home care",
            summary = new string('s', 500),
            whatWeDid = string.Concat(Enumerable.Repeat("wort ", 2_000)),
            whatChanged = string.Concat(Enumerable.Range(0, 1_400).Select(i => $"{i:x6} ")),
        }).Answers_with(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_practice_that_does_not_exist_is_not_found() =>
        await service.As(Person.With()).GetAsync($"/api/network/practices/{Guid.NewGuid()}").Is_refused(HttpStatusCode.NotFound, "not-found");

    private async Task<IReadOnlyList<string?>> Titles(string query) => [.. (await service.All($"/api/network/practices{query}")).Select(p => p.Text("title"))];
}
