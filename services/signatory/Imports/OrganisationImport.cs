using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Imports;

internal static class ImportStates
{
    /// <summary>Its columns wait to be looked at.</summary>
    public const string Uploaded = "uploaded";
    public const string Checking = "checking";
    /// <summary>Every row has its verdict; nothing is on the register.</summary>
    public const string Checked = "checked";
    public const string Importing = "importing";
    public const string Imported = "imported";

    public static IReadOnlyList<string> All { get; } = [Uploaded, Checking, Checked, Importing, Imported];
}

/// <summary>What becomes of a row.</summary>
internal static class Verdicts
{
    public const string New = "new";
    /// <summary>The register, or an earlier row, has an organisation with its identifier, or with its name where it works.</summary>
    public const string Duplicate = "duplicate";
    /// <summary>The register has one with a similar name.</summary>
    public const string Similar = "similar";
    public const string Bad = "bad";
    /// <summary>It is on the register now.</summary>
    public const string Imported = "imported";
    public const string LeftOut = "left-out";

    public static IReadOnlyList<string> All { get; } = [New, Duplicate, Similar, Bad, Imported, LeftOut];
}

/// <summary>
/// A list of organisations that a registrar brings in: sent, its columns named, every row judged, and then imported in one transaction or not at all.
/// The job does what takes time, so that the registrar can leave the page.
/// </summary>
internal sealed class OrganisationImport
{
    private OrganisationImport() { }

    public Guid Id { get; private init; }
    public string FileName { get; private init; } = "";
    /// <summary>Empty once the organisations are on the register.</summary>
    public string Content { get; private set; } = "";
    public string[] Columns { get; private init; } = [];
    public int Rows { get; private init; }
    public ColumnMapping Mapping { get; private set; } = null!;
    public string State { get; private set; } = ImportStates.Uploaded;
    public bool BringsInSimilar { get; private set; }
    /// <summary>What went wrong at the last attempt, in a sentence.</summary>
    public string? Problem { get; private set; }
    public Guid UploadedBy { get; private init; }
    public DateTimeOffset UploadedAt { get; private init; }
    public DateTimeOffset? ImportedAt { get; private set; }

    public static OrganisationImport Upload(string fileName, string content, string[] columns, int rows, ColumnMapping mapping, Guid by, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        FileName = fileName,
        Content = content,
        Columns = columns,
        Rows = rows,
        Mapping = mapping,
        UploadedBy = by,
        UploadedAt = now,
    };

    /// <summary>Has every row judged, with these columns.</summary>
    public void Check(ColumnMapping mapping)
    {
        if (State is ImportStates.Importing or ImportStates.Imported)
            throw SignatoryErrors.ImportIsDone();
        (Mapping, State, Problem) = (mapping, ImportStates.Checking, null);
    }

    public void Judged() => State = ImportStates.Checked;

    /// <param name="bad">How many rows are bad.</param>
    /// <param name="leavesOutBad">The registrar has seen that, and wants the others.</param>
    public void Start(int bad, bool leavesOutBad, bool bringsInSimilar)
    {
        if (State is ImportStates.Importing or ImportStates.Imported)
            throw SignatoryErrors.ImportIsDone();
        if (State != ImportStates.Checked)
            throw SignatoryErrors.ImportNotChecked();
        if (bad > 0 && !leavesOutBad)
            throw SignatoryErrors.ImportHasBadRows(bad);
        (State, BringsInSimilar, Problem) = (ImportStates.Importing, bringsInSimilar, null);
    }

    public void Finish(DateTimeOffset now) => (State, Content, ImportedAt) = (ImportStates.Imported, "", now);

    /// <summary>Somebody registered one of them meanwhile: nothing was imported, and the rows are judged anew.</summary>
    public void CheckAgain(string why) => (State, Problem) = (ImportStates.Checking, why);
}

/// <summary>A row of the file and what becomes of it.</summary>
internal sealed class ImportRow
{
    public Guid ImportId { get; init; }
    public int Line { get; init; }
    public required string Name { get; init; }
    /// <summary>See <see cref="Verdicts"/>.</summary>
    public required string Verdict { get; set; }
    /// <summary>Why, in a sentence; empty for a row that is simply new.</summary>
    public required string Reason { get; set; }
    /// <summary>The organisation that it repeats or may repeat, and in the end the one that it became.</summary>
    public Guid? OrganisationId { get; set; }
}

internal static class TakingImports
{
    /// <summary>The list, for whoever is about to change it; needs a transaction. Refused while the job or another registrar has it.</summary>
    public static async Task<OrganisationImport> TakeImport(this SignatoryDb db, Guid id, CancellationToken cancel) =>
        await db.Imports.FromSql($"select * from organisation_import where id = {id} for no key update skip locked").SingleOrDefaultAsync(cancel)
        ?? throw (await db.Imports.AnyAsync(i => i.Id == id, cancel) ? SignatoryErrors.ImportIsBusy() : SignatoryErrors.NoImport());
}
