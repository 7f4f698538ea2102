using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Account.Security;

public sealed class AuthenticatorModel(IdentityApi identity, Carried carried) : ProofPage(identity)
{
    /// <summary>The key, encrypted, so that it comes back with a mistyped code.</summary>
    [BindProperty]
    public string? SetUp { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    public AuthenticatorKey? Key { get; private set; }

    /// <summary>In groups of four, as people copy it.</summary>
    public string Spaced => string.Join(' ', Key!.Key.Chunk(4).Select(group => new string(group)));

    public override async Task LoadAsync(CancellationToken cancel)
    {
        await base.LoadAsync(cancel);
        Key = carried.Read<AuthenticatorKey>(SetUp);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        if (Key is not null)
            return await Added(await Identity.ConfirmAuthenticator(Key.Ticket, Code, cancel), "Your new authenticator app is set up. The one from before does not count any more.", cancel);
        Key = await Identity.StartAuthenticator(Proof, cancel);
        SetUp = carried.Write(Key);
        return Page();
    }
}
