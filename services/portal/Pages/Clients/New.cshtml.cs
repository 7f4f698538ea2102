using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Clients;

public sealed class NewModel(IdentityApi identity, SignatoryApi signatory, TimeProvider time) : ClientsPage(signatory)
{
    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public List<string> Scopes { get; set; } = [];

    [BindProperty, Display(Name = "The last day")]
    public DateOnly? ExpiresOn { get; set; }

    public DateOnly Example => time.Today().AddMonths(6);

    /// <summary>Shown in the answer itself: on no other page, and in no cookie, is the secret ever again.</summary>
    public ClientSecret? Created { get; private set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Created = await identity.CreateClient(Id, Name, Scopes, ExpiresOn, cancel);
        return Page();
    }
}
