using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Account;

public sealed class ConsentModel(SignatoryApi signatory) : PortalPage
{
    [BindProperty]
    public Guid Signature { get; set; }

    [BindProperty]
    public bool Consents { get; set; }

    public IReadOnlyList<HeldSignature> Signatures { get; private set; } = [];

    public override async Task LoadAsync(CancellationToken cancel) => Signatures = (await signatory.HeldOnMe(cancel)).Signatures;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await signatory.ChangeConsent(Signature, Consents, cancel);
        return Done(Consents ? "The public register now names you." : "The public register no longer names you.", "/account/consent");
    }
}
