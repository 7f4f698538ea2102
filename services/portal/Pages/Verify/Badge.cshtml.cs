using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Verify;

/// <summary>The badge as a picture. It is drawn from what the award is today, so a copy that is linked to never says more than is true.</summary>
[AllowAnonymous]
public sealed class BadgeModel(KiteMarkApi kiteMarks) : PortalPage
{
    [FromRoute]
    public string Id { get; set; } = "";

    public Award? Award { get; private set; }
    public bool IsValid => Award?.IsValid == true;
    public string Colour => IsValid ? "#0b5351" : "#6f777b";
    public string Heading => Award is null ? "Not a kite mark" : $"{Words.Say(Award.Level)} kite mark";
    public string Line => Award is null ? "This number is not known" : IsValid ? $"Valid until {Award.ValidUntil.Day()}" : Award.Verdict;
    public string Title => Award is null ? "Not a kite mark: this number is not known" : $"{Heading} of {Award.Holder}. {Line}";

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Award = Guid.TryParse(Id, out var id) ? await kiteMarks.FindAward(id, cancel) : null;
        if (Award is null) Response.StatusCode = StatusCodes.Status404NotFound;
        Response.ContentType = "image/svg+xml; charset=utf-8";
        Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";   // it is for other sites to show
    }
}
