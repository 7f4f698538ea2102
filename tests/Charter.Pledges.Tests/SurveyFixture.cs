using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

/// <summary>What tests of surveys start from.</summary>
internal static class SurveyGivens
{
    public static readonly string[] Questions = ["meaning", "benefits", "duties", "steps", "evidence", "use"];

    /// <summary>An organisation that signs the charter, with a person.</summary>
    public static async Task<Organisation> Signs(this PledgeFixture service, Guid charter, string sector = "local-authority", string kind = "both", params string[] places)
    {
        var id = Guid.NewGuid();
        await service.Deliver(PledgeFixture.Signed(charter, id, kind) with { Sector = sector, Places = places is [] ? ["E08000006"] : places });
        return new(id, charter, Person.With().Of(id, Roles.Signatory, Roles.Editor));
    }

    public static async Task<Guid> NewCharter(this PledgeFixture service)
    {
        var charter = Guid.NewGuid();
        await service.Deliver(PledgeFixture.Published(charter));
        return charter;
    }

    public static JsonObject Round(Guid charter, string instrument = "understanding", string wave = "before") => new()
    {
        ["charterId"] = charter,
        ["instrument"] = instrument,
        ["wave"] = wave,
        ["opensOn"] = PledgeFixture.Date(PledgeFixture.Today),
        ["closesOn"] = PledgeFixture.Date(PledgeFixture.Today.AddDays(30)),
        ["periodFrom"] = instrument == "local-spending" ? "2026-01-01" : null,
        ["periodUntil"] = instrument == "local-spending" ? "2026-06-30" : null,
    };

    public static HttpClient Registrar(this PledgeFixture service) => service.As(Person.With(Roles.Registrar));

    public static Task<Guid> OpensRound(this PledgeFixture service, Guid charter, string instrument = "understanding", string wave = "before") =>
        OneDay.Of(async () => (await service.Registrar().Posts("/api/surveys", Round(charter, instrument, wave)).Answers_with(HttpStatusCode.Created)).Id());

    public static Task<HttpResponseMessage> Takes(this PledgeFixture service, Guid round, Organisation of, int? others = null, Person? by = null) =>
        service.As(by ?? of.Editor).Posts($"/api/surveys/{round}/links", new { organisationId = of.Id, others });

    /// <summary>Links for so many to answer.</summary>
    public static async Task<string[]> Links(this PledgeFixture service, Guid round, Organisation of, int number) =>
        [.. (await service.Takes(round, of, number).Answers_with(HttpStatusCode.OK)).GetProperty("links").EnumerateArray().Select(l => l.GetString()!)];

    public static Task<HttpResponseMessage> Answers(this PledgeFixture service, string link, params decimal[] values) =>
        service.Anonymous().Posts("/api/surveys/answers", new { link, answers = Given(values) });

    /// <summary>Six answers, or the same one six times.</summary>
    public static Dictionary<string, decimal> Given(params decimal[] values) => Questions.Index().ToDictionary(q => q.Item, q => values[q.Index % values.Length]);

    public static Task<HttpResponseMessage> Spends(this PledgeFixture service, string link, decimal received, decimal spent) =>
        service.Anonymous().Posts("/api/surveys/answers", new { link, answers = new { received, spent } });

    public static Task<JsonElement> Closes(this PledgeFixture service, Guid round) => service.Registrar().PostAsync($"/api/surveys/{round}/closing", null).Answers_with(HttpStatusCode.OK);

    public static Task<JsonElement> Results(this PledgeFixture service, Guid round) => service.Anonymous().GetAsync($"/api/surveys/{round}/results").Answers_with(HttpStatusCode.OK);

    /// <summary>group → answers and score of a breakdown; those told of together as "others".</summary>
    public static string[] Broken(this JsonElement results, string by)
    {
        var breakdown = results.GetProperty("result").GetProperty("breakdowns").EnumerateArray().Single(b => b.Text("by") == by);
        string[] groups = [.. breakdown.GetProperty("groups").EnumerateArray().Select(g => Say(g.Text("key")!, g.GetProperty("figure")))];
        return breakdown.Text("withheld") is { } why ? [why] : breakdown.GetProperty("others") is { ValueKind: JsonValueKind.Object } others ? [.. groups, Say("others", others)] : groups;

        static string Say(string key, JsonElement figure) => $"{key} {figure.GetProperty("answers")} {figure.GetProperty("score")}";
    }
}
