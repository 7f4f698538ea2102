using System.Net;
using System.Net.Http.Headers;

namespace Charter.Champions.Tests;

public sealed class Access(ChampionsFixture service)
{
    public static TheoryData<string, string> Closed => new()
    {
        { "GET", "/api/network" },
        { "GET", "/api/network/members" },
        { "GET", "/api/network/champions" },
        { "GET", "/api/network/champions/me" },
        { "GET", $"/api/network/champions/{Guid.NewGuid()}" },
        { "POST", "/api/network/champions" },
        { "GET", "/api/network/practices" },
        { "GET", $"/api/network/practices/{Guid.NewGuid()}" },
        { "POST", "/api/network/practices" },
        { "DELETE", "/api/network/practices" },
    };

    [Theory, MemberData(nameof(Closed))]
    public async Task A_stranger_is_asked_to_sign_in_before_anything_else(string method, string path)
    {
        using var request = new HttpRequestMessage(new(method), path) { Content = new StringContent("<x/>", MediaTypeHeaderValue.Parse("application/xml")) };
        await service.Anonymous().SendAsync(request).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
    }

    [Theory]
    [InlineData("/api/network/members?sector=charities", "sector")]
    [InlineData("/api/network/members?place=Salford", "place")]
    [InlineData("/api/network/members?after=zzz", "after")]
    [InlineData("/api/network/members?size=0", "size")]
    [InlineData("/api/network/members?q=%00", "q")]
    [InlineData("/api/network/champions?sector=charities", "sector")]
    [InlineData("/api/network/champions?place=Salford", "place")]
    [InlineData("/api/network/champions?after=zzz", "after")]
    [InlineData("/api/network/champions?size=many", "size")]
    [InlineData("/api/network/champions/salford", "championId")]
    [InlineData("/api/network/practices?after=zzz", "after")]
    [InlineData("/api/network/practices?area=%00", "area")]
    [InlineData("/api/network/practices?size=-1", "size")]
    [InlineData("/api/network/practices/first", "practiceId")]
    public async Task A_bad_filter_is_named(string path, string field) => await service.As(Person.With()).GetAsync(path).Is_invalid(field);

    [Theory]
    [InlineData("' & | ! :* <-> ()")]
    [InlineData("%_\\")]
    [InlineData("<script>alert(1)</script>")]
    public async Task Any_text_may_be_searched_for(string query)
    {
        foreach (var list in new[] { "members", "champions", "practices" })
            await service.As(Person.With()).GetAsync($"/api/network/{list}?q={Uri.EscapeDataString(query)}").Answers_with(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_api_document_tells_the_items_of_one_list_from_those_of_another()
    {
        var document = await service.Anonymous().GetAsync("/openapi/v1.json").Answers_with(HttpStatusCode.OK);
        var schemas = document.GetProperty("components").GetProperty("schemas");
        schemas.GetProperty("ListMembersItem").GetProperty("properties").TryGetProperty("memberSince", out _).ShouldBeTrue();
        schemas.GetProperty("SearchPracticesItem").GetProperty("properties").TryGetProperty("deliveryArea", out _).ShouldBeTrue();
    }
}
