using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Charter.Portal.Shell;

/// <summary>
/// A page of the portal. <see cref="LoadAsync"/> reads what it shows, before it is first shown and again when its form comes back with errors;
/// a refusal of a service becomes an error page or, when a form was sent, errors in the form (see <see cref="Refusals"/>).
/// </summary>
public abstract class PortalPage : PageModel
{
    /// <summary>Carries the banner of <see cref="Done"/> to the page where it is shown.</summary>
    public const string NoteCookie = "charter-note";

    /// <summary>The signed-in person; pages that are open to everyone look at <see cref="Visitor"/>.</summary>
    public Caller Person => Visitor ?? throw new InvalidOperationException("This page is for people who are signed in.");

    public Caller? Visitor => Caller.From(User);

    public virtual Task LoadAsync(CancellationToken cancel) => Task.CompletedTask;

    public virtual async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        return Page();
    }

    /// <summary>Goes to another address, where a green banner says what was done.</summary>
    protected IActionResult Done(string message, string address)
    {
        TempData["Done"] = message;
        return LocalRedirect(address);
    }
}
