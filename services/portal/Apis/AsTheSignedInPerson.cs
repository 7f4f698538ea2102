using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Charter.Portal.Components;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.Extensions;

namespace Charter.Portal.Apis;

/// <summary>Every call is made as the person whose request this is, and a form that is sent twice is acted on once.</summary>
public sealed class AsTheSignedInPerson(IHttpContextAccessor current) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        var incoming = current.HttpContext?.Request;
        if (AuthenticationHeaderValue.TryParse(incoming?.Headers.Authorization, out var token)) request.Headers.Authorization = token;
        // Identity slows down whoever guesses passwords by this address.
        if (incoming?.Headers["X-Forwarded-For"].ToString() is { Length: > 0 } address) request.Headers.TryAddWithoutValidation("X-Forwarded-For", address);
        // What people see of a session, to know it by, is where they signed in, not the portal.
        if (incoming?.Headers.UserAgent.ToString() is { Length: > 0 } browser) request.Headers.TryAddWithoutValidation("User-Agent", browser);
        if (request.Method == HttpMethod.Post && incoming is { HasFormContentType: true } && incoming.Form.ContainsKey(OnceForm.Name))
            request.Headers.TryAddWithoutValidation("Idempotency-Key", KeyOf(incoming));
        var answer = await base.SendAsync(request, cancel);
        // What the person changed about the own token has to reach the gateway, which sees only what the portal answers.
        if (answer.Headers.TryGetValues(Authentication.TokenHeader, out var stale) && current.HttpContext is { Response.HasStarted: false } http) http.Response.Headers[Authentication.TokenHeader] = stale.First();
        // Nor does it see more than the page; what was refused behind it goes on to the audit trail.
        if (request.Method != HttpMethod.Get && answer.Headers.TryGetValues(Audit.RefusalHeader, out var refusal)) current.HttpContext?.PassRefusalOn(refusal.First());
        return answer;
    }

    /// <summary>What was typed is part of the key: going back and sending the form with other answers is a new request.</summary>
    private static string KeyOf(HttpRequest form)
    {
        var content = new StringBuilder(form.GetEncodedPathAndQuery());
        foreach (var (name, value) in form.Form.OrderBy(field => field.Key, StringComparer.Ordinal))
            if (!name.StartsWith("__", StringComparison.Ordinal)) content.Append('\n').Append(name).Append('=').Append(value);
        foreach (var file in form.Form.Files) content.Append('\n').Append(file.Name).Append(':').Append(file.FileName).Append(':').Append(file.Length);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content.ToString())));
    }
}
