using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Account.Security;

public sealed class NewPasskeyModel(IdentityApi identity, Carried carried) : ProofPage(identity)
{
    [BindProperty]
    public string? Name { get; set; }

    /// <summary>The question that the browser answers, encrypted.</summary>
    [BindProperty]
    public string? Asked { get; set; }

    [BindProperty]
    public string? Credential { get; set; }

    public PasskeyQuestion? Question { get; private set; }

    public override async Task LoadAsync(CancellationToken cancel)
    {
        await base.LoadAsync(cancel);
        Question = carried.Read<PasskeyQuestion>(Asked);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        if (Question is not null)
            return await Added(await Identity.AddPasskey(Question.Ticket, Name, Credential, cancel), $"The passkey {Name} is added.", cancel);
        if (string.IsNullOrWhiteSpace(Name))
        {
            ModelState.AddModelError(nameof(Name), "Give the passkey a name, such as the device that it is on.");
            return Page();
        }
        Question = await Identity.OfferPasskey(Proof, cancel);
        Asked = carried.Write(Question);
        return Page();
    }
}
