namespace Charter.Portal.Apis;

public sealed partial class SignatoryApi(HttpClient http) : ServiceClient(http)
{
    /// <summary>The districts, or the places that lie in one, or those of a type.</summary>
    public Task<Listing<PlaceLine>> Places(CancellationToken cancel, string? within = null, string? type = null) => Get<Listing<PlaceLine>>("/api/places" + Query(("within", within), ("type", type)), cancel);

    public Task<PlacesReport> PreviewPlaces(MultipartFormDataContent file, CancellationToken cancel) => Post<PlacesReport>("/api/places/preview", file, cancel);

    public Task<PlacesReport> LoadPlaces(MultipartFormDataContent file, CancellationToken cancel) => Post<PlacesReport>("/api/places", file, cancel);

    public Task ChangeOrganisation(Guid id, ChangedOrganisation facts, CancellationToken cancel) => Do(HttpMethod.Put, $"/api/organisations/{id}", facts, cancel);

    public Task RenameOrganisation(Guid id, string? name, bool keepsFormerName, CancellationToken cancel) => Do(HttpMethod.Post, $"/api/organisations/{id}/name", new { name, keepsFormerName }, cancel);

    public Task<Listing<ImportLine>> Imports(string? after, CancellationToken cancel) => Get<Listing<ImportLine>>("/api/organisation-imports" + Query(("after", after)), cancel);

    public Task<Import> UploadImport(MultipartFormDataContent file, CancellationToken cancel) => Post<Import>("/api/organisation-imports", file, cancel);

    public Task<Import> Import(Guid id, CancellationToken cancel) => Get<Import>($"/api/organisation-imports/{id}", cancel);

    public Task<Listing<ImportRow>> ImportRows(Guid id, string? verdict, string? after, CancellationToken cancel) =>
        Get<Listing<ImportRow>>($"/api/organisation-imports/{id}/rows" + Query(("verdict", verdict), ("after", after)), cancel);

    public Task CheckImport(Guid id, ColumnMapping mapping, CancellationToken cancel) => Do(HttpMethod.Put, $"/api/organisation-imports/{id}/mapping", mapping, cancel);

    public Task StartImport(Guid id, bool leavesOutBad, bool bringsInSimilar, CancellationToken cancel) =>
        Do(HttpMethod.Post, $"/api/organisation-imports/{id}/import", new { leavesOutBad, bringsInSimilar }, cancel);

    public Task<Created> RegisterOrganisation(NewOrganisation organisation, CancellationToken cancel) => Post<Created>("/api/organisations", organisation, cancel);

    public Task<Organisation> Organisation(Guid id, CancellationToken cancel) => Get<Organisation>($"/api/organisations/{id}", cancel);

    public Task<Listing<Organisation>> Organisations(string? status, string? after, CancellationToken cancel) =>
        Get<Listing<Organisation>>("/api/organisations" + Query(("status", status), ("after", after)), cancel);

    public Task<Listing<Organisation>> MyOrganisations(CancellationToken cancel) => Get<Listing<Organisation>>("/api/organisations?mine=true", cancel);

    public Task Confirm(Guid organisation, CancellationToken cancel) => Do(HttpMethod.Post, $"/api/organisations/{organisation}/confirmation", null, cancel);

    /// <summary>Organisations with these words, or beginnings of words, in their name.</summary>
    public Task<Listing<Organisation>> FindOrganisations(string q, string status, CancellationToken cancel) => Get<Listing<Organisation>>("/api/organisations" + Query(("q", q), ("status", status)), cancel);

    /// <summary>All successions, or those of an organisation on either side, newest first.</summary>
    public Task<Listing<Succession>> Successions(Guid? organisation, string? after, CancellationToken cancel) =>
        Get<Listing<Succession>>("/api/organisations/successions" + Query(("organisationId", organisation?.ToString()), ("after", after)), cancel);

    public Task<SuccessionPreview> PreviewSuccession(Guid predecessor, Guid successor, CancellationToken cancel) =>
        Get<SuccessionPreview>($"/api/organisations/{predecessor}/succession/preview?successor={successor}", cancel);

