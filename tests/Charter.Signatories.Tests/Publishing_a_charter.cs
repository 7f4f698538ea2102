using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Signatories.Tests;

public sealed class Publishing_a_charter(SignatoryFixture service)
{
    private readonly HttpClient _registrar = service.As(service.Registrar);

    [Fact]
    public async Task An_imported_charter_is_a_draft_that_only_registrars_see()
    {
        var draft = await _registrar.Posts("/api/charters", SignatoryFixture.Sample()).Answers_with(HttpStatusCode.Created);
        var path = $"/api/charters/{draft.Id()}/versions/1";

        (await _registrar.GetAsync(path).Answers_with(HttpStatusCode.OK)).Text("status").ShouldBe("draft");
        await service.Anonymous().GetAsync(path).Is_refused(HttpStatusCode.NotFound, "not-found");
        await service.As(Person.With()).GetAsync(path).Is_refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_published_version_is_announced_with_its_duties_and_outcomes()
    {
        var charter = await service.PublishedCharter();

        var published = await service.Published<CharterPublished>(e => e.CharterId == charter.Id);
        published.Duties.Select(d => d.Code).ShouldBe(["embed", "deliver", "demonstrate", "C1", "C2", "C3", "C4", "P1", "P2"]);
        published.Outcomes.Count.ShouldBe(27);
        published.ContentHash.ShouldBe(charter.Hash);
        published.PublishedBy.ShouldBe(service.Registrar.Subject);
    }

    [Fact]
    public async Task The_published_list_shows_the_version_in_force()
    {
        var charter = await service.PublishedCharter();

        var list = await service.Anonymous().GetAsync("/api/charters").Answers_with(HttpStatusCode.OK);
        list.GetProperty("items").EnumerateArray().Single(c => c.Id() == charter.Id).GetProperty("currentVersion").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Anybody_can_compute_the_content_hash_from_what_the_api_shows()
    {
        var charter = await service.PublishedCharter();

        var version = await service.Anonymous().GetAsync($"/api/charters/{charter.Id}/versions/1").Answers_with(HttpStatusCode.OK);
        var canonical = Canonical(JsonNode.Parse(version.GetProperty("content").GetRawText())!);
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))).ShouldBe(version.Text("contentHash"));
    }

    [Fact]
    public async Task A_published_version_cannot_be_published_again()
    {
        var charter = await service.PublishedCharter();
        await _registrar.Posts($"/api/charters/{charter.Id}/versions/1/publication", "{}").Is_refused(HttpStatusCode.Conflict, "charter-version-published");
    }

    [Fact]
    public async Task A_draft_without_a_change_is_not_published()
    {
        var first = SignatoryFixture.Sample();
        var draft = await _registrar.Posts("/api/charters", first).Answers_with(HttpStatusCode.Created);
        await _registrar.Posts($"/api/charters/{draft.Id()}/versions/1/publication", "{}").Answers_with(HttpStatusCode.OK);
        await _registrar.Posts($"/api/charters/{draft.Id()}/versions", first).Answers_with(HttpStatusCode.Created);
        await _registrar.Posts($"/api/charters/{draft.Id()}/versions/2/publication", "{}").Is_refused(HttpStatusCode.Conflict, "charter-version-unchanged");
    }

    [Fact]
    public async Task A_charter_is_never_back_dated_nor_put_off_for_ever()
    {
        var draft = await _registrar.Posts("/api/charters", SignatoryFixture.Sample()).Answers_with(HttpStatusCode.Created);
        await _registrar.Posts($"/api/charters/{draft.Id()}/versions/1/publication", """{"inForceFrom":"2020-01-01"}""").Is_invalid("inForceFrom");
        await _registrar.Posts($"/api/charters/{draft.Id()}/versions/1/publication", """{"inForceFrom":"9999-12-31"}""").Is_invalid("inForceFrom");
    }

    [Fact]
    public async Task Every_bad_field_of_an_import_is_named()
    {
        var charter = SignatoryFixture.Sample();
        charter.Remove("vision");
        charter["title"] = 5;
        charter["valueWords"] = new JsonArray();
        charter["principles"]![2] = "";
        charter["commitments"]![0]!["code"] = "promise";
        charter["providerDuties"]![1]!["code"] = "C1";
        charter["outcomeMenu"]![0]!["outcomes"]![1] = "Reducing worklessness";

        await _registrar.Posts("/api/charters", charter).Is_invalid(
            "vision", "title", "valueWords", "principles[2]", "commitments[0].code", "outcomeMenu[0].outcomes");
    }

    [Fact]
    public async Task Rules_between_fields_of_an_import_are_named_too()
    {
        var charter = SignatoryFixture.Sample();
        charter["commitments"]![0]!["code"] = "deliver";
        charter["providerDuties"]![1]!["code"] = "C1";

        await _registrar.Posts("/api/charters", charter).Is_invalid("commitments", "commissionerDuties");
    }

    [Theory]
    [InlineData("commitments")]
    [InlineData("commissionerDuties")]
    [InlineData("outcomeMenu")]
    [InlineData("principles")]
    public async Task A_list_with_holes_is_named_at_the_hole(string list)
    {
        var charter = SignatoryFixture.Sample();
        charter[list]![1] = null;
        await _registrar.Posts("/api/charters", charter).Is_invalid($"{list}[1]");
    }

    [Fact]
    public async Task Two_versions_published_at_once_do_not_pass_each_other()
    {
        var charter = await service.PublishedCharter();
        foreach (var title in new[] { "Second", "Third" })
            await _registrar.Posts($"/api/charters/{charter.Id}/versions", SignatoryFixture.Sample(title)).Answers_with(HttpStatusCode.Created);
        var (sooner, later) = (new { inForceFrom = DateTime.UtcNow.AddDays(10).ToString("yyyy-MM-dd") }, new { inForceFrom = DateTime.UtcNow.AddDays(20).ToString("yyyy-MM-dd") });

        var answers = await Task.WhenAll(_registrar.Posts($"/api/charters/{charter.Id}/versions/2/publication", later), _registrar.Posts($"/api/charters/{charter.Id}/versions/3/publication", sooner));
        answers.Count(a => a.IsSuccessStatusCode).ShouldBe(1);
    }

    [Theory]
    [InlineData("not json at all")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"title\": \"\\u0000\"}")]
    [InlineData("{\"title\": \"\\ud800\"}")]
    [InlineData("{\"commitments\": {\"code\": 1}}")]
    public async Task What_is_not_a_charter_is_refused_and_never_an_error_of_ours(string body) =>
        await _registrar.Posts("/api/charters", body).Is_refused(HttpStatusCode.BadRequest, "invalid-request");

    [Fact]
    public async Task Json_that_is_nested_too_deeply_is_refused() =>
        await _registrar.Posts("/api/charters", new string('[', 5_000) + new string(']', 5_000)).Is_refused(HttpStatusCode.BadRequest, "invalid-request");

    [Fact]
    public async Task A_body_of_more_than_a_megabyte_is_refused() =>
        await _registrar.Posts("/api/charters", $$"""{"title":"{{new string('x', 2_000_000)}}"}""").Is_refused(HttpStatusCode.RequestEntityTooLarge, "too-large");

    [Fact]
    public async Task Only_a_registrar_brings_in_charters()
    {
        await service.Anonymous().Posts("/api/charters", SignatoryFixture.Sample()).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
        await service.As(Person.With(Roles.Assessor)).Posts("/api/charters", SignatoryFixture.Sample()).Is_refused(HttpStatusCode.Forbidden, "forbidden");
    }

    private static string Canonical(JsonNode? node) => node switch
    {
        JsonObject o => "{" + string.Join(",", o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"\"{p.Key}\":{Canonical(p.Value)}")) + "}",
        JsonArray a => "[" + string.Join(",", a.Select(Canonical)) + "]",
        _ => $"\"{node!.GetValue<string>().Replace("\\", "\\\\").Replace("\"", "\\\"")}\"",
    };
}
