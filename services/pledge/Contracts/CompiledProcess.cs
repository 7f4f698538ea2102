using System.Text.Json.Nodes;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Contracts;

/// <summary>A process out of its merged releases, as rows.</summary>
internal sealed class CompiledProcess
{
    private const int LongestTitle = 500, LongestText = 4_000;

    public required ContractProcess Process { get; init; }
    public required IReadOnlyList<ContractAward> Awards { get; init; }
    public required IReadOnlyList<(int Award, int Number, NamedSupplier? Supplier)> Suppliers { get; init; }

    /// <param name="releases">Oldest first, with their dates.</param>
    public static CompiledProcess Of(Guid id, Guid organisation, string ocid, IReadOnlyList<(DateTimeOffset Date, JsonObject Release)> releases)
    {
        var merged = OcdsMerge.Merge(releases.Select(r => r.Release));
        var (tender, awards, contracts) = (merged["tender"], Objects(merged["awards"]), Objects(merged["contracts"]));
        var parties = Objects(merged["parties"]).Where(p => Text(p["id"]) is not null).GroupBy(p => Text(p["id"])!).ToDictionary(g => g.Key, g => g.First());
        var suppliers = new List<(int, int, NamedSupplier?)>();
        var rows = new List<ContractAward>();
        foreach (var (number, award) in awards.Index())
        {
            var its = Objects(award["suppliers"]);
            suppliers.AddRange(its.Select((s, i) => (number, i, Supplier(s, parties))));
            rows.Add(Award(id, organisation, number, award, its.Length, [.. contracts.Where(c => Text(c["awardID"]) == Text(award["id"]))]));
        }
        var buyer = Text(merged["buyer"]?["name"]) ?? (Text(merged["buyer"]?["id"]) is { } key && parties.TryGetValue(key, out var known) ? Text(known["name"]) : null)
            ?? parties.Values.Where(p => (p["roles"] as JsonArray)?.Any(r => Text(r) == "buyer") == true).Select(p => Text(p["name"])).FirstOrDefault();
        return new()
        {
            Process = new()
            {
                Id = id,
                OrganisationId = organisation,
                Ocid = ocid,
                Title = Cut(Text(tender?["title"]) ?? awards.Select(a => Text(a["title"])).FirstOrDefault(t => t is not null) ?? ocid, LongestTitle)!,
                Description = Cut(Text(tender?["description"]), LongestText),
                BuyerName = Cut(buyer, LongestTitle),
                Status = Text(tender?["status"]),
                Method = Text(tender?["procurementMethod"]),
                MethodDetails = Cut(Text(tender?["procurementMethodDetails"]), LongestTitle),
                Category = Text(tender?["mainProcurementCategory"]),
                TenderValue = Amount(tender?["value"]),
                TenderCurrency = Text(tender?["value"]?["currency"]),
                IsForSmall = Truth(tender?["suitability"]?["sme"]),
                IsForVoluntary = Truth(tender?["suitability"]?["vcse"]),
                StartsAt = Moment(tender?["contractPeriod"]?["startDate"]),
                EndsAt = Moment(tender?["contractPeriod"]?["endDate"]),
                FirstReleasedAt = releases[0].Date,
                ReleasedAt = releases[^1].Date,
                Releases = releases.Count,
                Amendments = Objects(tender?["amendments"]).Length + awards.Concat(contracts).Sum(a => Objects(a["amendments"]).Length),
            },
            Awards = rows,
            Suppliers = suppliers,
        };
    }

    private static ContractAward Award(Guid process, Guid organisation, int number, JsonObject award, int suppliers, JsonObject[] contracts)
    {
        var valued = contracts.Where(c => Text(c["status"]) != "cancelled" && Amount(c["value"]) is not null).ToArray();
        var currencies = valued.Select(c => Text(c["value"]?["currency"])).Distinct().ToArray();
        var byContract = currencies.Length == 1;
        return new()
        {
            ProcessId = process,
            Number = number,
            OrganisationId = organisation,
            AwardId = Text(award["id"])!,
            Title = Cut(Text(award["title"]), LongestTitle),
            Status = Text(award["status"]),
            Counts = Text(award["status"]) is not ("cancelled" or "unsuccessful"),
            Date = Moment(award["date"]),
            Value = byContract ? valued.Sum(c => Amount(c["value"])) : Amount(award["value"]),
            Currency = byContract ? currencies[0] : Text(award["value"]?["currency"]),
            StartsAt = Moment(award["contractPeriod"]?["startDate"]) ?? contracts.Select(c => Moment(c["period"]?["startDate"])).Min(),
            EndsAt = Moment(award["contractPeriod"]?["endDate"]) ?? contracts.Select(c => Moment(c["period"]?["endDate"])).Max(),
            Suppliers = suppliers,
        };
    }

    private static NamedSupplier? Supplier(JsonObject reference, Dictionary<string, JsonObject> parties)
    {
        var party = Text(reference["id"]) is { } id ? parties.GetValueOrDefault(id) : null;
        var name = Text(reference["name"]) ?? Text(party?["name"]) ?? Text(party?["identifier"]?["legalName"]);
        var address = (party?["address"] ?? reference["address"]) as JsonObject;
        return NamedSupplier.Of(name, Postcodes.In(Text(address?["postalCode"])) ?? Postcodes.In(Text(address?["streetAddress"])) ?? Postcodes.In(Text(address?["locality"])),
            Text(party?["details"]?["scale"]), Truth(party?["details"]?["vcse"]));
    }

    private static JsonObject[] Objects(JsonNode? list) => list is JsonArray array ? [.. array.OfType<JsonObject>()] : [];

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) && !string.IsNullOrWhiteSpace(text) ? text : null;

    private static decimal? Amount(JsonNode? value) => value?["amount"] is JsonValue amount && amount.TryGetValue<decimal>(out var number) ? number : null;

    private static bool? Truth(JsonNode? node) => node is JsonValue value && value.TryGetValue<bool>(out var truth) ? truth : null;

    private static DateTimeOffset? Moment(JsonNode? node) => Text(node) is { } text ? OcdsCheck.StoredMoment(text) : null;

    private static string? Cut(string? text, int most) => text is null ? null : PlainText.Cut(text, most);
}
