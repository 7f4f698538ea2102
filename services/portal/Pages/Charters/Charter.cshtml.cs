using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Charters;

[AllowAnonymous]
public sealed class CharterModel(SignatoryApi signatory) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    [FromQuery(Name = "version")]
    public int? Number { get; set; }

    public CharterVersion Version { get; private set; } = null!;

    /// <summary>The charter's versions; null when they cannot be had, and the page is shown without.</summary>
    public CharterLine? Line { get; private set; }

    /// <summary>This version beside the one before, or the first beside the one after.</summary>
    public string Comparison
    {
        get
        {
            var before = Line!.Versions.FirstOrDefault(one => one.Number < Version.Version);
            var after = Line.Versions.LastOrDefault(one => one.Number > Version.Version);
            return before is not null ? $"/charters/{Id}/differences?from={before.Number}&to={Version.Version}" : $"/charters/{Id}/differences?from={Version.Version}&to={after?.Number}";
        }
    }

    public string StateOf(VersionInLine one) => one switch
    {
        { Status: "draft" } => "draft",
        { Status: "superseded" } => "superseded",
        _ when one.Number == Line!.CurrentVersion => "in force",
        _ => $"in force from {one.InForceFrom?.Day()}",
    };

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Line = await signatory.Charter(Id, cancel).OrNothing();
        Version = await signatory.CharterVersion(Id, Number ?? Line?.CurrentVersion ?? Line?.Versions[^1].Number ?? 1, cancel);
    }
}
