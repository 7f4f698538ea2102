using System.Net;
using System.Text.Json;

namespace Charter.Signatories.Tests;

public sealed class The_timeline_of_an_organisation(SignatoryFixture service)
{
    private async Task<(Guid Id, string Path)> Signed()
    {
        var (id, _) = await service.SignedOrganisation(await service.PublishedCharter());
        return (id, $"/api/register/{id}/history");
    }

    [Fact]
    public async Task It_tells_newest_first_what_happened_also_of_a_kind_that_nobody_knows()
    {
        var (id, path) = await Signed();
        await service.Sql($$"""
            insert into history_entry values
              (gen_random_uuid(), 'withdrawn', '{{id}}', gen_random_uuid(), '2020-03-02', '2020-03-02T10:00:00Z', '{"reason":"closed"}'),
              (gen_random_uuid(), 'moved-to-mars', '{{id}}', gen_random_uuid(), '2020-03-02', '2020-03-02T11:00:00Z', '{"planet":4}')
            """);
        var items = (await service.Anonymous().GetAsync(path).Answers_with(HttpStatusCode.OK)).GetProperty("items");
        items.EnumerateArray().Select(i => i.Text("kind")).ShouldBe(["signed", "moved-to-mars", "withdrawn"]);
        items[1].GetProperty("facts").GetProperty("planet").GetInt32().ShouldBe(4);
        items[0].GetProperty("facts").GetProperty("charterVersion").GetInt32().ShouldBe(1);
        items[2].Text("on").ShouldBe("2020-03-02");
        items.GetRawText().ShouldNotContain("Avery");
    }

    [Fact]
    public async Task Its_pages_follow_each_other_also_where_everything_happened_at_once()
    {
        var (id, path) = await Signed();
        await service.Sql($"insert into history_entry select gen_random_uuid(), 'renewed', '{id}', gen_random_uuid(), '2020-03-02', '2020-03-02T10:00:00.123456Z', '{{}}' from generate_series(1, 6)");
        var ids = new List<Guid>();
        for (string? after = ""; after is not null;)
        {
            var page = await service.Anonymous().GetAsync($"{path}?size=3&after={after}").Answers_with(HttpStatusCode.OK);
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.Id()));
            after = page.Text("next");
        }
        ids.Distinct().Count().ShouldBe(7);
        ids.Count.ShouldBe(7);
    }

    [Fact]
    public async Task An_organisation_that_was_never_on_the_register_has_none()
    {
        var (id, _) = await service.ConfirmedOrganisation();
        await service.Anonymous().GetAsync($"/api/register/{id}/history").Is_refused(HttpStatusCode.NotFound, "not-on-register");
        await service.Anonymous().GetAsync("/api/register/x/history").Is_invalid("organisationId");
        var (_, path) = await Signed();
        await service.Anonymous().GetAsync($"{path}?after=eyJBdCI6IngiLCJJZCI6IngifQ").Is_invalid("after");
    }
}
