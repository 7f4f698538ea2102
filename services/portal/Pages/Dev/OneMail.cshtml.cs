using System.Text.RegularExpressions;
using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Dev;

[AllowAnonymous, LocalOnly]
public sealed partial class OneMailModel(IdentityApi identity) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    public Mail Mail { get; private set; } = null!;

    /// <summary>The text, in which addresses can be followed.</summary>
    public IHtmlContent Text => Html.Join(Address().Split(Mail.Text).Select(part => Address().IsMatch(part) ? Html.Of($"<a class=\"govuk-link\" href=\"{part}\">{part}</a>") : Html.Of($"{part}")));

    public override async Task LoadAsync(CancellationToken cancel) => Mail = await identity.Mail(Id, cancel);

    /// <summary>As a mail program shows it: a page of its own that can run nothing and load nothing.</summary>
    public async Task<IActionResult> OnGetHtmlAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Response.Headers.ContentSecurityPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-top-navigation-by-user-activation";
        return Content(Mail.Html, "text/html; charset=utf-8");
    }

    [GeneratedRegex(@"(https?://[^\s]+)")] private static partial Regex Address();
}
