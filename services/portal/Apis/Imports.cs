using System.Net.Http.Headers;

namespace Charter.Portal.Apis;

/// <summary>What organisations bring in: contracts and payments, and the supplier book behind them.</summary>
public sealed class ImportsApi(HttpClient http) : ServiceClient(http)
{
    public Task<Listing<FileImport>> Imports(Guid organisation, string? after, CancellationToken cancel) => Get<Listing<FileImport>>($"/api/organisations/{organisation}/imports" + Query(("after", after)), cancel);

    public Task<FileImport> Import(Guid id, CancellationToken cancel) => Get<FileImport>($"/api/imports/{id}", cancel);

    public Task<Listing<ImportRemark>> Remarks(Guid id, string? after, CancellationToken cancel) => Get<Listing<ImportRemark>>($"/api/imports/{id}/remarks" + Query(("after", after)), cancel);

    /// <param name="kind">ocds or spend.</param>
    public Task<Created> Send(Guid organisation, string kind, IFormFile file, CancellationToken cancel) => Send($"/api/organisations/{organisation}/imports/{kind}", file, cancel);

    public Task Map(Guid id, SpendMapping mapping, CancellationToken cancel) => Do(HttpMethod.Put, $"/api/imports/{id}/mapping", mapping, cancel);

    public Task Cancel(Guid id, CancellationToken cancel) => Do(HttpMethod.Post, $"/api/imports/{id}/cancellation", null, cancel);

    public Task Remove(Guid id, CancellationToken cancel) => Do(HttpMethod.Post, $"/api/imports/{id}/removal", null, cancel);

    public Task<Listing<ProcessLine>> Contracts(Guid organisation, ContractFilter filter, string? after, CancellationToken cancel) =>
        Get<Listing<ProcessLine>>($"/api/organisations/{organisation}/contracts" + Query([.. filter.Parts, ("after", after)]), cancel);

    public Task<ContractTotals> ContractTotals(Guid organisation, string? place, CancellationToken cancel) => Get<ContractTotals>($"/api/organisations/{organisation}/contracts/totals" + Query(("place", place)), cancel);

    public Task<ContractingProcess> Contract(Guid organisation, Guid id, CancellationToken cancel) => Get<ContractingProcess>($"/api/organisations/{organisation}/contracts/{id}", cancel);

    public Task<Listing<Payment>> Spend(Guid organisation, PaymentFilter filter, string? after, CancellationToken cancel) =>
        Get<Listing<Payment>>($"/api/organisations/{organisation}/spend" + Query([.. filter.Parts, ("after", after)]), cancel);

    public Task<SpendTotals> SpendTotals(Guid organisation, string? place, CancellationToken cancel) => Get<SpendTotals>($"/api/organisations/{organisation}/spend/totals" + Query(("place", place)), cancel);

    public Task<Listing<Supplier>> Suppliers(Guid organisation, SupplierFilter filter, string? after, CancellationToken cancel) =>
        Get<Listing<Supplier>>($"/api/organisations/{organisation}/suppliers" + Query([.. filter.Parts, ("after", after)]), cancel);

    public Task<Supplier> Supplier(Guid organisation, Guid id, CancellationToken cancel) => Get<Supplier>($"/api/organisations/{organisation}/suppliers/{id}", cancel);

    public Task SetPlace(Guid organisation, Guid supplier, string? place, CancellationToken cancel) => Do(HttpMethod.Put, $"/api/organisations/{organisation}/suppliers/{supplier}/place", new { place }, cancel);

    public Task<PostcodeDirectory> Postcodes(string? after, CancellationToken cancel) => Get<PostcodeDirectory>("/api/postcodes" + Query(("after", after)), cancel);

    public Task<Created> SendPostcodes(IFormFile file, CancellationToken cancel) => Send("/api/postcodes", file, cancel);

    private async Task<Created> Send(string path, IFormFile file, CancellationToken cancel)
    {
        using var form = new MultipartFormDataContent();
        var content = new StreamContent(file.OpenReadStream());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        form.Add(content, "file", Path.GetFileName(file.FileName));
        return await Post<Created>(path, form, cancel);
    }
}

public sealed record ContractFilter(string? Q, string? Status, string? Category, string? Procedure, DateOnly? From, DateOnly? Until, string? Sort)
{
    public (string, string?)[] Parts => [("q", Q), ("status", Status), ("category", Category), ("procedure", Procedure), ("from", PaymentFilter.Day(From)), ("until", PaymentFilter.Day(Until)), ("sort", Sort)];
}

