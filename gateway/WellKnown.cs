using System.Globalization;

namespace Charter.Gateway;

/// <summary>What finders of holes (RFC 9116) and robots (RFC 9309) look for.</summary>
internal static class WellKnown
{
    private const string Robots = """
        User-agent: *
        Disallow: /account
        Disallow: /api/
        Disallow: /identity/
        Disallow: /registrar
        Disallow: /sign-in

        """;

    public static void Map(WebApplication app)
    {
        app.MapGet("/robots.txt", () => Results.Text(Robots.ReplaceLineEndings("\n"))).AllowAnonymous();
        // Without somebody who reads what is reported it would be a lie.
        if (app.Configuration["Charter:SecurityContact"] is { Length: > 0 } contact)
            app.MapGet("/.well-known/security.txt", (TimeProvider time) => Results.Text(string.Create(CultureInfo.InvariantCulture, $"""
                Contact: {contact}
                Expires: {time.GetUtcNow().UtcDateTime.Date.AddDays(90):yyyy-MM-dd'T'HH:mm:ss'Z'}
                Preferred-Languages: en
                Canonical: {app.Configuration["Charter:PublicAddress"]?.TrimEnd('/')}/.well-known/security.txt

                """).ReplaceLineEndings("\n"))).AllowAnonymous();
    }
}
