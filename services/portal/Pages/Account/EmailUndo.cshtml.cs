using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Account;

public sealed class EmailUndoModel(IdentityApi identity) : LinkPage(identity, "undo-address")
{
    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var undone = await Identity.UndoAddress(Code, cancel);
        HttpContext.DropSession();
        return Done("Your account has its old e-mail address again, and everybody was signed out.", $"/account/reset?code={Uri.EscapeDataString(undone.Reset)}");
    }
}
