using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Imports;

/// <summary>A page about what one organisation brought in.</summary>
public abstract class ImportsPage(SignatoryApi signatory) : PortalPage
{
    /// <summary>Above the service's 25 MB, so that a file slightly too large is refused by the service, in the form.</summary>
    public const long Largest = 40 * 1024 * 1024;

    [FromRoute]
    public Guid Id { get; set; }

    public Organisation Organisation { get; private set; } = null!;
    public bool MayEdit => Person.Has(Roles.Editor, Id);

    public override async Task LoadAsync(CancellationToken cancel) => Organisation = await signatory.Organisation(Id, cancel);
}
