using System.Net;
using System.Text.RegularExpressions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;

namespace Charter.Portal.Tests;

public sealed class Antiforgery(PortalFixture portal)
{
    private readonly Guid _some = Guid.CreateVersion7();

    [Fact]
    public async Task Every_page_refuses_a_form_that_the_portal_did_not_give_out()
    {
        var everything = Person.With([.. Roles.PartnershipWide]).Of(_some, [.. Roles.OfOrganisation]);
        var pages = portal.Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<PageActionDescriptor>() is not null)
            .Select(e => Address(e.RoutePattern.RawText!)).Distinct().Order(StringComparer.Ordinal).ToList();
        pages.Count.ShouldBeGreaterThan(40);
        var wrong = new List<string>();
        foreach (var page in pages.Where(page => !page.StartsWith("/error", StringComparison.Ordinal)))
            foreach (var person in new[] { everything, null })
            {
                var visitor = person is null ? portal.Stranger() : portal.As(person);
                var answer = await visitor.Posts(page, ("Name", "x"), ("Email", "ada@example.org"), ("Password", "x"));
                // Who has to sign in for the page is taken there first.
                var isRefused = answer.Status == HttpStatusCode.BadRequest || (person is null && answer is { Status: HttpStatusCode.Redirect } && answer.Location!.StartsWith("/sign-in?", StringComparison.Ordinal));
                if (!isRefused || visitor.WasAskedToChange)
                    wrong.Add($"{(person is null ? "a stranger" : "everybody")} {page}: {(int)answer.Status} {answer.Location}");
            }
        wrong.ShouldBeEmpty();
    }

    private string Address(string pattern) => "/" + Regex.Replace(pattern, @"\{\**(\w+)([^}]*)\}", parameter => parameter.Groups switch
    {
        [_, { Value: "service" }, _] => "pledge",
        [_, _, { Value: ":int" }] => "1",
        _ => _some.ToString(),
    }).TrimStart('/');
}
