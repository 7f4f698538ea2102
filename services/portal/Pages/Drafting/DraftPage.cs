using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Drafting;

/// <summary>A page on one version of a charter, for registrars.</summary>
[ForRole(Roles.Registrar)]
public abstract class DraftPage(SignatoryApi signatory) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    [FromRoute]
    public int Number { get; set; }

    public CharterVersion Version { get; private set; } = null!;

    public bool IsDraft => Version.Status == "draft";
    public string Here => $"/registrar/charters/{Id}/versions/{Number}";

    public override async Task LoadAsync(CancellationToken cancel) => Version = await signatory.CharterVersion(Id, Number, cancel);

    /// <summary>What only a draft has a page for leads to the version once it is published.</summary>
    public override async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        return IsDraft ? Page() : LocalRedirect(Here);
    }
}
