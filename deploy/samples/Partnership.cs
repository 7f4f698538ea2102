using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Charter.Samples;

/// <summary>A sample partnership as it stands in its <c>partnership.json</c>; bodies of requests are kept as they are sent.</summary>
/// <param name="Lists">Lists of organisations that the registrar brings in.</param>
/// <param name="NextVersion">Parts of the charter that its second version states anew; some of the organisations sign that too.</param>
/// <param name="Frameworks">What the registrar brings in for the partnership; pledges name its measures by the id of the pack.</param>
/// <param name="Surveys">Rounds that are asked, answered and closed when the samples are loaded.</param>
/// <param name="Value">The value ledger, with what several organisations share.</param>
internal sealed record Partnership(
    IReadOnlyList<SampleOrganisation> Organisations, IReadOnlyList<SampleList>? Lists = null, JsonObject? NextVersion = null, IReadOnlyList<SampleValue>? Value = null,
    IReadOnlyList<SampleCalculation>? Calculations = null, IReadOnlyList<SampleFramework>? Frameworks = null, IReadOnlyList<SampleSurvey>? Surveys = null)
{
    public static Partnership Read(string folder, DateOnly today) =>
        SampleDates.Resolve(File.ReadAllText(Path.Combine(folder, "partnership.json")), today).Deserialize<Partnership>(JsonSerializerOptions.Web)!;
}

/// <param name="Members">Invitations that sample people accept.</param>
/// <param name="Invitations">Invitations that stay open.</param>
internal sealed record SampleOrganisation(
    JsonObject Register, JsonObject? Sign = null, bool IsConfirmed = true, IReadOnlyList<JsonObject>? Members = null,
    IReadOnlyList<JsonObject>? Invitations = null, IReadOnlyList<string>? Domains = null, JsonObject? Champion = null,
    IReadOnlyList<SamplePledge>? Pledges = null, JsonObject? Practice = null, SampleMark? Mark = null, bool SignsAgain = false,
    bool AwaitsCountersignature = false, JsonObject? Withdraw = null, SampleSuccession? Succession = null,
    IReadOnlyList<SampleContract>? Contracts = null, SampleImports? Imports = null)
{
    public string Name => Register["name"]!.GetValue<string>();
}

/// <summary>Files in the folder <c>imports</c>.</summary>
/// <param name="Places">Where suppliers are that no directory knows, by their names.</param>
internal sealed record SampleImports(string Postcodes, string Contracts, string Spend, IReadOnlyDictionary<string, string> Places);

/// <param name="Answers">Of whose people or suppliers; one line of numbers for each who answers, in the order of the questions.</param>
internal sealed record SampleSurvey(JsonObject Round, IReadOnlyList<SampleAnswers> Answers);

internal sealed record SampleAnswers(string By, IReadOnlyList<IReadOnlyList<decimal>> Given);

/// <param name="By">Name of the organisation that records it.</param>
internal sealed record SampleValue(string By, JsonObject Record, JsonObject? Correction = null, IReadOnlyList<SampleClaim>? Claims = null, SampleSettlement? Settlement = null);

internal sealed record SampleClaim(string By, decimal Share, string Reason);

internal sealed record SampleSettlement(IReadOnlyList<SampleClaim> Shares, string Reason);

/// <param name="File">Table of measures in the folder <c>frameworks</c>.</param>
/// <param name="Heading">What the table does not say of itself.</param>
/// <param name="Crosswalk">Table in the same folder of what matches what.</param>
internal sealed record SampleFramework(string File, JsonObject Heading, string? Crosswalk = null);

/// <param name="By">Name of the organisation that keeps it.</param>
internal sealed record SampleCalculation(string By, string Title, JsonObject Inputs, bool IsPublished = false);

/// <param name="File">Its name beside <c>partnership.json</c>.</param>
/// <param name="Mapping">What the registrar corrects of the columns that the service proposes.</param>
/// <param name="Waits">Its rows are judged, and it waits to be looked at.</param>
internal sealed record SampleList(string File, JsonObject Mapping, bool Waits = false);

/// <param name="By">Name of the organisation that takes its place.</param>
internal sealed record SampleSuccession(string By, string Kind, string On, string Note);

/// <param name="Amendment">What an amendment changes, with its reason.</param>
/// <param name="End">How it ended, with the body of the request: completion, miss or withdrawal, and reopening when that was taken back.</param>
/// <param name="Afterwards">What was reported once it was open again.</param>
internal sealed record SamplePledge(
    JsonObject Pledge, IReadOnlyList<JsonObject>? Progress = null, IReadOnlyList<SampleEvidence>? Evidence = null, JsonObject? Amendment = null, IReadOnlyDictionary<string, JsonObject>? End = null,
    IReadOnlyList<JsonObject>? Afterwards = null);

/// <param name="Stages">Stage → body; its evidence stands as the titles of items on the pledges of the same organisation.</param>
internal sealed record SampleContract(
    JsonObject Contract, IReadOnlyDictionary<string, JsonObject>? Stages = null, IReadOnlyList<JsonObject>? Questions = null, IReadOnlyList<SampleOffer>? Offers = null);

internal sealed record SampleOffer(JsonObject Offer, IReadOnlyList<JsonObject>? Deliveries = null);

/// <param name="Duties">Codes of duties that it shows beside those of the pledge.</param>
/// <param name="Renewed">The version that took its place.</param>
internal sealed record SampleEvidence(
    string Title, string IntroducedOn, string Impact, string? File = null, string? Link = null, JsonObject? Review = null, string? Kind = null, IReadOnlyList<string>? MoreFiles = null,
    IReadOnlyList<string>? Duties = null, string? WhatChanged = null, SampleEvidence? Renewed = null);

internal sealed record SampleMark(string Level, IReadOnlyList<SampleAssessment> Assessments, JsonObject Decision);

/// <param name="Scores">Given to the scheme's criteria in turn, beginning anew at the end.</param>
internal sealed record SampleAssessment(string By, IReadOnlyList<int> Scores, string Comment);

/// <summary>Dates are written relative to the day of loading ("today+18m", "today-3d"), so that the sample never grows old.</summary>
internal static partial class SampleDates
{
    public static JsonNode Resolve(string json, DateOnly today) => JsonNode.Parse(Relative().Replace(json, match =>
    {
        var step = int.Parse(match.Groups["step"].Value, CultureInfo.InvariantCulture);
        var day = match.Groups["unit"].Value == "m" ? today.AddMonths(step) : today.AddDays(step);
        return $"\"{day:yyyy-MM-dd}\"";
    }))!;

    [GeneratedRegex("\"today(?<step>[+-][0-9]+)(?<unit>[md])\"")] private static partial Regex Relative();
}
