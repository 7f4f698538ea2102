using System.Net;
using System.Text.Json;

namespace Charter.Signatories.Tests;

public sealed class Who_has_signed
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeBySystemTimeZoneId(DateTime.UtcNow, "Europe/London"));

    [Fact]
    public async Task It_is_counted_over_time_by_sector_by_place_and_by_size_against_those_who_are_confirmed()
    {
        await using var service = new SignatoryFixture();
        await service.InitializeAsync();
        var charter = await service.PublishedCharter();
        var (early, _) = await service.SignedOrganisation(charter, SignatoryFixture.Organisation(sector: "faith", places: ["E08000001", "E08000002"]));
        var (lapsed, _) = await service.SignedOrganisation(charter, SignatoryFixture.Organisation(sector: "faith", places: ["E08000002"]));
        await service.SignedOrganisation(charter, SignatoryFixture.Organisation(sector: "housing", places: ["E08000002"]));
        await service.ConfirmedOrganisation(SignatoryFixture.Organisation(sector: "housing", places: ["E08000002"]));
        var month = new DateOnly(Today.Year, Today.Month, 1);
        await service.Sql($"""
            update register_period set from_on = '{month.AddMonths(-3):yyyy-MM-dd}' where organisation_id in ('{early}', '{lapsed}');
            update register_entry set status = 'lapsed', changed_on = '{month.AddMonths(-1).AddDays(-1):yyyy-MM-dd}' where organisation_id = '{lapsed}'
            """);
        JsonElement counted = default;
        await Eventually.Passes(async () =>
        {
            counted = await service.Anonymous().GetAsync("/api/register/statistics").Answers_with(HttpStatusCode.OK);
            counted.GetProperty("statuses").GetProperty("lapsed").GetInt64().ShouldBe(1);
        });

        counted.GetProperty("signed").GetInt64().ShouldBe(2);
        counted.GetProperty("confirmed").GetInt64().ShouldBe(4);
        counted.GetProperty("months").EnumerateArray().Select(m => (m.Text("month"), m.GetProperty("signed").GetInt64())).ShouldBe(
            [($"{month.AddMonths(-3):yyyy-MM}", 2L), ($"{month.AddMonths(-2):yyyy-MM}", 1L), ($"{month.AddMonths(-1):yyyy-MM}", 1L), ($"{month:yyyy-MM}", 2L)]);
        Line("sectors", "faith").ShouldBe((1, 2, 0.5m));
        Line("sectors", "housing").ShouldBe((1, 2, 0.5m));
        Line("places", "E08000001").ShouldBe((1, 1, 1m));
        Line("places", "E08000002").ShouldBe((2, 4, 0.5m));
        Line("places", "E08000003").ShouldBe((0, 0, null));
        Line("sizeBands", "small").ShouldBe((2, 4, 0.5m));
        counted.GetProperty("places").GetArrayLength().ShouldBe(35);
        counted.GetProperty("licence").Text("name").ShouldBe("Open Government Licence v3.0");

        (long, long, decimal?) Line(string list, string value)
        {
            var line = counted.GetProperty(list).EnumerateArray().Single(l => l.Text("value") == value);
            return (line.GetProperty("signed").GetInt64(), line.GetProperty("confirmed").GetInt64(), line.GetProperty("share") is { ValueKind: JsonValueKind.Number } share ? share.GetDecimal() : null);
        }
    }

    [Fact]
    public async Task Before_anybody_has_signed_there_is_nothing_to_divide_by()
    {
        await using var service = new SignatoryFixture();
        await service.InitializeAsync();
        var counted = await service.Anonymous().GetAsync("/api/register/statistics").Answers_with(HttpStatusCode.OK);
        counted.GetProperty("months").GetArrayLength().ShouldBe(0);
        counted.GetProperty("signed").GetInt64().ShouldBe(0);
        counted.GetProperty("sectors").EnumerateArray().ShouldAllBe(line => line.GetProperty("share").ValueKind == JsonValueKind.Null);
    }
}
