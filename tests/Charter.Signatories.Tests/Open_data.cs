using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Xml.Linq;
using Charter.Contracts;

namespace Charter.Signatories.Tests;

public sealed class Open_data(SignatoryFixture service)
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    private static string Today => $"{TimeZoneInfo.ConvertTimeBySystemTimeZoneId(DateTime.UtcNow, "Europe/London"):yyyy-MM-dd}";

    private async Task<XElement> Feed(string address = "/api/register/changes.atom")
    {
        using var answer = await service.Anonymous().GetAsync(address);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/atom+xml");
        return XElement.Parse(await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_cell_that_a_spreadsheet_would_run_is_text()
    {
        var charter = await service.PublishedCharter();
        var word = $"{Guid.NewGuid():n}"[..12];
        var number = Random.Shared.Next(10_000_000, 99_999_999).ToString();
        await service.SignedOrganisation(charter, SignatoryFixture.Organisation($"=HYPERLINK(\"x\",\"{word}\")", identifiers: new { scheme = "GB-COH", id = number }));
        using var answer = await service.Anonymous().GetAsync("/api/register/export?format=csv");
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        answer.Content.Headers.ContentDisposition!.FileName.ShouldBe($"register-{Today}.csv");
        answer.Headers.GetValues("Link").Single().ShouldStartWith("<https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/>; rel=\"license\"");
        var lines = (await answer.Content.ReadAsStringAsync()).Split("\r\n");
        lines[0].ShouldBe("organisation_id,name,identifiers,sector,kind,size_band,place_codes,place_names,status,since,signed_on,charter_id,charter_version,mark,as_at,licence");
        var line = lines.Single(l => l.Contains(word));
        line.ShouldContain($"\"'=HYPERLINK(\"\"x\"\",\"\"{word}\"\")\"");
        line.ShouldContain($"GB-COH-{number}");
        line.ShouldEndWith($",{Today},https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/");
    }

    [Fact]
    public async Task The_whole_register_is_there_once_in_either_format_however_many_pieces_it_comes_in()
    {
        await using var alone = new SignatoryFixture();
        await alone.InitializeAsync();
        var charter = await alone.PublishedCharter();
        await alone.SignedOrganisation(charter, SignatoryFixture.Organisation("Zulu Trust"));
        await alone.Sql($"""
            insert into register_period (organisation_id, from_on, name, sort_name, sector, kind, size_band, places, status, charter_id, charter_version, signature_id, signed_on, mark)
            select gen_random_uuid(), '2026-01-01', 'Same', 'same', 'faith', 'neither', 'small', array['E08000001'], 'in-force', '{charter.Id}', 1, gen_random_uuid(), '2026-01-01', '' from generate_series(1, 2500)
            """);
        var whole = await alone.Anonymous().GetAsync("/api/register/export?format=json").Answers_with(HttpStatusCode.OK);
        whole.Text("asAt").ShouldBe(Today);
        whole.GetProperty("licence").Text("name").ShouldBe("Open Government Licence v3.0");
        whole.GetProperty("items").EnumerateArray().Select(i => i.Id("organisationId")).Distinct().Count().ShouldBe(2501);
        whole.GetProperty("items").GetArrayLength().ShouldBe(2501);
        (await alone.Anonymous().GetStringAsync("/api/register/export")).Trim().Split("\r\n").Length.ShouldBe(2502);
        (await alone.Anonymous().GetStringAsync("/api/register/export?asAt=2025-12-31")).Trim().Split("\r\n").Length.ShouldBe(1);
        (await alone.Anonymous().GetStringAsync("/api/register/export?asAt=2026-02-01&sector=faith")).Trim().Split("\r\n").Length.ShouldBe(2501);
    }

    [Theory]
    [InlineData("?format=xlsx", "format")]
    [InlineData("?asAt=2999-01-01", "asAt")]
    [InlineData("?asAt=x", "asAt")]
    [InlineData("?sector=x", "sector")]
    public async Task A_download_that_cannot_be_had_is_refused_by_field(string query, string field) => await service.Anonymous().GetAsync($"/api/register/export{query}").Is_invalid(field);

    [Fact]
    public async Task The_feed_tells_what_happened_to_whom_and_names_no_person()
    {
        var charter = await service.PublishedCharter();
        var name = $"Irwell & Sons <{Guid.NewGuid():n}>";
        var (id, _) = await service.SignedOrganisation(charter, SignatoryFixture.Organisation(name));
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        await service.Deliver(new KiteMarkAwarded(Guid.NewGuid(), 1, Guid.NewGuid(), id, "scheme", "bronze", today, today.AddYears(3), Guid.NewGuid(), DateTimeOffset.UtcNow));
        await service.Sql($"insert into history_entry values (gen_random_uuid(), 'moved-to-mars', '{id}', gen_random_uuid(), now(), now(), '{{}}')");

        var feed = await Feed();
        var entries = feed.Elements(Atom + "entry").Where(e => e.Element(Atom + "title")!.Value.StartsWith(name, StringComparison.Ordinal)).ToList();
        entries.Select(e => e.Element(Atom + "title")!.Value[(name.Length + 2)..]).ShouldBe(["moved to mars", "was awarded the bronze kite mark", "signed version 1 of the charter"]);
        entries.ShouldAllBe(e => e.Element(Atom + "id")!.Value.StartsWith("urn:uuid:") && e.Element(Atom + "updated")!.Value.EndsWith('Z'));
        feed.Element(Atom + "updated")!.Value.ShouldBe(feed.Elements(Atom + "entry").First().Element(Atom + "updated")!.Value);
        feed.Element(Atom + "rights")!.Value.ShouldStartWith("Open Government Licence v3.0");
        feed.ToString().ShouldNotContain("Avery");
        feed.ToString().ShouldNotContain("@");
    }

    [Fact]
    public async Task The_feed_goes_on_page_by_page_to_its_beginning_without_gap_or_repetition()
    {
        await using var alone = new SignatoryFixture();
        await alone.InitializeAsync();
        var (id, _) = await alone.SignedOrganisation(await alone.PublishedCharter());
        // Marks may be awarded to organisations that this service does not know.
        await alone.Sql($"insert into history_entry select gen_random_uuid(), 'renewed', case when i % 2 = 0 then gen_random_uuid() else '{id}' end, gen_random_uuid(), now(), now(), '{{}}' from generate_series(1, 119) as i");
        var ids = new List<string>();
        for (var next = "/api/register/changes.atom"; next is not null;)
        {
            var feed = XElement.Parse(await alone.Anonymous().GetStringAsync(next));
            ids.AddRange(feed.Elements(Atom + "entry").Select(e => e.Element(Atom + "id")!.Value));
            next = feed.Elements(Atom + "link").SingleOrDefault(l => l.Attribute("rel")!.Value == "next")?.Attribute("href")!.Value;
        }
        ids.Distinct().Count().ShouldBe(120);
        ids.Count.ShouldBe(120);
        await alone.Anonymous().GetAsync("/api/register/changes.atom?after=x").Is_invalid("after");
    }

    [Fact]
    public async Task Whoever_has_it_already_is_told_so_until_it_changes()
    {
        var (id, signatory) = await service.SignedOrganisation(await service.PublishedCharter());
        foreach (var address in new[] { $"/api/register/{id}", $"/api/register/{id}/history", $"/api/register/as-at/{Today}/{id}", $"/api/register/as-at/2000-01-01" })
        {
            using var first = await service.Anonymous().GetAsync(address);
            first.Headers.CacheControl!.ToString().ShouldBe("public, no-cache", address);
            first.Headers.GetValues("Link").First().ShouldContain("rel=\"license\"", Case.Sensitive, address);
            using var again = await Asking(address, first.Headers.ETag!);
            again.StatusCode.ShouldBe(HttpStatusCode.NotModified, address);
            (await again.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
            again.Headers.ETag.ShouldBe(first.Headers.ETag);
        }
        using var before = await service.Anonymous().GetAsync($"/api/register/{id}");
        var signature = JsonSerializer.Deserialize<JsonElement>(await before.Content.ReadAsStringAsync()).GetProperty("signature").Id();
        (await service.As(signatory).PutAsync($"/api/signatures/{signature}/consent", new StringContent("""{"consentsToPublish":false}""", MediaTypeHeaderValue.Parse("application/json")))).EnsureSuccessStatusCode();
        using var after = await Asking($"/api/register/{id}", before.Headers.ETag!);
        after.StatusCode.ShouldBe(HttpStatusCode.OK);

        using var feed = await service.Anonymous().GetAsync("/api/register/changes.atom");
        await service.SignedOrganisation(await service.PublishedCharter());
        using var newer = await Asking("/api/register/changes.atom", feed.Headers.ETag!);
        newer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<HttpResponseMessage> Asking(string address, EntityTagHeaderValue tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.IfNoneMatch.Add(tag);
        return await service.Anonymous().SendAsync(request);
    }
}
