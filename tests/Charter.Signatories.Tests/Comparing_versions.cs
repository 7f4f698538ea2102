using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Charter.Signatories.Tests;

public sealed class Comparing_versions(SignatoryFixture service)
{
    private readonly HttpClient _registrar = service.As(service.Registrar);

    private async Task<JsonElement> Differences(JsonObject before, JsonObject after)
    {
        var id = (await _registrar.Posts("/api/charters", before).Answers_with(HttpStatusCode.Created)).Id();
        await _registrar.Posts($"/api/charters/{id}/versions", after).Answers_with(HttpStatusCode.Created);
        return await _registrar.GetAsync($"/api/charters/{id}/versions/2/differences?from=1").Answers_with(HttpStatusCode.OK);
    }

    private static JsonElement Section(JsonElement differences, string name) => differences.GetProperty("sections").EnumerateArray().Single(s => s.Text("name") == name);

    private static IEnumerable<string> Runs(JsonElement part) => part.GetProperty("text").EnumerateArray().Select(r => $"{r.Text("kind")}: {r.Text("text")}");

    private static IEnumerable<string> Changes(JsonElement section) => section.GetProperty("entries").EnumerateArray()
        .Select(e => $"{e.Text("change")} {Place(e, "from")}>{Place(e, "to")}");

    private static string Place(JsonElement entry, string name) => entry.GetProperty(name) is { ValueKind: JsonValueKind.Number } place ? place.GetInt32().ToString() : "";

    [Fact]
    public async Task A_text_is_compared_word_by_word()
    {
        var (before, after) = (SignatoryFixture.Sample(), SignatoryFixture.Sample());
        before["vision"] = "We want good work for all, and clean air.";
        after["vision"] = "We want good and lasting work for everybody, and clean air.";

        var vision = Section(await Differences(before, after), "vision");
        vision.GetProperty("changed").GetBoolean().ShouldBeTrue();
        Runs(vision).ShouldBe(["unchanged: We want good ", "added: and lasting ", "unchanged: work for ", "removed: all", "added: everybody", "unchanged: , and clean air."]);
    }

