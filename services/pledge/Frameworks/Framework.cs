namespace Charter.Pledges.Frameworks;

/// <summary>A framework of social value with all its versions. Those that come with Charter are everybody's; the others are of one partnership and private to it.</summary>
internal sealed class Framework
{
    /// <summary>The scope of what comes with Charter.</summary>
    public static readonly Guid Everybody = Guid.Empty;

    public Guid Id { get; init; }
    /// <summary>The charter of the partnership whose it is; <see cref="Everybody"/> for one that comes with Charter.</summary>
    public Guid Scope { get; init; }
    /// <summary>Its id in packs.</summary>
    public required string PackId { get; init; }
    /// <summary>Of the latest version.</summary>
    public required string Title { get; set; }
    public int LatestVersion { get; set; }

    public bool IsPrivate => Scope != Everybody;
}

/// <summary>A version of a framework, which never changes.</summary>
internal sealed class FrameworkVersion
{
    /// <summary>What was imported stays as it was, whoever asks.</summary>
    public const string NeverChanges = """
        create function framework_never_changes() returns trigger language plpgsql as $$
        begin
          raise exception 'a version of a framework never changes';
        end $$;
        create trigger framework_never_changes before update or delete on framework_version for each row execute function framework_never_changes();
        create trigger framework_never_changes before update or delete on framework_part for each row execute function framework_never_changes();
        """;

    public Guid FrameworkId { get; init; }
    public int Version { get; init; }
    public required string Title { get; init; }
    /// <summary>The canonical form of the pack.</summary>
    public required string Content { get; init; }
    /// <summary>SHA-256 of the content, lower-case hex.</summary>
    public required string Checksum { get; init; }
    public int Themes { get; init; }
    public int Outcomes { get; init; }
    public int Measures { get; init; }
    /// <summary>Account of the registrar; null for what comes with Charter.</summary>
    public Guid? ImportedBy { get; init; }
    public DateTimeOffset ImportedAt { get; init; }
}

/// <summary>An outcome or a measure of a version, to be found by its code.</summary>
internal sealed class FrameworkPart
{
    public Guid FrameworkId { get; init; }
    public int Version { get; init; }
    public required string Code { get; init; }
    public bool IsMeasure { get; init; }
    /// <summary>Place among the outcomes or the measures.</summary>
    public int Position { get; init; }
    public required string Name { get; init; }
    public string? Unit { get; init; }
    public string? Direction { get; init; }
    public decimal? ProxyValue { get; init; }
    public string? ProxySource { get; init; }
    public int? ProxyPriceYear { get; init; }
}

/// <summary>What a part of one framework is to a part of another, or to an outcome of the menu of the partnership's charter.</summary>
internal sealed class FrameworkRelation
{
    public Guid Id { get; init; }
    /// <summary>Who may read it, as with frameworks.</summary>
    public Guid Scope { get; init; }
    public Guid FromFrameworkId { get; init; }
    public int FromVersion { get; init; }
    public required string FromCode { get; init; }
    /// <summary>See <see cref="Relations"/>: what the other is to the first.</summary>
    public required string Kind { get; init; }
    /// <summary>Empty for an outcome of the menu.</summary>
    public Guid ToFrameworkId { get; init; }
    /// <summary>Of the framework or of the charter.</summary>
    public int ToVersion { get; init; }
    /// <summary>Code of the part, or words of the outcome.</summary>
    public required string To { get; init; }
    public required string Source { get; init; }
    public Guid? EnteredBy { get; init; }
    public DateTimeOffset EnteredAt { get; init; }
}

/// <summary>A file that a registrar sent, until it is imported.</summary>
internal sealed class FrameworkUpload
{
    public Guid Id { get; init; }
    /// <summary>The charter of the partnership whose framework it is to be.</summary>
    public Guid CharterId { get; init; }
    public required string FileName { get; init; }
    /// <summary>See <see cref="PackKinds"/>.</summary>
    public required string Kind { get; init; }
    /// <summary>Dropped once it is imported.</summary>
    public byte[]? Content { get; set; }
    public PackLayout? Layout { get; init; }
    /// <summary>As they were proposed or, later, as somebody said.</summary>
    public PackColumns? Columns { get; set; }
    public PackHeading? Heading { get; set; }
    public IReadOnlyList<PackProblem> Problems { get; set; } = [];
    public Guid? FrameworkId { get; set; }
    public int? Version { get; set; }
    public Guid UploadedBy { get; init; }
    public DateTimeOffset UploadedAt { get; init; }
    public DateTimeOffset? ImportedAt { get; set; }
}

/// <summary>What a framework can be brought in as.</summary>
internal static class PackKinds
{
    public const string Json = "json";
    public const string Csv = "csv";
    public const string Xlsx = "xlsx";
}
