using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Session;

public sealed class RecoveryCodeModel(IdentityApi identity, Carried carried) : SecondStepPage(identity, carried)
{
    [BindProperty]
    public string? RecoveryCode { get; set; }

    public override async Task<IActionResult> OnGetAsync(CancellationToken cancel) => Step is null ? Again() : await base.OnGetAsync(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel) => Step is null ? Again()
        : await Complete(step => Identity.CompleteSignIn(step!.Ticket, null, RecoveryCode ?? "", cancel), nameof(RecoveryCode), cancel);
}
