using Charter.Portal.Apis;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Signing;

public sealed class AbandonModel(SigningApi signing) : OpenModel(signing)
{
    private readonly SigningApi signing = signing;

    public override Task LoadAsync(CancellationToken cancel)
    {
        Person.MustBe(Roles.Signatory, Id);
        return base.LoadAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await signing.Abandon(Signature, cancel);
        return Done("The signature is given up.", $"/organisations/{Id}/sign");
    }
}
