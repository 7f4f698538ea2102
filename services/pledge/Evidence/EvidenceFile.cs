namespace Charter.Pledges.Evidence;

/// <summary>A file of an item of evidence. Several may share the content, which is stored once.</summary>
internal sealed class EvidenceFile
{
    public Guid EvidenceId { get; init; }
    /// <summary>Place among the files of the item, from 1.</summary>
    public int Position { get; init; }
    /// <summary>Name that the file had, for people; never part of a path.</summary>
    public required string Name { get; init; }
    public required string MediaType { get; init; }
    /// <summary>In bytes.</summary>
    public long Size { get; init; }
    /// <summary>SHA-256 of the content, lower-case hex: its place in the store.</summary>
    public required string Sha256 { get; init; }
}

/// <summary>How far a scanner has looked at a file.</summary>
internal static class ScanStates
{
    /// <summary>In quarantine until a scanner has looked at it.</summary>
    public const string Waiting = "waiting";
    /// <summary>Taken while no scanner was configured.</summary>
    public const string NotScanned = "not-scanned";
    public const string Clean = "clean";
    /// <summary>Something was found, and the content is gone.</summary>
    public const string Found = "found";
}

/// <summary>
/// A content in the store, and what a scanner says of it. Its row is locked by whoever puts the content there or deletes it, so that nobody deletes what
/// another has just come to rely on.
/// </summary>
internal sealed class StoredFile
{
    public required string Sha256 { get; init; }
    public long Size { get; init; }
    /// <summary>One of <see cref="ScanStates"/>.</summary>
    public string Scan { get; private set; } = ScanStates.NotScanned;
    /// <summary>Not before then: the scanner was away.</summary>
    public DateTimeOffset ScanAfter { get; private set; }
    public DateTimeOffset StoredAt { get; init; }
    public DateTimeOffset? ScannedAt { get; private set; }

    public void IsClean(DateTimeOffset now) => (Scan, ScannedAt) = (ScanStates.Clean, now);

    public void HasSomething(DateTimeOffset now) => (Scan, ScannedAt) = (ScanStates.Found, now);

    public void TryAgain(DateTimeOffset at) => ScanAfter = at;
}

/// <summary>A duty of the ledger that an item of evidence shows, from the version of the charter on under which it was submitted.</summary>
internal sealed class EvidenceDuty
{
    public Guid EvidenceId { get; init; }
    public Guid OrganisationId { get; init; }
    public Guid CharterId { get; init; }
    public int CharterVersion { get; init; }
    public required string Code { get; init; }
}

/// <summary>A pledge that an item of evidence serves beside that to which it was attached.</summary>
internal sealed class EvidencePledge
{
    public Guid EvidenceId { get; init; }
    public Guid PledgeId { get; init; }
}
