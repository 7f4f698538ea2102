using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Signing;

/// <summary>Who has signed and who is missing.</summary>
public class OpenModel(SigningApi signing) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    [FromRoute]
    public Guid Signature { get; set; }

    public OpenSignature Open { get; private set; } = null!;

    private bool IsSignatory => Person.Has(Roles.Signatory, Id);

    public bool CanSign => Open.Status == "open" && IsSignatory && Open.Parts.All(part => part.SignedBy != Person.Subject);

    public bool CanAbandon => Open.Status is "open" or "awaiting-countersignature" && IsSignatory;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Open = await signing.Open(Signature, cancel);
        if (Open.OrganisationId != Id) throw Refusal.NotFound("signature of this organisation");
    }
}