    [Fact]
    public async Task Entries_are_recognised_by_code_or_likeness_and_said_to_be_moved()
    {
        var (before, after) = (SignatoryFixture.Sample(), SignatoryFixture.Sample());
        var duties = after["commissionerDuties"]!.AsArray();
        duties[1]!["text"] = "Something else altogether.";
        var last = duties[3]!.DeepClone();
        duties.RemoveAt(3);
        duties.Insert(0, last);
        var principles = after["principles"]!.AsArray();
        principles[1] = "Think long term: spend this year so that the good it does lasts.";
        principles.RemoveAt(4);
        principles.Add("Learn from each other.");

        var differences = await Differences(before, after);
        Changes(Section(differences, "commissionerDuties")).ShouldBe(["moved 4>1", "unchanged 1>2", "changed 2>3", "unchanged 3>4"]);
        Changes(Section(differences, "principles")).ShouldBe(["unchanged 1>1", "changed 2>2", "unchanged 3>3", "unchanged 4>4", "added >5", "removed 5>"]);
        Section(differences, "providerDuties").GetProperty("changed").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Without_a_version_to_compare_with_it_is_the_one_published_before()
    {
        var charter = await service.PublishedCharter();
        await _registrar.GetAsync($"/api/charters/{charter.Id}/versions/1/differences").Is_invalid("from");
        await _registrar.Posts($"/api/charters/{charter.Id}/versions", SignatoryFixture.Sample("Second")).Answers_with(HttpStatusCode.Created);
        (await _registrar.GetAsync($"/api/charters/{charter.Id}/versions/2/differences").Answers_with(HttpStatusCode.OK)).GetProperty("from").GetProperty("number").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_draft_is_compared_for_registrars_only()
    {
        var charter = await service.PublishedCharter();
        await _registrar.Posts($"/api/charters/{charter.Id}/versions", SignatoryFixture.Sample("Second")).Answers_with(HttpStatusCode.Created);
        await service.Anonymous().GetAsync($"/api/charters/{charter.Id}/versions/2/differences?from=1").Is_refused(HttpStatusCode.NotFound, "not-found");
        await service.Anonymous().GetAsync($"/api/charters/{charter.Id}/versions/1/differences?from=2").Is_refused(HttpStatusCode.NotFound, "not-found");
        await _registrar.Posts($"/api/charters/{charter.Id}/versions/2/publication", "{}").Answers_with(HttpStatusCode.OK);
        (await service.Anonymous().GetAsync($"/api/charters/{charter.Id}/versions/2/differences?from=1").Answers_with(HttpStatusCode.OK)).GetProperty("changed").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Long_texts_with_nothing_in_common_are_compared_in_no_time()
    {
        // The quickest of some, because the machine may stall; each of other words, so that none is known.
        var quickest = TimeSpan.MaxValue;
        for (var time = 0; time < 5 && quickest > TimeSpan.FromSeconds(10); time++)
        {
            var (before, after) = (SignatoryFixture.Sample(), SignatoryFixture.Sample());
            foreach (var (charter, word) in new[] { (before, $"a{time}"), (after, $"b{time}") })
                charter["principles"] = new JsonArray([.. Enumerable.Range(0, 20).Select(i => (JsonNode)string.Join(' ', Enumerable.Range(0, 3_000).Select(n => $"{word}{i}{n % 7}")))]);
            var started = TimeProvider.System.GetTimestamp();
            await Differences(before, after);
            quickest = TimeSpan.FromTicks(Math.Min(quickest.Ticks, TimeProvider.System.GetElapsedTime(started).Ticks));
        }
        quickest.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Two_texts_are_compared_once_however_often_and_by_however_many_it_is_asked_for()
    {
        var made = 0;
        using var listener = new MeterListener { InstrumentPublished = (instrument, l) => { if (instrument.Name == "charter.differences") l.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref made, (int)count));
        listener.Start();
        await using var alone = new SignatoryFixture();   // whose comparisons are the only ones, but for those of tests that run beside this one
        await alone.InitializeAsync();
        var registrar = alone.As(alone.Registrar);
        var id = (await registrar.Posts("/api/charters", SignatoryFixture.Sample("First")).Answers_with(HttpStatusCode.Created)).Id();
        await registrar.Posts($"/api/charters/{id}/versions/1/publication", "{}").Answers_with(HttpStatusCode.OK);
        await registrar.Posts($"/api/charters/{id}/versions", SignatoryFixture.Sample("Second")).Answers_with(HttpStatusCode.Created);
        var before = made;
        var first = await registrar.GetAsync($"/api/charters/{id}/versions/2/differences").Answers_with(HttpStatusCode.OK);
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => registrar.GetAsync($"/api/charters/{id}/versions/2/differences").Answers_with(HttpStatusCode.OK)));
        answers.ShouldAllBe(a => a.GetRawText() == first.GetRawText());
        (made - before).ShouldBeLessThan(100);

        var edited = await registrar.PutAsync($"/api/charters/{id}/versions/2", JsonContent.Create(SignatoryFixture.Sample("Third"))).Answers_with(HttpStatusCode.OK);
        edited.Text("contentHash").ShouldNotBeNull();
        Runs(Section(await registrar.GetAsync($"/api/charters/{id}/versions/2/differences").Answers_with(HttpStatusCode.OK), "title")).ShouldBe(["removed: First", "added: Third"]);
    }

    /// <summary>Whatever changed, the difference holds both texts whole.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    public async Task Applied_to_the_old_text_a_difference_gives_the_new_one(int seed)
    {
        var chance = new Random(seed);
        var (before, after) = (Anyhow.Changed(SignatoryFixture.Sample(), chance), Anyhow.Changed(SignatoryFixture.Sample(), chance));
        var differences = await Differences(before, after);
        Side(differences, "removed", "from").ToJsonString().ShouldBe(Canonical(before));
        Side(differences, "added", "to").ToJsonString().ShouldBe(Canonical(after));
    }

    // The one of both texts that has these runs, and the entries that have this place.
    private static JsonObject Side(JsonElement differences, string kind, string place)
    {
        var charter = new JsonObject();
        foreach (var section in differences.GetProperty("sections").EnumerateArray())
            charter[section.Text("name")!] = Part(section, kind, place);
        return charter;
    }

    private static JsonNode Part(JsonElement part, string kind, string place) => part.GetProperty("text").ValueKind == JsonValueKind.Array
        ? string.Concat(part.GetProperty("text").EnumerateArray().Where(r => r.Text("kind") == "unchanged" || r.Text("kind") == kind).Select(r => r.Text("text")))
        : new JsonArray([.. part.GetProperty("entries").EnumerateArray().Where(e => e.GetProperty(place).ValueKind == JsonValueKind.Number).OrderBy(e => e.GetProperty(place).GetInt32())
            .Select((entry, i) =>
            {
                entry.GetProperty(place).GetInt32().ShouldBe(i + 1);
                var whole = new JsonObject();
                foreach (var one in entry.GetProperty("parts").EnumerateArray())
                    whole[one.Text("name")!] = Part(one, kind, place);
                return whole.Count == 1 && whole["text"] is { } text ? text.DeepClone() : whole;
            })]);

    private static string Canonical(JsonObject charter)
    {
        var copy = (JsonObject)charter.DeepClone();
        copy["signing"] = copy["signing"] is not JsonObject rules ? new JsonArray()
            : new JsonArray([.. new[] { "signatories", "countersigned", "noticeDays", "resigningDays", "reminderDays" }.Where(rules.ContainsKey)
                .Select(name => new JsonObject { [name] = rules[name] is JsonArray list ? new JsonArray([.. list.Select(i => (JsonNode)i!.ToString())]) : rules[name]!.ToString() })]);
        return copy.ToJsonString();
    }
}
