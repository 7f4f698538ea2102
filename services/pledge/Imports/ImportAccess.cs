using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Imports;

/// <summary>Suppliers can be sole traders: what is imported is for the organisation's own people and the registrar, and is never public.</summary>
internal static class ImportAccess
{
    public static readonly string[] Readers = [Roles.Editor, Roles.Signatory, Roles.Registrar];

    /// <summary>The organisations whose imports are this one's now; 403 unless the caller may see them.</summary>
    public static async Task<Guid[]> MustSee(this PledgeDb db, Caller caller, Guid organisation, CancellationToken cancel)
    {
        if (!caller.Has(Roles.Registrar) && !caller.Has(Roles.Editor, organisation) && !caller.Has(Roles.Signatory, organisation))
            throw PledgeErrors.ImportsAreInternal();
        return await db.HeldBy(organisation, cancel);
    }

    /// <summary>The import, if the caller may see it.</summary>
    public static async Task<FileImport> ImportFor(this PledgeDb db, Caller caller, Guid id, CancellationToken cancel)
    {
        var import = await db.Imports.SingleOrDefaultAsync(i => i.Id == id, cancel) ?? throw PledgeErrors.NoImport();
        if (import.Kind != ImportKinds.Postcodes || !caller.Has(Roles.Registrar))
            await db.MustSee(caller, import.OrganisationId, cancel);
        return import;
    }

    /// <summary>The import, if the caller may change it: the organisation's editors, and the registrar for what is the partnership's own.</summary>
    public static async Task<FileImport> ImportToChange(this PledgeDb db, Caller caller, Guid id, CancellationToken cancel)
    {
        var import = await db.ImportFor(caller, id, cancel);
        if (import.Kind != ImportKinds.Postcodes)
            caller.MustBe(Roles.Editor, import.OrganisationId);
        return import;
    }
}
