using System.Net;

namespace Charter.KiteMarks.Tests;

public sealed class The_scheme(KiteMarksFixture service)
{
    [Fact]
    public async Task Anybody_reads_the_criteria_with_five_anchors_each_under_the_three_commitments()
    {
        var scheme = await service.Anonymous().GetAsync("/api/kite-marks/schemes/current").Answers_with(HttpStatusCode.OK);

        scheme.Text("id").ShouldBe("salford-model-1");
        scheme.GetProperty("termYears").GetInt32().ShouldBe(3);
        scheme.GetProperty("levels").EnumerateArray().Select(l => l.GetString()).ShouldBe(["bronze"]);
        var criteria = scheme.GetProperty("criteria").EnumerateArray().ToArray();
        criteria.Select(c => c.Text("code")).ShouldBe(KiteMarksFixture.Criteria);
        criteria.Select(c => c.Text("commitment")).Distinct().ShouldBe(["embed", "deliver", "demonstrate"]);
        criteria.ShouldAllBe(c => c.GetProperty("anchors").GetArrayLength() == 5 && c.GetProperty("anchors").EnumerateArray().All(a => a.GetString()!.Length > 10));
    }

    [Fact]
    public async Task Each_version_keeps_its_address()
    {
        (await service.Anonymous().GetAsync("/api/kite-marks/schemes/salford-model-1").Answers_with(HttpStatusCode.OK)).Text("id").ShouldBe("salford-model-1");
        await service.Anonymous().GetAsync("/api/kite-marks/schemes/salford-model-0").Is_refused(HttpStatusCode.NotFound, "not-found");
    }
}
