using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Charter.Portal.Pages.Api;

[AllowAnonymous]
public sealed class IndexModel : PageModel
{
    public readonly IReadOnlyList<(string Name, string About)> Services = [
        ("signatory", "Charters and their versions, organisations, signatures and the public register."),
        ("pledge", "Duties, pledges, progress, evidence and its review."),
        ("champions-network", "Members, champions and the practices they share."),
        ("kite-mark", "The scheme, applications, assessments, decisions and awards."),
        ("identity", "Who is signed in, and tokens for software.")];
}