    public Task EnterSuccession(Guid predecessor, NewSuccession succession, CancellationToken cancel) => Do(HttpMethod.Post, $"/api/organisations/{predecessor}/succession", succession, cancel);

    public Task ReverseSuccession(Guid predecessor, string? reason, CancellationToken cancel) => Do(HttpMethod.Post, $"/api/organisations/{predecessor}/succession/reversal", new { reason }, cancel);

    /// <summary>What the service holds on the person, as far as pages show it.</summary>
    public Task<HeldBySignatory> HeldOnMe(CancellationToken cancel) => Get<HeldBySignatory>("/api/personal-data/signatory", cancel);

    public Task ChangeConsent(Guid signature, bool consentsToPublish, CancellationToken cancel) => Do(HttpMethod.Put, $"/api/signatures/{signature}/consent", new { consentsToPublish }, cancel);

    public Task<RegisterPage> Register(RegisterSearch search, CancellationToken cancel) => Get<RegisterPage>("/api/register" + Query(
        ("q", search.Q), ("sector", search.Sector), ("place", search.Place), ("mark", search.Mark), ("status", search.Status), ("commitment", search.Commitment), ("after", search.After), ("size", search.Size?.ToString())), cancel);

    public Task<RegisterEntry> Entry(Guid organisation, CancellationToken cancel) => Get<RegisterEntry>($"/api/register/{organisation}", cancel);

    /// <summary>Null for an organisation that has not signed.</summary>
    public Task<RegisterEntry?> FindEntry(Guid organisation, CancellationToken cancel) => Find<RegisterEntry>($"/api/register/{organisation}", cancel);
}

public sealed record Place(string Code, string Name);
public sealed record Identifier(string Scheme, string Id);
public sealed record PlaceLine(string Code, string Name, string Type, Place? Parent);
public sealed record PlacesReport(int New, int Changed, int Same, int Bad, IReadOnlyList<ReportedPlace> Lines, string Table);
public sealed record ReportedPlace(int Line, string Code, string Name, string Type, string? Parent, string Verdict, string? Reason);
public sealed record NewOrganisation(
    string? Name, string? Sector, string? Kind, IReadOnlyList<Identifier> Identifiers, IReadOnlyList<string> Places, string? SizeBand, IReadOnlyList<string> Aliases, bool IsAnother);
public sealed record ChangedOrganisation(string? Sector, string? Kind, IReadOnlyList<string> Places, string? SizeBand, IReadOnlyList<string> Aliases);
public sealed record SimilarOrganisation(Guid Id, string Name, IReadOnlyList<Place> Places, string Status);
public sealed record Organisation(
    Guid Id, string Name, string Sector, string Kind, string SizeBand, string Status, IReadOnlyList<Identifier> Identifiers, IReadOnlyList<Place> Places,
    DateOnly RegisteredOn, DateOnly? ConfirmedOn, IReadOnlyList<string>? Aliases = null);

public sealed record ImportLine(Guid Id, string FileName, string State, int Rows, DateTimeOffset UploadedAt);
public sealed record Import(
    Guid Id, string FileName, string State, int Rows, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Sample, ColumnMapping Mapping, int Judged,
    IReadOnlyDictionary<string, int> Verdicts, string? Problem);
public sealed record ImportRow(int Line, string Name, string Verdict, string Reason, Guid? OrganisationId);
public sealed record IdentifierColumn(string Scheme, string Column);
public sealed record SectorWord(string Word, string? Sector);
public sealed record ColumnMapping(
    string? Name, string? Sector, string? Kind, string? SizeBand, string? Places, string? Aliases, IReadOnlyList<IdentifierColumn>? Identifiers, IReadOnlyList<SectorWord>? Sectors,
    string? AnySector, string? AnyKind, string? AnySizeBand, IReadOnlyList<string>? AnyPlaces);
public sealed record Succession(
    Guid Id, string Kind, Guid PredecessorId, string PredecessorName, Guid SuccessorId, string SuccessorName, DateOnly On, string? Note, DateOnly EnteredOn,
    string Status, DateOnly ReversibleUntil, bool IsReversible, DateOnly? ReversedOn, string? ReversalReason);
