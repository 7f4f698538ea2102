using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

/// <summary>How tests read the evaluation measures. They follow what happens a moment later, so every look waits for the figure it asserts.</summary>
internal static class EvaluationGivens
{
    public static Task<JsonElement> Evaluation(this PledgeFixture service, Guid charter, string query = "") =>
        service.Anonymous().GetAsync($"/api/evaluation/{charter}{query}").Answers_with(HttpStatusCode.OK);

    public static JsonElement Measure(this JsonElement evaluation, string code) => evaluation.GetProperty("measures").EnumerateArray().Single(m => m.Text("code") == code);

    public static Task Shows(this PledgeFixture service, Guid charter, string code, Action<JsonElement> check, string query = "") =>
        Eventually.Passes(async () => check((await service.Evaluation(charter, query)).Measure(code)), seconds: 60);

    public static decimal? Value(this JsonElement of, string name) => of.GetProperty(name) is { ValueKind: JsonValueKind.Number } figure ? figure.GetDecimal() : null;

    /// <summary>Amount and number of a part.</summary>
    public static (decimal? Amount, long Count) Part(this JsonElement measure, string group, string key) =>
        measure.GetProperty("parts").EnumerateArray().Single(p => p.Text("group") == group && p.Text("key") == key) is var part ? (part.Value("amount"), part.Whole("count")) : default;

    /// <summary>Numbers of the coverage.</summary>
    public static (long Reported, long Of) Covered(this JsonElement measure) => measure.GetProperty("coverage") is var coverage ? (coverage.Whole("reported"), coverage.Whole("of")) : default;

    public static string Said(this JsonElement measure) => string.Join(' ', measure.GetProperty("notes").EnumerateArray().Select(n => n.GetString()));

    /// <summary>Every sum is what the parts of its signatories come to, to the last digit.</summary>
    public static async Task Adds_up(Func<string, Task<IReadOnlyList<string>>> sql, Guid charter) => (await sql($"""
        with added as (
          select c.place, s.sector, p.measure, p.key, p.month, trim_scale(sum(p.amount)) as amount, sum(p.count)::bigint as count
          from measure_part p join measure_member m on m.charter_id = p.charter_id and m.organisation_id = p.organisation_id
            cross join lateral (select distinct x as place from unnest(m.places || ''::text) x) c cross join lateral (select distinct x as sector from unnest(array[m.sector, '']) x) s
          where p.charter_id = '{charter}' group by 1, 2, 3, 4, 5 having sum(p.amount) <> 0 or sum(p.count) <> 0
        ), kept as (
          select place, sector, measure, key, month, trim_scale(amount), count from measure_sum where charter_id = '{charter}' and (amount <> 0 or count <> 0)
        )
        select 'not kept', x.* from (select * from added except select * from kept) x union all select 'kept', y.* from (select * from kept except select * from added) y
        """)).ShouldBeEmpty();

    public static Task Adds_up(this PledgeFixture service, Guid charter) => Adds_up(service.Sql, charter);

    /// <summary>Says where a supplier of the organisation is.</summary>
    public static async Task Places(this HttpClient editor, Guid organisation, string supplier, string place)
    {
        var id = PledgeFixture.Items(await editor.Gets($"/api/organisations/{organisation}/suppliers?size=100")).Single(s => s.Text("name") == supplier).Id();
        await editor.PutAsync($"/api/organisations/{organisation}/suppliers/{id}/place", JsonContent.Create(new { place })).Answers_with(HttpStatusCode.OK);
    }

    /// <summary>So many suppliers of the organisation got 100 each and spent so much of it locally.</summary>
    public static async Task Suppliers_answer(this PledgeFixture service, Guid round, Organisation of, int number, decimal spent)
    {
        foreach (var link in await service.Links(round, of, number))
            await service.Spends(link, 100, spent).Answers_with(HttpStatusCode.OK);
    }
}
