using System.Net;
using Charter.Contracts;

namespace Charter.Champions.Tests;

public sealed class Organisations_that_change(ChampionsFixture service)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(2, 1, 0)]
    [InlineData(1, 2, 0)]
    [InlineData(2, 0, 1)]
    public async Task A_member_has_the_newest_name_and_is_found_by_it_in_whatever_order_they_come(params int[] order)
    {
        var (id, word) = (Guid.NewGuid(), Guid.NewGuid().ToString("n"));
        Func<Task>[] deliveries =
        [
            () => service.Deliver(ChampionsFixture.Signed(id, $"Old {word}", on: new(2025, 3, 1), at: Now.AddDays(-3)) with { OrganisationVersion = 2 }),
            () => service.Deliver(Changed(id, 3, $"Newer {word}"), times: 2),
            () => service.Deliver(Changed(id, 4, $"Newest {word}"), times: 2),
        ];
        foreach (var next in order)
            await deliveries[next]();

        var found = await service.As(Person.With()).GetAsync($"/api/network/members?q={word}").Answers_with(HttpStatusCode.OK);
        var member = found.GetProperty("items").EnumerateArray().Single();
        (member.Text("name"), member.Text("sector"), member.Text("memberSince")).ShouldBe(($"Newest {word}", "housing", "2025-03-01"));
    }

    [Fact]
    public async Task One_that_has_not_signed_is_no_member()
    {
        var word = Guid.NewGuid().ToString("n");
        await service.Deliver(Changed(Guid.NewGuid(), 3, word));
        (await service.As(Person.With()).GetAsync($"/api/network/members?q={word}").Answers_with(HttpStatusCode.OK)).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    private static OrganisationChanged Changed(Guid id, int version, string name) =>
        new(id, version, name, "housing", "both", "large", ["E08000006"], [], null, Guid.NewGuid(), Now.AddDays(version - 5));
}