public sealed record SuccessionPreview(
    Guid PredecessorId, string PredecessorName, Guid SuccessorId, string SuccessorName, int Signatures, bool CarriesSignature, int Pledges, int Evidence, string? Mark, bool CarriesMark, DateOnly ReversibleUntil);
public sealed record NewSuccession(Guid SuccessorId, string? Kind, DateOnly? On, string? Note);

public sealed record RegisterSearch(
    string? Q = null, string? Sector = null, string? Place = null, string? Mark = null, string? After = null, int? Size = null, string? Status = null, string? Commitment = null);
/// <param name="TotalIsEstimate">Too many match the words to be counted; then facets have no counts either.</param>
public sealed record RegisterPage(IReadOnlyList<RegisterRow> Items, long Total, Facets? Facets, string? Next, bool TotalIsEstimate = false);
public sealed record RegisterRow(
    Guid OrganisationId, string Name, string Sector, string Kind, string SizeBand, IReadOnlyList<Place> Places, DateOnly SignedOn, Guid CharterId, int CharterVersion, string? Mark,
    string Status = "in-force", IReadOnlyList<string>? Commitments = null);
public sealed record Facets(IReadOnlyList<Facet> Sector, IReadOnlyList<Facet> Place, IReadOnlyList<Facet> Mark, IReadOnlyList<Facet>? Status = null, IReadOnlyList<Facet>? Commitment = null);
public sealed record Facet(string Value, string? Label, long? Count);

public sealed record RegisterEntry(
    Guid OrganisationId, string Name, string Sector, string Kind, string SizeBand, IReadOnlyList<Identifier> Identifiers, IReadOnlyList<Place> Places,
    RegisterSignature Signature, IReadOnlyList<DutyState> Duties, IReadOnlyList<RegisterPledge> Pledges, RegisterMark? Mark,
    IReadOnlyList<SuccessionShown>? Predecessors = null, SuccessionShown? Successor = null)
{
    /// <summary>Name of the predecessor from which something was carried over; null for what is the organisation's own.</summary>
    public string? From(Guid? predecessor) => predecessor is null ? null : Predecessors?.FirstOrDefault(one => one.OrganisationId == predecessor)?.Name ?? "a predecessor";
}

/// <summary>The other side of a succession.</summary>
public sealed record SuccessionShown(Guid OrganisationId, string Name, string Kind, DateOnly On, DateOnly EnteredOn, DateOnly? SignedOn);
public sealed record RegisterSignature(
    Guid Id, Guid CharterId, string CharterTitle, int Version, string ContentHash, DateOnly SignedOn, string Status, RegisterSignatory? Signatory,
    DateOnly? Since = null, DateOnly? ResignBy = null, Guid? CarriedFrom = null, DateOnly? EndedOn = null, bool Countersigned = false, IReadOnlyList<RegisterSignatory>? Others = null, IReadOnlyList<SignaturePeriod>? Periods = null);
public sealed record SignaturePeriod(DateOnly From, DateOnly? Until, string? Ended);
public sealed record RegisterSignatory(string Name, string Role);
public sealed record DutyState(string Code, string Commitment, string Binding, string Text, string State);
public sealed record RegisterPledge(
    Guid Id, string Commitment, string Pillar, string Outcome, string Title, string Measure, string Unit, decimal? Baseline, decimal? Target, DateOnly DueOn, string Status,
    ProgressFigure? Progress, IReadOnlyList<RegisterEvidence> Evidence, Guid? CarriedFrom = null,
    DateOnly? BaselineOn = null, Place? Place = null, IReadOnlyList<string>? TargetGroups = null, string? Segment = null, DateOnly? EndedOn = null, bool EndedByRule = false,
    DateOnly? PromisedOn = null);
public sealed record ProgressFigure(decimal Value, DateOnly On);
public sealed record RegisterEvidence(Guid Id, string Title, string State, DateOnly IntroducedOn);
public sealed record RegisterMark(string Level, Guid AwardId, DateOnly AwardedOn, DateOnly ValidUntil, string Status);
