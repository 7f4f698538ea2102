using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Charter.Pledges.Tests;

/// <summary>What tests of the value ledger enter and look at.</summary>
internal static class ValueLedger
{
    public static JsonObject Figure(decimal amount = 1000, string stage = "core", string confidence = "measured", string unit = "gbp", string outcome = PledgeFixture.Outcome, string? place = "E08000006", string pillar = "economic") => new()
    {
        ["stage"] = stage,
        ["pillar"] = pillar,
        ["outcome"] = outcome,
        ["title"] = "Work for people who had none",
        ["amount"] = amount,
        ["unit"] = unit,
        ["confidence"] = confidence,
        ["source"] = "Payroll",
        ["periodFrom"] = "2026-01-01",
        ["periodUntil"] = "2026-06-30",
        ["place"] = place,
    };

    public static JsonObject With(this JsonObject figure, string field, JsonNode? value)
    {
        figure[field] = value;
        return figure;
    }

    public static async Task<Guid> Records(this PledgeFixture service, Organisation by, JsonObject figure) =>
        (await service.As(by.Editor).Posts($"/api/organisations/{by.Id}/value", figure).Answers_with(HttpStatusCode.Created)).Id();

    public static Task<HttpResponseMessage> Claims(this PledgeFixture service, Guid value, Organisation by, decimal share, string reason = "Our people did the training.") =>
        service.As(by.Editor).Posts($"/api/value/{value}/claims", new { organisationId = by.Id, share, reason });

    public static Task<HttpResponseMessage> Joins(this PledgeFixture service, Guid value, Organisation by, Guid sameAs) =>
        service.As(by.Editor).Posts($"/api/value/{value}/joining", new { sameAs, reason = "One programme, entered twice." });

    public static async Task<JsonElement> Value(this PledgeFixture service, Guid value, Person? reader = null) =>
        await (reader is null ? service.Anonymous() : service.As(reader)).GetAsync($"/api/value/{value}").Answers_with(HttpStatusCode.OK);

    public static async Task<JsonElement> Totals(this PledgeFixture service, string query) => await service.Anonymous().GetAsync($"/api/value/totals?{query}").Answers_with(HttpStatusCode.OK);

    /// <summary>The three parts of a stage and what is in dispute, as "measured estimated guessed | in dispute"; nothing when there is none of the unit.</summary>
    public static string Of(this JsonElement totals, string stage, string unit = "gbp")
    {
        var found = totals.GetProperty("totals").EnumerateArray().FirstOrDefault(t => t.Text("unit") == unit);
        if (found.ValueKind != JsonValueKind.Object)
            return "";
        var of = found.GetProperty("stages").EnumerateArray().Single(s => s.Text("stage") == stage);
        return $"{string.Join(' ', new[] { "measured", "estimated", "guessed" }.Select(part => of.GetProperty(part).GetProperty("amount").GetRawText()))} | {of.GetProperty("inDispute").GetRawText()}";
    }

    /// <summary>Who has which part: "share counted" by organisation.</summary>
    public static Dictionary<Guid, string> Parts(this JsonElement value) =>
        value.GetProperty("parts").EnumerateArray().ToDictionary(p => p.Id("organisationId"), p => $"{p.GetProperty("share").GetRawText()} {p.GetProperty("counted").GetRawText()}");
}
