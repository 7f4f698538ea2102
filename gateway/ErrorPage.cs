using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Charter.Gateway;

/// <summary>
/// An error of the gateway itself as a page for a person; programs get problem details. It needs nothing from any other host, because it is
/// shown when they are down.
/// </summary>
internal sealed class ErrorPage(IOptions<ProblemDetailsOptions> options) : IProblemDetailsWriter
{
    private const string Style = "body{font:1.2rem/1.5 system-ui,sans-serif;color:#0b0c0c;max-width:40rem;margin:10vh auto;padding:0 1rem}h1{font-size:2rem;line-height:1.2}";
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public bool CanWrite(ProblemDetailsContext context) =>
        context.HttpContext.Request.Headers.Accept.Any(accept => accept?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        options.Value.CustomizeProblemDetails?.Invoke(context);
        var problem = context.ProblemDetails;
        var response = context.HttpContext.Response;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.CacheControl = "no-store";
        var heading = response.StatusCode switch
        {
            401 => "You need to sign in",
            404 => "Page not found",
            413 => "That is too large",
            429 => "Too many requests",
            503 => "Sorry, this is not working at the moment",
            >= 500 => "Sorry, there is a problem with the service",
            _ => "Your request was not accepted",
        };
        await response.WriteAsync($"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{heading}</title><style>{Style}</style></head>
            <body><main>
            <h1>{heading}</h1>
            <p>{HtmlEncoder.Default.Encode(problem.Detail ?? "")}</p>
            <p>Reference: {HtmlEncoder.Default.Encode(problem.Extensions["traceId"] as string ?? "")}</p>
            <p><a href="/">Go to the start page</a></p>
            </main></body>
            </html>
            """);
    }
}
