using Charter.Pledges.Jobs;
using Charter.Pledges.Spend;

namespace Charter.Pledges.Imports;

internal static class ImportKinds
{
    /// <summary>A release or record package of the Open Contracting Data Standard.</summary>
    public const string Ocds = "ocds";
    /// <summary>A council's table of what it paid.</summary>
    public const string Spend = "spend";
    /// <summary>A postcode directory, which belongs to the whole partnership.</summary>
    public const string Postcodes = "postcodes";

    public static IReadOnlyList<string> All { get; } = [Ocds, Spend, Postcodes];
}

internal static class ImportStates
{
    /// <summary>Its columns wait to be looked at.</summary>
    public const string Uploaded = "uploaded";
    public const string Importing = "importing";
    public const string Imported = "imported";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";
    public const string Removing = "removing";
    public const string Removed = "removed";
}

/// <summary>What became of the entries of a file: each read entry is one of the other four.</summary>
/// <param name="Unchanged">They were there already, from this file or another.</param>
/// <param name="SetAside">They are none of what is imported, such as totals rows.</param>
/// <param name="Value">In pounds, of what was imported; values in other currencies stand beside it.</param>
internal sealed record ImportReport(long Read, long Imported, long Unchanged, long Rejected, long SetAside, decimal Value, string OtherValues);

/// <summary>A file that an organisation brought in, and what became of it.</summary>
internal sealed class FileImport
{
    private FileImport() { }

    public Guid Id { get; private init; }
    /// <summary>All zeros for a postcode directory.</summary>
    public Guid OrganisationId { get; private init; }
    /// <summary>See <see cref="ImportKinds"/>.</summary>
    public string Kind { get; private init; } = "";
    public string FileName { get; private init; } = "";
    public long Length { get; private init; }
    public string State { get; private set; } = ImportStates.Uploaded;
    public string? Problem { get; private set; }
    /// <summary>The job that works on it, or worked on it last.</summary>
    public Guid? JobId { get; private set; }
    /// <summary>The program that was given the file reads it where it is, so no other can go on with it.</summary>
    public bool IsByCommand { get; private init; }

    /// <summary>How a table is laid out; null for other kinds of file.</summary>
    public SpendLayout? Layout { get; private init; }
    public SpendMapping? Mapping { get; private set; }

    /// <summary>Whether its releases were compared with the whole schema of the standard, or only the fields that are read with its rules.</summary>
    public bool IsSchemaChecked { get; private set; }

    /// <summary>How many entries of the file are dealt with: those that a job skips when it begins anew.</summary>
    public long Entries { get; private set; }
    public long Read { get; private set; }
    public long Imported { get; private set; }
    public long Unchanged { get; private set; }
    public long Rejected { get; private set; }
    public long SetAside { get; private set; }
    public decimal Value { get; private set; }
    public string OtherValues { get; private set; } = "";

    /// <summary>Null for an import from the command line.</summary>
    public Guid? UploadedBy { get; private init; }
    public DateTimeOffset UploadedAt { get; private init; }
    public DateTimeOffset? FinishedAt { get; private set; }

    public ImportReport Report => new(Read, Imported, Unchanged, Rejected, SetAside, Value, OtherValues);

    public static FileImport Of(string kind, Guid organisation, string fileName, long length, SpendLayout? layout, Guid? by, bool isByCommand, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Kind = kind,
        OrganisationId = organisation,
        FileName = fileName,
        Length = length,
        Layout = layout,
        UploadedBy = by,
        IsByCommand = isByCommand,
        UploadedAt = now,
    };

    /// <summary>Has a job import it.</summary>
    public Job Start(SpendMapping? mapping, DateTimeOffset now)
    {
        if (State != ImportStates.Uploaded)
            throw PledgeErrors.ImportIsDone();
        var job = Job.Ask($"import-{Kind}", OrganisationId, Id, Layout?.Rows ?? Length, now);
        (Mapping, State, JobId) = (mapping, ImportStates.Importing, job.Id);
        return job;
    }

    /// <summary>Has a job take back what it brought in.</summary>
    public Job Remove(DateTimeOffset now)
    {
        if (State is not (ImportStates.Imported or ImportStates.Failed) || Kind == ImportKinds.Postcodes)
            throw PledgeErrors.ImportNotRemovable();
        var job = Job.Ask($"remove-{Kind}", OrganisationId, Id, Imported, now);
        (State, JobId, Problem) = (ImportStates.Removing, job.Id, null);
        return job;
    }

    public void CheckBySchema(bool whole) => IsSchemaChecked = whole;

    /// <summary>A part of the file is dealt with.</summary>
    public void Count(long entries, long read, long imported, long unchanged, long rejected, long setAside, decimal value)
    {
        Entries = entries;
        Read += read;
        Imported += imported;
        Unchanged += unchanged;
        Rejected += rejected;
        SetAside += setAside;
        Value += value;
    }

    public void Finish(DateTimeOffset now) => (State, FinishedAt) = (ImportStates.Imported, now);

    public void Finish(decimal value, string otherValues, DateTimeOffset now)
    {
        (Value, OtherValues) = (value, otherValues);
        Finish(now);
    }

    /// <summary>What it brought in is taken back.</summary>
    /// <param name="problem">Why, when nobody asked for it.</param>
    public void TakenBack(bool isCancelled, string? problem, DateTimeOffset now) =>
        (State, Problem, FinishedAt) = (problem is not null ? ImportStates.Failed : isCancelled ? ImportStates.Cancelled : ImportStates.Removed, problem ?? Problem, now);

    /// <summary>It ended with this problem; what it brought in until then stays.</summary>
    public void Stop(string problem, DateTimeOffset now) => (State, Problem, FinishedAt) = (ImportStates.Failed, problem, now);
}

/// <summary>A part of a file as it was sent, until the file is imported.</summary>
internal sealed class ImportPart
{
    public const int Size = 1024 * 1024;

    public Guid ImportId { get; init; }
    public int Number { get; init; }
    public required byte[] Content { get; init; }
}

/// <summary>What is said of an entry of a file.</summary>
internal static class ImportVerdicts
{
    /// <summary>It was not imported.</summary>
    public const string Rejected = "rejected";
    /// <summary>It is none of what is imported, such as a row of totals.</summary>
    public const string SetAside = "set-aside";
    /// <summary>It was imported, and something about it is not as it should be.</summary>
    public const string Noted = "noted";
}

/// <summary>An entry of a file that was not imported, or has something about it, with the reason.</summary>
internal sealed class ImportRemark
{
    public Guid ImportId { get; init; }
    /// <summary>Counts the remarks of a file.</summary>
    public long Number { get; init; }
    /// <summary>Place in the file: the line of a row, or the number of a release; 0 for the file as a whole.</summary>
    public long Position { get; init; }
    /// <summary>What the entry calls itself, such as the ids of a release.</summary>
    public string Reference { get; init; } = "";
    /// <summary>See <see cref="ImportVerdicts"/>.</summary>
    public required string Verdict { get; init; }
    /// <summary>In sentences.</summary>
    public required string Reason { get; init; }
}
