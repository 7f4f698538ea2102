using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Charter.ServiceDefaults;

namespace Charter.Signatories.Tests;

public sealed class Editing_a_draft(SignatoryFixture service)
{
    private readonly HttpClient _registrar = service.As(service.Registrar);

    private async Task<(string Path, string Hash, JsonObject Content)> Draft()
    {
        var content = SignatoryFixture.Sample();
        var draft = await _registrar.Posts("/api/charters", content).Answers_with(HttpStatusCode.Created);
        return ($"/api/charters/{draft.Id()}/versions/1", draft.Text("contentHash")!, content);
    }

    private Task<HttpResponseMessage> Puts(string path, JsonNode content, string? seen = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new StringContent(content.ToJsonString(), Encoding.UTF8, "application/json") };
        if (seen is not null)
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{seen}\"");
        return _registrar.SendAsync(request);
    }

    [Fact]
    public async Task A_draft_takes_another_text_and_another_hash()
    {
        var (path, hash, content) = await Draft();
        content["vision"] = "Another vision.";

        var edited = await Puts(path, content, hash).Answers_with(HttpStatusCode.OK);
        edited.Text("contentHash").ShouldNotBe(hash);
        var read = await _registrar.GetAsync(path).Answers_with(HttpStatusCode.OK);
        read.GetProperty("content").Text("vision").ShouldBe("Another vision.");
        read.Text("contentHash").ShouldBe(edited.Text("contentHash"));
    }

    [Fact]
    public async Task Who_edits_what_somebody_else_has_changed_is_told_and_changes_nothing()
    {
        var (path, hash, content) = await Draft();
        content["vision"] = "The first to save.";
        var first = await Puts(path, content, hash).Answers_with(HttpStatusCode.OK);

        content["vision"] = "The second to save.";
        await Puts(path, content, hash).Is_refused(HttpStatusCode.PreconditionFailed, "charter-draft-changed");
        (await _registrar.GetAsync(path).Answers_with(HttpStatusCode.OK)).Text("contentHash").ShouldBe(first.Text("contentHash"));
        using var answer = await _registrar.GetAsync(path);
        answer.Headers.ETag!.Tag.ShouldBe($"\"{first.Text("contentHash")}\"");
    }

    [Fact]
    public async Task Of_two_edits_at_once_that_saw_the_same_text_one_is_saved()
    {
        var (path, hash, content) = await Draft();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i =>
        {
            var mine = (JsonObject)content.DeepClone();
            mine["vision"] = $"Vision {i}";
            return Puts(path, mine, hash);
        }));
        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(a => a.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed).ShouldBe(3);
    }

    [Fact]
    public async Task A_published_version_can_be_neither_edited_nor_deleted()
    {
        var (path, _, content) = await Draft();
        await _registrar.Posts($"{path}/publication", "{}").Answers_with(HttpStatusCode.OK);
        content["vision"] = "Too late.";
        await Puts(path, content).Is_refused(HttpStatusCode.Conflict, "charter-version-published");
        await _registrar.DeleteAsync(path).Is_refused(HttpStatusCode.Conflict, "charter-version-published");
    }

    [Fact]
    public async Task Every_bad_field_of_an_edit_is_named()
    {
        var (path, _, content) = await Draft();
        content["vision"] = "";
        content["principles"]![1] = " ";
        await Puts(path, content).Is_invalid("vision", "principles[1]");
    }

    [Fact]
    public async Task A_draft_that_was_never_published_is_deleted_and_its_number_is_not_given_again()
    {
        var charter = await service.PublishedCharter();
        await _registrar.Posts($"/api/charters/{charter.Id}/versions", SignatoryFixture.Sample("Second")).Answers_with(HttpStatusCode.Created);
        await _registrar.DeleteAsync($"/api/charters/{charter.Id}/versions/2").Answers_with(HttpStatusCode.NoContent);
        await _registrar.GetAsync($"/api/charters/{charter.Id}/versions/2").Is_refused(HttpStatusCode.NotFound, "not-found");

        (await _registrar.Posts($"/api/charters/{charter.Id}/versions", SignatoryFixture.Sample("Third")).Answers_with(HttpStatusCode.Created)).GetProperty("version").GetInt32().ShouldBe(3);
        await service.Anonymous().GetAsync($"/api/charters/{charter.Id}/versions/1").Answers_with(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_charter_goes_with_its_only_draft()
    {
        var (path, _, _) = await Draft();
        await _registrar.DeleteAsync(path).Answers_with(HttpStatusCode.NoContent);
        await _registrar.GetAsync(path[..path.IndexOf("/versions", StringComparison.Ordinal)]).Is_refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Only_a_registrar_edits_and_deletes()
    {
        var (path, _, content) = await Draft();
        foreach (var client in new[] { service.As(Person.With(Roles.Assessor)), service.As(Person.With()) })
        {
            await client.PutAsync(path, new StringContent(content.ToJsonString(), Encoding.UTF8, "application/json")).Is_refused(HttpStatusCode.Forbidden, "forbidden");
            await client.DeleteAsync(path).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        }
    }

    [Fact]
    public async Task A_text_that_is_still_to_be_written_is_not_published()
    {
        var (path, hash, content) = await Draft();
        content["principles"]![0] = "To be written: what comes first";
        content["outcomeMenu"]![0]!["outcomes"]![0] = "to be written";
        await Puts(path, content, hash).Answers_with(HttpStatusCode.OK);

        var read = await _registrar.GetAsync(path).Answers_with(HttpStatusCode.OK);
        read.GetProperty("unfinished").EnumerateArray().Select(f => f.GetString()).ShouldBe(["principles", "outcomeMenu"]);
        await _registrar.Posts($"{path}/publication", "{}").Is_refused(HttpStatusCode.Conflict, "charter-version-unfinished");
    }

    [Fact]
    public async Task What_is_published_is_what_was_read()
    {
        var (path, hash, content) = await Draft();
        content["vision"] = "Changed since.";
        await Puts(path, content).Answers_with(HttpStatusCode.OK);
        await _registrar.Posts($"{path}/publication", new { contentHash = hash }).Is_refused(HttpStatusCode.PreconditionFailed, "charter-draft-changed");
        (await _registrar.GetAsync(path).Answers_with(HttpStatusCode.OK)).Text("status").ShouldBe("draft");
    }

    [Fact]
    public async Task A_new_version_gives_the_notice_that_the_published_one_promises()
    {
        var content = SignatoryFixture.Sample();
        content["signing"] = new JsonObject { ["noticeDays"] = 28 };
        var id = (await _registrar.Posts("/api/charters", content).Answers_with(HttpStatusCode.Created)).Id();
        await _registrar.Posts($"/api/charters/{id}/versions/1/publication", "{}").Answers_with(HttpStatusCode.OK);   // the first needs no notice
        content["vision"] = "Another.";
        content["signing"] = null;
        await _registrar.Posts($"/api/charters/{id}/versions", content).Answers_with(HttpStatusCode.Created);

        var earliest = TimeProvider.System.Today().AddDays(28);
        var refusal = await _registrar.Posts($"/api/charters/{id}/versions/2/publication", new { inForceFrom = earliest.AddDays(-1).ToString("yyyy-MM-dd") })
            .Is_refused(HttpStatusCode.Conflict, "charter-notice-too-short");
        refusal.Text("earliest").ShouldBe(earliest.ToString("yyyy-MM-dd"));
        var charter = await service.Anonymous().GetAsync($"/api/charters/{id}").Answers_with(HttpStatusCode.OK);
        charter.GetProperty("noticeDays").GetInt32().ShouldBe(28);
        charter.Text("earliestInForce").ShouldBe(earliest.ToString("yyyy-MM-dd"));
        (await _registrar.Posts($"/api/charters/{id}/versions/2/publication", "{}").Answers_with(HttpStatusCode.OK)).Text("inForceFrom").ShouldBe(earliest.ToString("yyyy-MM-dd"));
    }

    [Fact]
    public async Task Rules_of_signing_are_part_of_the_text_and_their_absence_changes_no_hash()
    {
        var (_, hash, content) = await Draft();
        content["signing"] = null;
        (await _registrar.Posts("/api/charters", content).Answers_with(HttpStatusCode.Created)).Text("contentHash").ShouldBe(hash);
        content["signing"] = new JsonObject { ["signatories"] = new JsonArray("Chief executive", "Chair"), ["reminderDays"] = new JsonArray(30, 7) };
        (await _registrar.Posts("/api/charters", content).Answers_with(HttpStatusCode.Created)).Text("contentHash").ShouldNotBe(hash);
    }

    [Theory]
    [InlineData("""{"noticeDays":366}""", "signing.noticeDays")]
    [InlineData("""{"noticeDays":"a month"}""", "signing.noticeDays")]
    [InlineData("""{"noticeDays":1.5}""", "signing.noticeDays")]
    [InlineData("""{"resigningDays":-1}""", "signing.resigningDays")]
    [InlineData("""{"reminderDays":[7,731]}""", "signing.reminderDays")]
    [InlineData("""{"signatories":["Chair","chair"]}""", "signing.signatories")]
    [InlineData("""{"signatories":["a","b","c","d","e","f"]}""", "signing.signatories")]
    public async Task Rules_of_signing_that_cannot_be_are_named(string rules, string field)
    {
        var content = SignatoryFixture.Sample();
        content["signing"] = JsonNode.Parse(rules);
        await _registrar.Posts("/api/charters", content).Is_invalid(field);
    }

    [Fact]
    public async Task Charters_of_several_partnerships_stand_side_by_side()
    {
        var (north, south) = ($"North {Guid.NewGuid():n}", $"South {Guid.NewGuid():n}");
        foreach (var partnership in new[] { north, north, south })
        {
            var content = SignatoryFixture.Sample();
            content["partnership"] = partnership;
            var id = (await _registrar.Posts("/api/charters", content).Answers_with(HttpStatusCode.Created)).Id();
            await _registrar.Posts($"/api/charters/{id}/versions/1/publication", "{}").Answers_with(HttpStatusCode.OK);
        }

        var list = await service.Anonymous().GetAsync($"/api/charters?partnership={Uri.EscapeDataString(north.ToUpperInvariant())}").Answers_with(HttpStatusCode.OK);
        list.GetProperty("items").EnumerateArray().Select(c => c.Text("partnership")).ShouldBe([north, north]);
        var counts = list.GetProperty("partnerships").EnumerateArray().ToDictionary(p => p.Text("name")!, p => p.GetProperty("charters").GetInt32());
        (counts[north], counts[south]).ShouldBe((2, 1));
    }

    [Fact]
    public async Task A_charter_shows_its_line_of_versions_and_drafts_to_registrars_only()
    {
        var charter = await service.PublishedCharter();
        await _registrar.Posts($"/api/charters/{charter.Id}/versions", SignatoryFixture.Sample("Second")).Answers_with(HttpStatusCode.Created);
        await _registrar.Posts($"/api/charters/{charter.Id}/versions/2/publication", "{}").Answers_with(HttpStatusCode.OK);
        await _registrar.Posts($"/api/charters/{charter.Id}/versions", SignatoryFixture.Sample("Third")).Answers_with(HttpStatusCode.Created);

        (await States(service.Anonymous())).ShouldBe(["2 published", "1 superseded"]);
        (await States(_registrar)).ShouldBe(["3 draft", "2 published", "1 superseded"]);

        async Task<IEnumerable<string>> States(HttpClient client) => (await client.GetAsync($"/api/charters/{charter.Id}").Answers_with(HttpStatusCode.OK))
            .GetProperty("versions").EnumerateArray().Select(v => $"{v.GetProperty("number").GetInt32()} {v.Text("status")}");
    }
}
