using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Account;

/// <summary>"Look into your mailbox": says where a mail went, and nothing about whether there is an account.</summary>
internal static class Mailbox
{
    private const string Address = "Mailbox";

    /// <summary>Goes to the page that says so; the address travels in a cookie, not in the page's own address.</summary>
    public static IActionResult LookForMail(this PortalPage page, string path, string? email)
    {
        page.TempData[Address] = email?.Trim();
        return page.LocalRedirect(path);
    }

    /// <summary>Where the mail went, as long as the page is not loaded again.</summary>
    public static string? MailWentTo(this PortalPage page) => page.TempData[Address] as string;
}
