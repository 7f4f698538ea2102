using Charter.Contracts;

namespace Charter.Champions.Tests;

public sealed class Members_of_the_network(ChampionsFixture service)
{
    [Fact]
    public async Task Whoever_signs_is_listed_once_however_often_it_is_announced()
    {
        var word = Word();
        var signed = ChampionsFixture.Signed(Guid.NewGuid(), $"The {word} Trust", "nhs-provider", places: ["E08000010", "E08000006"]);
        await service.Deliver(signed, times: 2);
        await service.Deliver(signed);   // the same fact under another message id

        var member = (await service.All($"/api/network/members?q={word}")).Single();
        member.Id("organisationId").ShouldBe(signed.OrganisationId);
        member.Text("sector").ShouldBe("nhs-provider");
        member.GetProperty("places").EnumerateArray().Select(p => (p.Text("code"), p.Text("name"))).ShouldBe([("E08000010", "Wigan"), ("E08000006", "Salford")]);
        member.Text("memberSince").ShouldBe("2026-11-01");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_latest_facts_and_the_first_day_stay_in_whatever_order_the_signatures_come(bool newestFirst)
    {
        var (organisation, word, now) = (Guid.NewGuid(), Word(), DateTimeOffset.UtcNow);
        CharterSigned[] signatures =
        [
            ChampionsFixture.Signed(organisation, $"Old {word}", "faith", new(2024, 3, 1), now.AddYears(-2), "E08000001"),
            ChampionsFixture.Signed(organisation, $"New {word}", "housing", new(2026, 3, 1), now, "E08000002"),
        ];
        foreach (var signed in newestFirst ? signatures.Reverse() : signatures)
            await service.Deliver(signed, times: 2);

        var member = (await service.All($"/api/network/members?q={word}")).Single();
        member.Text("name").ShouldBe($"New {word}");
        member.Text("sector").ShouldBe("housing");
        member.GetProperty("places")[0].Text("name").ShouldBe("Bury");
        member.Text("memberSince").ShouldBe("2024-03-01");
    }

    [Fact]
    public async Task They_are_found_by_words_sector_and_place()
    {
        var word = Word();
        await service.Member($"{word} one", "faith", "E08000001");
        await service.Member($"{word} two", "faith", "E08000002");
        await service.Member($"{word} three", "education", "E08000002");

        (await Names($"?q={word[..8]}")).ShouldBe([$"{word} one", $"{word} three", $"{word} two"]);
        (await Names($"?q={word}+bolt")).ShouldBe([$"{word} one"]);
        (await Names($"?q={word}&sector=faith&place=E08000002")).ShouldBe([$"{word} two"]);
        (await Names($"?q={word}&sector=housing")).ShouldBeEmpty();
    }

    private async Task<IReadOnlyList<string?>> Names(string query) => [.. (await service.All($"/api/network/members{query}")).Select(m => m.Text("name"))];

    private static string Word() => $"zq{Guid.NewGuid():n}"[..12];
}
