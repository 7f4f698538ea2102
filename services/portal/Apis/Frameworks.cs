using System.Net.Http.Headers;

namespace Charter.Portal.Apis;

/// <summary>Frameworks of themes, outcomes and measures, and how they are brought in.</summary>
public sealed class FrameworksApi(HttpClient http) : ServiceClient(http)
{
    public Task<Listing<FrameworkLine>> Frameworks(string? after, CancellationToken cancel) => Get<Listing<FrameworkLine>>("/api/frameworks" + Query(("after", after)), cancel);

    public Task<Framework> Framework(Guid id, int? version, CancellationToken cancel) => Get<Framework>($"/api/frameworks/{id}" + Query(("version", version?.ToString())), cancel);

    public Task<Crosswalk> Crosswalk(Guid id, int version, CancellationToken cancel) => Get<Crosswalk>($"/api/frameworks/{id}/crosswalk?version={version}", cancel);

    public Task<FrameworkDifferences> Differences(Guid id, int from, int to, CancellationToken cancel) => Get<FrameworkDifferences>($"/api/frameworks/{id}/differences?from={from}&to={to}", cancel);

    public Task<FrameworkMeasures> Measures(Guid organisation, CancellationToken cancel) => Get<FrameworkMeasures>($"/api/organisations/{organisation}/framework-measures", cancel);

    public Task<Listing<FrameworkUploadLine>> Uploads(string? after, CancellationToken cancel) => Get<Listing<FrameworkUploadLine>>("/api/frameworks/uploads" + Query(("after", after)), cancel);

    public Task<FrameworkUpload> Upload(Guid id, CancellationToken cancel) => Get<FrameworkUpload>($"/api/frameworks/uploads/{id}", cancel);

    public Task<Created> Send(Guid? charter, IFormFile file, CancellationToken cancel) => Post<Created>("/api/frameworks/uploads", Form(charter, file), cancel);

    public Task Import(Guid upload, PackColumns? columns, PackHeading? heading, CancellationToken cancel) => Do(HttpMethod.Put, $"/api/frameworks/uploads/{upload}/import", new { columns, heading }, cancel);

    public Task<EnteredRelations> Enter(Guid? charter, IFormFile file, CancellationToken cancel) => Post<EnteredRelations>("/api/frameworks/crosswalks", Form(charter, file), cancel);

    private static MultipartFormDataContent Form(Guid? charter, IFormFile file)
    {
        var content = new StreamContent(file.OpenReadStream());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return new() { { new StringContent($"{charter}"), "charterId" }, { content, "file", Path.GetFileName(file.FileName) } };
    }
}

public sealed record FrameworkLine(Guid Id, string PackId, string Title, int LatestVersion, int Themes, int Outcomes, int Measures, Guid? CharterId, string? CharterTitle);
public sealed record FrameworkLicence(string Name, string? Address, string? Text);
public sealed record FrameworkGap(string What, int Count, string Why);
public sealed record FrameworkTheme(string Code, string Name, bool? Verified);
public sealed record FrameworkOutcome(string Code, string Theme, string Name, IReadOnlyList<FrameworkCriterion>? Criteria, bool? Verified);
public sealed record FrameworkCriterion(string Code, string Name, bool? Verified);
public sealed record FrameworkProxy(decimal Value, string Source, int PriceYear);
public sealed record FrameworkMeasure(string Code, string Outcome, string Name, string? Unit, string? Direction, FrameworkProxy? Proxy, string? Target, string? Guidance, bool? Verified);
public sealed record FrameworkEdition(int Version, string Title, string Checksum, DateTimeOffset ImportedAt);
public sealed record Framework(
    Guid Id, string PackId, int Version, bool IsLatest, string Title, Guid? CharterId, string? CharterTitle, FrameworkLicence Licence, string Source, string? SourceAddress, string? VerifiedAgainst, int NotVerified,
    IReadOnlyList<string> Notes, IReadOnlyList<FrameworkGap> LeftOut, string Checksum, DateTimeOffset ImportedAt, IReadOnlyList<FrameworkTheme> Themes, IReadOnlyList<FrameworkOutcome> Outcomes,
    IReadOnlyList<FrameworkMeasure> Measures, IReadOnlyList<FrameworkEdition> Versions);
public sealed record FrameworkRelation(string Code, string Name, string Kind, Guid? FrameworkId, Guid? CharterId, int OtherVersion, string OtherTitle, string? OtherCode, string OtherName, string Source);
public sealed record Crosswalk(IReadOnlyList<FrameworkRelation> Items, bool IsCut);
public sealed record FrameworkChangedField(string Name, string? Before, string? After);
public sealed record FrameworkChange(string Kind, string Code, string Name, string Change, IReadOnlyList<FrameworkChangedField> Fields);
public sealed record FrameworkDifferences(int From, string FromTitle, int To, string ToTitle, int Unchanged, IReadOnlyList<FrameworkChange> Items);

/// <summary>A measure that a pledge names.</summary>
public sealed record NamedMeasure(Guid FrameworkId, int Version, string Code);
public sealed record MeasureOfFramework(Guid FrameworkId, int Version, string Code, string Name, string? Unit, string? Direction, FrameworkProxy? Proxy, string FrameworkTitle, bool IsPrivate, bool IsLatest);
public sealed record FrameworkMeasures(IReadOnlyList<MeasureOfFramework> Items, bool IsCut);

public sealed record PackLayout(string? Sheet, long HeaderLine, IReadOnlyList<string> Columns, int Rows, IReadOnlyList<IReadOnlyList<string>> Sample);
public sealed record PackColumns(
    string? Theme, string? Outcome, string? Code, string? Measure, string? Unit, string? Direction, string? ProxyValue, string? ProxySource, string? PriceYear, string? Target, string? Guidance);
public sealed record PackHeading(
    string Id, int? Version, string Title, string LicenceName, string Source, string? LicenceAddress, string? LicenceText, string? SourceAddress, string? AnyProxySource, int? AnyPriceYear);
public sealed record PackProblem(long Line, string Field, string Rule);
public sealed record FrameworkUploadLine(Guid Id, Guid CharterId, string? CharterTitle, string FileName, string Kind, Guid? FrameworkId, int? Version, DateTimeOffset UploadedAt, DateTimeOffset? ImportedAt);
public sealed record FrameworkUpload(
    Guid Id, Guid CharterId, string? CharterTitle, string FileName, string Kind, PackLayout? Layout, PackColumns? Columns, PackHeading? Heading, IReadOnlyList<PackProblem> Problems, Guid? FrameworkId, int? Version,
    DateTimeOffset UploadedAt, DateTimeOffset? ImportedAt);
public sealed record EnteredRelations(int Entered, int Unchanged);
