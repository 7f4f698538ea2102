using System.Net;
using System.Text.Json;

namespace Charter.Signatories.Tests;

public sealed class Malformed_identifiers(SignatoryFixture service)
{
    /// <summary>Beside the checkout on machines that have the real data; never committed.</summary>
    private const string FoundInTheWild = "identifiers/companies-from-ocds.json";

    private async Task<JsonElement> Refusal(string scheme, string id)
    {
        var problem = await service.As(Person.With()).Posts("/api/organisations", SignatoryFixture.Organisation(identifiers: new { scheme, id })).Is_invalid("identifiers[0].id");
        problem.GetProperty("errors").GetProperty("identifiers[0].id")[0].GetString().ShouldNotBeNullOrWhiteSpace();
        return problem;
    }

    [Theory]
    [InlineData("GB-COH", "731654", "GB-COH", "00731654")]
    [InlineData("GB-COH", "GB-COH-09506232", "GB-COH", "09506232")]
    [InlineData("GB-COH", "gb-coh: 950 6232", "GB-COH", "09506232")]
    [InlineData("GB-COH", "Company No. 9506232", "GB-COH", "09506232")]
    [InlineData("GB-COH", "registered number 09506232", "GB-COH", "09506232")]
    [InlineData("GB-COH", "O95O6232", "GB-COH", "09506232")]
    [InlineData("GB-COH", "SC12345", "GB-COH", "SC012345")]
    [InlineData("GB-COH", "OC-301234", "GB-COH", "OC301234")]
    [InlineData("GB-COH", "0C301234", "GB-COH", "OC301234")]
    [InlineData("GB-COH", "RC 872", "GB-COH", "RC000872")]
    [InlineData("GB-CHC", "01108464", "GB-CHC", "1108464")]
    [InlineData("GB-CHC", "Registered charity number: 1108464", "GB-CHC", "1108464")]
    [InlineData("GB-CHC", "11O8464", "GB-CHC", "1108464")]
    [InlineData("GB-CHC", "1108464/1", "GB-CHC", "1108464-1")]
    [InlineData("GB-CHC", "SC042386", "GB-SC", "SC042386")]
    [InlineData("GB-SC", "42386", "GB-SC", "SC042386")]
    [InlineData("GB-NIC", "NIC100019", "GB-NIC", "100019")]
    [InlineData("GB-LAE", "E08000006", "GB-ONS", "E08000006")]
    [InlineData("GB-ONS", "E08OO0006", "GB-ONS", "E08000006")]
    [InlineData("GB-ONS", "E8000006", "GB-ONS", "E08000006")]
    [InlineData("GB-NHS", "ODS: RM3", "GB-NHS", "RM3")]
    public async Task What_was_meant_is_offered_when_it_is_certain(string scheme, string written, string meantScheme, string meant)
    {
        var suggestion = (await Refusal(scheme, written)).GetProperty("suggestions").GetProperty("identifiers[0].id");
        (suggestion.Text("scheme"), suggestion.Text("id")).ShouldBe((meantScheme, meant));
        var answer = await service.As(Person.With()).Posts("/api/organisations", SignatoryFixture.Organisation(identifiers: new { scheme = meantScheme, id = meant }));
        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.Created, HttpStatusCode.Conflict);   // right, or somebody else's: another line has it too
    }

    [Theory]
    [InlineData("GB-COH", "123456789")]
    [InlineData("GB-COH", "12")]
    [InlineData("GB-COH", "00000000")]
    [InlineData("GB-COH", "none")]
    [InlineData("GB-COH", "09506232 and 1108464")]
    [InlineData("GB-CHC", "12345")]
    [InlineData("GB-NHS", "Royal")]
    [InlineData("GB-LAE", "Salford")]
    [InlineData("GB-ONS", "E8999999")]
    public async Task Nothing_is_offered_when_it_could_be_anything(string scheme, string written)
    {
        if (scheme == "GB-NHS")
        {
            await service.As(Person.With()).Posts("/api/organisations", SignatoryFixture.Organisation(identifiers: new { scheme, id = "Royal Infirmary" })).Is_invalid("identifiers[0].id");
            return;
        }
        (await Refusal(scheme, written)).TryGetProperty("suggestions", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("GB-COH", "R0000123")]
    [InlineData("GB-MPR", "235C")]
    [InlineData("GB-MPR", "IP031455")]
    [InlineData("GB-NIC", "100048")]
    [InlineData("GB-SC", "SC025693")]
    [InlineData("GB-NHS", "7A1A5")]
    public async Task What_has_the_form_of_its_list_is_taken(string scheme, string id) =>
        await service.As(Person.With()).Posts("/api/organisations", SignatoryFixture.Organisation(identifiers: new { scheme, id })).Answers_with(HttpStatusCode.Created);

    [Fact]
    public async Task Company_numbers_as_they_are_found_in_the_wild_are_taken_or_refused_with_a_repair()
    {
        var companies = RealData.Json(FoundInTheWild).GetProperty("companies").EnumerateArray().Select(c => c[0].GetString()!).Distinct().ToArray();
        var refused = new List<(string Number, string? Meant)>();
        foreach (var number in companies)
        {
            using var answer = await service.As(Person.With()).Posts("/api/organisations", SignatoryFixture.Organisation(identifiers: new { scheme = "GB-COH", id = number }));
            if (answer.StatusCode == HttpStatusCode.BadRequest)
                refused.Add((number, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.TryGetProperty("suggestions", out var s) ? s.GetProperty("identifiers[0].id").Text("id") : null));
            else
                answer.StatusCode.ShouldBe(HttpStatusCode.Created, number);
        }
        refused.Count.ShouldBe(8);
        refused.Where(r => r.Number.Length < 8).ShouldAllBe(r => r.Meant == r.Number.PadLeft(8, '0'));
        refused.Where(r => r.Number.Length > 8).ShouldAllBe(r => r.Meant == null);   // a digit too many: which?
    }
}
