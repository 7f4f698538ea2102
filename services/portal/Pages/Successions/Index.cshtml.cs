using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Successions;

/// <summary>Every succession, and the way to the next: find the organisation whose place another takes.</summary>
[ForRole(Roles.Registrar)]
public sealed class IndexModel(SignatoryApi signatory) : PortalPage
{
    [FromQuery]
    public string? Q { get; set; }

    [FromQuery]
    public string? After { get; set; }

    public Listing<Succession> Successions { get; private set; } = null!;
    public IReadOnlyList<Organisation>? Found { get; private set; }

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Successions = await signatory.Successions(null, After, cancel);
        Found = string.IsNullOrWhiteSpace(Q) ? null : (await signatory.FindOrganisations(Q, "confirmed", cancel)).Items;
    }
}