public sealed record SupplierFilter(string? Q, string? Place, string? Sort)
{
    public (string, string?)[] Parts => [("q", Q), ("place", Place), ("sort", Sort)];
}

public sealed record PaymentFilter(string? Q = null, string? SupplierId = null, DateOnly? From = null, DateOnly? Until = null, string? Locality = null, string? Sort = null)
{
    public (string, string?)[] Parts => [("q", Q), ("supplierId", SupplierId), ("from", Day(From)), ("until", Day(Until)), ("locality", Locality), ("sort", Sort)];

    internal static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

public sealed record ImportReport(long Read, long Imported, long Unchanged, long Rejected, long SetAside, decimal Value, string OtherValues);
public sealed record SpendLayout(string Encoding, long? HeaderLine, IReadOnlyList<string> Columns, long Rows, IReadOnlyList<IReadOnlyList<string>> Sample);
public sealed record SpendMapping(string? Supplier, string? Amount, string? Date, string? Reference, string? Description, string? Department, string? Category, string? Address, DateOnly? AnyDate);
public sealed record FileImport(Guid Id, Guid OrganisationId, string Kind, string FileName, long Length, string State, long? Done, long? Total, ImportReport Report, string? Problem, bool IsSchemaChecked,
    SpendLayout? Layout, SpendMapping? Mapping, bool IsRemembered, DateTimeOffset UploadedAt, DateTimeOffset? FinishedAt);
public sealed record ImportRemark(long Position, string Reference, string Verdict, string Reason);
public sealed record ProcessLine(Guid Id, string Ocid, string Title, string? BuyerName, string? Status, string? Category, string? Method, decimal? Value, int Awards, int Suppliers, int Releases, DateTimeOffset ReleasedAt);
public sealed record ByLocality(decimal Total, decimal Local, decimal Elsewhere, decimal Unknown, decimal? LocalShare, decimal? UnknownShare);
public sealed record OfScale(string Scale, int Awards, decimal Value);
public sealed record OfSize(decimal From, decimal? Below, int Awards, decimal Value);
public sealed record ContractTotals(string Rule, int Processes, int Awards, int WithoutValue, ByLocality Value, IReadOnlyList<OfScale> ByScale, IReadOnlyList<OfSize> BySize, DateTimeOffset? AsAt);
public sealed record AwardedTo(Guid? SupplierId, string? Name, string? Postcode, Place? Place, string? Scale, bool? IsVoluntary, string Locality);
public sealed record ContractAward(string AwardId, string? Title, string? Status, bool Counts, DateTimeOffset? Date, decimal? Value, string? Currency, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt, IReadOnlyList<AwardedTo> Suppliers);
public sealed record ContractRelease(string ReleaseId, DateTimeOffset Date, IReadOnlyList<string> Tags, Guid ImportId);
public sealed record ContractingProcess(Guid Id, string Ocid, string Title, string? Description, string? BuyerName, string? Status, string? Method, string? MethodDetails, string? Category, decimal? TenderValue, string? TenderCurrency,
    bool? IsForSmall, bool? IsForVoluntary, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt, int Amendments, IReadOnlyList<ContractAward> Awards, IReadOnlyList<ContractRelease> Releases, string Rule, IReadOnlyList<OnTheCycle>? Commissioned = null);
public sealed record OnTheCycle(Guid Id, string Side, string Reference, string Title);
public sealed record Payment(Guid Id, DateOnly PaidOn, Guid SupplierId, string Supplier, decimal Amount, string? Reference, string? Description, string? Department, string? Category);
public sealed record OfMonth(DateOnly Month, decimal Total, decimal Local, decimal Unknown);
public sealed record SpendTotals(string Rule, string Coverage, DateOnly? From, DateOnly? Until, int Suppliers, int UnknownSuppliers, long Payments, ByLocality Value, IReadOnlyList<OfMonth> Months);
public sealed record Supplier(Guid Id, string Name, string? Postcode, Place? Place, string? KnownBy, string? Scale, bool? IsVoluntary, decimal Spend, int Awards);
public sealed record PostcodeDirectory(bool IsThere, DateTimeOffset? LoadedAt, Listing<FileImport> Files);
