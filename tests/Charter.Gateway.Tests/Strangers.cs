using System.Net;
using System.Net.Http.Headers;

namespace Charter.Gateway.Tests;

/// <summary>Who is not signed in learns nothing about what there is below /api: they are asked to sign in, whatever they do.</summary>
public sealed class Strangers(GatewayFixture system)
{
    public static TheoryData<string> Closed =>
    [
        "/api/me", "/API/ME", "/api/me/", "/api/organisations/1/members", "/api/organisations/1/members/2", "/api/organisations/1/clients", "/api/organisations/1/clients/2/secret",
        "/api/organisations/1/clients/2/secret/3", "/api/nowhere", "/api/nowhere/at/all", "/api/%20", "/api/signatory/x", "/api/openapi", "/api/openapi/nothing.json", "/api/openapi/signatory.json/x",
        "/identity/token/", "/api/me?x=y", "/api/kite", "/api/register.json", "/api/*", "/api/~",
    ];

    [Theory, MemberData(nameof(Closed))]
    public async Task They_are_asked_to_sign_in_before_404_405_and_415(string path)
    {
        foreach (var method in new[] { "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY" })
        {
            if (path.StartsWith("/identity", StringComparison.Ordinal) && method == "POST")
                continue;   // the token endpoint itself
            using var request = new HttpRequestMessage(new(method), path);
            if (method is not ("GET" or "OPTIONS"))
                request.Content = new StringContent("<x/>", MediaTypeHeaderValue.Parse("application/xml"));
            using var answer = await system.Client().SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, $"{method} {path}");
            answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        }
        using var head = new HttpRequestMessage(HttpMethod.Head, path);
        (await system.Client().SendAsync(head)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
