using System.Net;
using System.Text;
using System.Text.Json;
using Charter.ServiceDefaults;

namespace Charter.Signatories.Tests;

public sealed class Places_that_lie_in_each_other(SignatoryFixture service)
{
    private static MultipartFormDataContent File(string content, string name = "places.csv") => new() { { new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "file", name } };

    private Task<HttpResponseMessage> Sends(string content, string to = "/api/places") => service.As(service.Registrar).PostAsync(to, File(content));

    private static string Code() => $"E05{Random.Shared.Next(100_000, 999_999)}";

    private async Task<string> Loaded(string name, string parent)
    {
        var code = Code();
        await Sends($"code,name,type,parent\n{code},{name},ward,{parent}\n").Answers_with(HttpStatusCode.OK);
        return code;
    }

    private async Task<Guid[]> Finds(string query) =>
        [.. (await service.Anonymous().GetAsync($"/api/register?size=100&{query}").Answers_with(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().Select(i => i.Id("organisationId"))];

    [Fact]
    public async Task An_organisation_that_serves_a_ward_is_found_under_its_district_and_its_county()
    {
        var ward = await Loaded("Grumblethwaite", "E07000127");
        var charter = await service.PublishedCharter();
        var (id, _) = await service.SignedOrganisation(charter, SignatoryFixture.Organisation(sector: "faith", places: [ward]));
        var (county, _) = await service.SignedOrganisation(charter, SignatoryFixture.Organisation(sector: "faith", places: ["X-LANCASHIRE"]));

        (await Finds($"sector=faith&place={ward}")).ShouldBe([id]);
        (await Finds("sector=faith&place=E07000127")).ShouldContain(id);
        var inLancashire = await Finds("sector=faith&place=X-LANCASHIRE");
        inLancashire.ShouldContain(id);
        inLancashire.ShouldContain(county);
        (await Finds("sector=faith&place=E07000127")).ShouldNotContain(county);
        (await Finds("sector=faith&place=X-CUMBRIA")).ShouldNotContain(id);
        (await Finds("q=grumblethw lancash")).ShouldBe([id]);
        (await service.RegisterEntry(id)).GetProperty("places")[0].Text("name").ShouldBe("Grumblethwaite");

        var page = await service.Anonymous().GetAsync("/api/register?sector=faith&place=X-LANCASHIRE").Answers_with(HttpStatusCode.OK);
        page.GetProperty("total").GetInt64().ShouldBe(inLancashire.Length);
    }

    [Theory]
    [InlineData("code,name,type,parent\nE05999001,Turned\u202Eward,ward,E08000006\n")]
    [InlineData("""{"features":[{"properties":{"code":"E05999001","name":"Turned\u2067ward","parent":"E08000006"}}]}""")]
    public async Task A_name_that_would_read_as_another_is_a_bad_line(string content)
    {
        var line = (await Sends(content, "/api/places/preview").Answers_with(HttpStatusCode.OK)).GetProperty("lines")[0];
        line.Text("verdict").ShouldBe("bad");
        line.Text("reason")!.ShouldContain("direction of text");
        (await Sends(content)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Broken_unicode_in_boundaries_is_refused() =>
        await Sends("""{"features":[{"properties":{"code":"E05999001","name":"half \ud800 pair"}}]}""").Is_invalid("file");

    [Fact]
    public async Task A_ward_that_comes_to_lie_elsewhere_takes_its_organisations_with_it()
    {
        var ward = await Loaded("Wobblethorpe", "E07000127");
        var (id, _) = await service.SignedOrganisation(await service.PublishedCharter(), SignatoryFixture.Organisation(sector: "industry-body", places: [ward]));
        var answer = await Sends($"code,name,type,parent\n{ward},Wobblethorpe West,ward,E08000014\n").Answers_with(HttpStatusCode.OK);
        answer.GetProperty("changed").GetInt32().ShouldBe(1);

        (await Finds("sector=industry-body&place=E08000014")).ShouldContain(id);
        (await Finds("sector=industry-body&place=E07000127")).ShouldNotContain(id);
        (await Finds("q=wobblethorpe west sefton")).ShouldBe([id]);
    }

    [Fact]
    public async Task A_place_that_nobody_loaded_is_refused_and_one_that_was_is_taken()
    {
        var client = service.As(Person.With());
        await client.Posts("/api/organisations", SignatoryFixture.Organisation(places: ["E05000001"])).Is_invalid("places");
        var ward = await Loaded("Nibblewood", "E08000006");
        (await client.Posts("/api/organisations", SignatoryFixture.Organisation(places: [ward])).Answers_with(HttpStatusCode.Created)).GetProperty("places")[0].Text("name").ShouldBe("Nibblewood");
        await service.Anonymous().GetAsync("/api/register?place=E05000001").Is_invalid("place");
    }

    [Fact]
    public async Task A_file_with_bad_lines_says_what_is_wrong_with_each_and_loads_nothing()
    {
        var (good, twice, loop) = (Code(), Code(), Code());
        var file = $"""
            code,name,type,parent
            {good},Fine,ward,E08000006
            ,No code,ward,E08000006
            {twice},Once,ward,E08000006
            {twice},Twice,ward,E08000006
            {Code()},,ward,E08000006
            {Code()},Sort,village,E08000006
            {Code()},Orphan,ward,E08999999
            E08000006,Manchester's neighbour,district,E11000001
            {loop},In itself,ward,{loop}
            not a code,Bad,ward,E08000006
            """;
        var preview = await Sends(file, "/api/places/preview").Answers_with(HttpStatusCode.OK);
        preview.GetProperty("lines").EnumerateArray().Where(l => l.Text("verdict") == "bad").Select(l => l.GetProperty("line").GetInt32()).ShouldBe([3, 5, 6, 7, 8, 9, 10, 11]);
        preview.GetProperty("lines").EnumerateArray().Where(l => l.Text("verdict") == "bad").ShouldAllBe(l => !string.IsNullOrWhiteSpace(l.Text("reason")));

        await Sends(file).Is_invalid([.. new[] { 3, 5, 6, 7, 8, 9, 10, 11 }.Select(l => $"lines[{l}]")]);
        (await service.Sql($"select count(*) from place where code = '{good}'")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task The_table_of_the_preview_can_be_corrected_and_loaded()
    {
        var code = Code();
        var preview = await Sends($"code;name;type;parent\r\n{code};\"Quarter, North\";area;E08000006\r\n", "/api/places/preview").Answers_with(HttpStatusCode.OK);
        var table = preview.Text("table")!;
        table.ShouldBe($"code,name,type,parent\n{code},\"Quarter, North\",area,E08000006\n");
        await service.As(service.Registrar).PostAsync("/api/places", new MultipartFormDataContent { { new StringContent(table.Replace("North", "South")), "text" } }).Answers_with(HttpStatusCode.OK);
        var listed = await service.As(Person.With()).GetAsync($"/api/places?codes={code}").Answers_with(HttpStatusCode.OK);
        listed.GetProperty("items")[0].Text("name").ShouldBe("Quarter, South");
        listed.GetProperty("items")[0].GetProperty("parent").Text("name").ShouldBe("Salford");
    }

    [Fact]
    public async Task Boundaries_of_wards_as_they_are_published_are_taken_as_places()
    {
        var answer = await Sends(System.IO.File.ReadAllText(RealData.PathOf("geo/west_lancashire-ward-boundaries.geojson"))).Answers_with(HttpStatusCode.OK);
        answer.GetProperty("bad").GetInt32().ShouldBe(0);
        var wards = await service.As(Person.With()).GetAsync("/api/places?within=E07000127&type=ward").Answers_with(HttpStatusCode.OK);
        wards.GetProperty("items").EnumerateArray().Select(p => p.Text("name")).ShouldContain("Aughton & Holborn");
    }

    [Theory]
    [InlineData("")]
    [InlineData("just words")]
    [InlineData("{\"a\": 1}")]
    [InlineData("{\"type\": \"FeatureCollection\", \"features\": [")]
    [InlineData("PK\u0003\u0004 a spreadsheet")]
    [InlineData("a\0b")]
    [InlineData("name,type\nx,ward")]
    public async Task What_is_no_file_of_places_is_refused_with_a_word(string content)
    {
        await Sends(content, "/api/places/preview").Is_invalid("file");
        await Sends(content).Is_invalid("file");
    }

    [Fact]
    public async Task Only_a_registrar_loads_places()
    {
        await service.As(Person.With()).PostAsync("/api/places", File("code,name\nx,y")).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.As(service.Registrar).Posts("/api/places", "{}").Is_refused(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
    }

    [Fact]
    public async Task The_districts_and_the_counties_come_with_it()
    {
        var districts = await service.As(Person.With()).GetAsync("/api/places").Answers_with(HttpStatusCode.OK);
        districts.GetProperty("items").GetArrayLength().ShouldBe(35);
        districts.GetProperty("items").EnumerateArray().ShouldAllBe(p => p.GetProperty("parent").ValueKind == JsonValueKind.Object);
        var counties = await service.As(Person.With()).GetAsync("/api/places?type=county").Answers_with(HttpStatusCode.OK);
        counties.GetProperty("items").EnumerateArray().Select(p => p.Text("name")).ShouldBe(["Cheshire", "Cumbria", "Greater Manchester", "Lancashire", "Merseyside"]);
        await service.As(Person.With()).GetAsync("/api/places?type=planet").Is_invalid("type");
    }
}
