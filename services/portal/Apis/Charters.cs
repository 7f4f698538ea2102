using System.Net.Http.Headers;
using System.Text.Json.Serialization;

namespace Charter.Portal.Apis;

public sealed partial class SignatoryApi
{
    public Task<CharterList> Charters(CancellationToken cancel) => Get<CharterList>("/api/charters", cancel);

    public Task<CharterList> Charters(string? partnership, CancellationToken cancel) => Get<CharterList>("/api/charters" + Query(("partnership", partnership)), cancel);

    /// <summary>A charter with its versions; drafts only for registrars.</summary>
    public Task<CharterLine> Charter(Guid charter, CancellationToken cancel) => Get<CharterLine>($"/api/charters/{charter}", cancel);

    public Task<CharterVersion> CharterVersion(Guid charter, int version, CancellationToken cancel) => Get<CharterVersion>($"/api/charters/{charter}/versions/{version}", cancel);

    /// <summary>A new charter, or a new version of one, from a text as it was sent.</summary>
    public Task<DraftedVersion> BringIn(Guid? charter, byte[] text, bool isJson, CancellationToken cancel)
    {
        var content = new ByteArrayContent(text);
        content.Headers.ContentType = new MediaTypeHeaderValue(isJson ? "application/json" : "text/markdown");
        return Post<DraftedVersion>(Drafts(charter), content, cancel);
    }

    public Task<DraftedVersion> StartDraft(Guid? charter, CharterContent content, CancellationToken cancel) => Post<DraftedVersion>(Drafts(charter), content, cancel);

    /// <param name="seen">Hash of the text that is replaced: refused with 412 when another stands there by now.</param>
    public async Task EditDraft(Guid charter, int version, CharterContent content, string seen, CancellationToken cancel)
    {
        using var answer = await Send(At(HttpMethod.Put, charter, version, seen, JsonContent.Create(content, options: Json)), cancel);
    }

    public async Task DeleteDraft(Guid charter, int version, string seen, CancellationToken cancel)
    {
        using var answer = await Send(At(HttpMethod.Delete, charter, version, seen, null), cancel);
    }

    public Task Publish(Guid charter, int version, DateOnly? inForceFrom, string? contentHash, CancellationToken cancel) =>
        Do(HttpMethod.Post, $"/api/charters/{charter}/versions/{version}/publication", new { inForceFrom, contentHash }, cancel);

    public Task<Differences> Differences(Guid charter, int from, int to, CancellationToken cancel) =>
        Get<Differences>($"/api/charters/{charter}/versions/{to}/differences?from={from}", cancel);

    private static string Drafts(Guid? charter) => charter is null ? "/api/charters" : $"/api/charters/{charter}/versions";

    private static HttpRequestMessage At(HttpMethod method, Guid charter, int version, string seen, HttpContent? content) =>
        new(method, $"/api/charters/{charter}/versions/{version}") { Content = content, Headers = { IfMatch = { new($"\"{seen}\"") } } };
}

/// <summary>Charters by partnership; the partnerships are all that have any.</summary>
public sealed record CharterList(IReadOnlyList<CharterInForce> Items, IReadOnlyList<PartnershipCount>? Partnerships);
public sealed record PartnershipCount(string Name, int Charters);

/// <summary>A charter; one without a current version is a draft, which only registrars see.</summary>
public sealed record CharterInForce(Guid Id, string Title, string Partnership, int? CurrentVersion, DateOnly? InForceFrom, string? ContentHash, int LatestVersion);
public sealed record CharterLine(Guid Id, string Title, string Partnership, int? CurrentVersion, int NoticeDays, DateOnly EarliestInForce, IReadOnlyList<VersionInLine> Versions);
public sealed record VersionInLine(int Number, string Status, string Title, DateOnly? PublishedOn, DateOnly? InForceFrom, string ContentHash);
public sealed record DraftedVersion(Guid Id, int Version);
public sealed record CharterVersion(
    Guid CharterId, int Version, string Status, int? CurrentVersion, DateOnly? InForceFrom, DateOnly? PublishedOn, string ContentHash, CharterContent Content, IReadOnlyList<string>? Unfinished = null);
public sealed record CharterContent(
    string Title, string Partnership, string Vision, IReadOnlyList<string> ValueWords, IReadOnlyList<string> Principles, IReadOnlyList<Commitment> Commitments,
    IReadOnlyList<Duty> CommissionerDuties, IReadOnlyList<Duty> ProviderDuties, IReadOnlyList<Measure> EvaluationMeasures,
    IReadOnlyList<OutcomeTheme> OutcomeMenu, IReadOnlyList<IndicatorRow> IndicatorFramework,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SigningRules? Signing = null);
public sealed record Commitment(string Code, string Title, string Text);
public sealed record Duty(string Code, string Commitment, string Text);
public sealed record Measure(string Code, string Text);
public sealed record OutcomeTheme(string Theme, IReadOnlyList<string> Outcomes);
public sealed record IndicatorRow(string Pillar, string Outcome, IReadOnlyList<string> Indicators);

/// <summary>How a charter is signed; a charter without rules has those that a new one has.</summary>
public sealed record SigningRules(
    IReadOnlyList<string>? Signatories = null, bool Countersigned = false, int NoticeDays = 0, int ResigningDays = 90,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<int>? ReminderDays = null);

public sealed record Differences(Guid CharterId, string Partnership, ComparedVersion From, ComparedVersion To, bool Changed, IReadOnlyList<ChangedPart> Sections);
public sealed record ComparedVersion(int Number, string Status, string Title, DateOnly? InForceFrom, string ContentHash);
public sealed record ChangedPart(string Name, bool Changed, IReadOnlyList<ChangedRun>? Text, IReadOnlyList<ChangedEntry>? Entries);
public sealed record ChangedRun(string Kind, string Text);
public sealed record ChangedEntry(string Change, bool Moved, int? From, int? To, string? Code, IReadOnlyList<ChangedPart> Parts);
