using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Charter.Signatories.Tests;

public sealed class Access(SignatoryFixture service)
{
    public static TheoryData<string, string> Closed => new()
    {
        { "GET", "/api/nowhere" },
        { "PUT", "/api/charters" },
        { "POST", "/api/register" },
        { "DELETE", "/api/organisations" },
        { "GET", "/api/organisations" },
        { "POST", "/api/organisations" },
    };

    [Theory, MemberData(nameof(Closed))]
    public async Task A_stranger_is_asked_to_sign_in_before_anything_else(string method, string path)
    {
        using var request = new HttpRequestMessage(new(method), path) { Content = new StringContent("<x/>", MediaTypeHeaderValue.Parse("application/xml")) };
        await service.Anonymous().SendAsync(request).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
    }

    [Fact]
    public async Task Somebody_signed_in_is_told_what_is_wrong_with_the_request()
    {
        var client = service.As(Person.With());
        await client.GetAsync("/api/nowhere").Is_refused(HttpStatusCode.NotFound, "not-found");
        await client.DeleteAsync("/api/organisations").Is_refused(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        await client.PostAsync("/api/organisations", new StringContent("name=x", MediaTypeHeaderValue.Parse("text/plain"))).Is_refused(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
    }

    [Fact]
    public async Task Tokens_of_a_wrong_key_issuer_audience_or_time_are_not_accepted()
    {
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var person = Person.With(Roles.Registrar);
        var header = Convert.ToBase64String("{\"alg\":\"none\",\"typ\":\"JWT\"}"u8).TrimEnd('=');
        foreach (var token in new[]
        {
            service.Tokens.For(person, key: foreign),
            service.Tokens.For(person, issuer: "somebody"),
            service.Tokens.For(person, audience: "charter-api"),
            service.Tokens.For(person, expires: DateTime.UtcNow.AddMinutes(-2)),
            header + "." + service.Tokens.For(person).Split('.')[1] + ".",
            "nonsense",
        })
        {
            using var client = service.Anonymous();
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
            await client.GetAsync("/api/organisations").Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
        }
        await service.As(person).GetAsync("/api/organisations").Answers_with(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nobody_is_called_a_stranger_because_identity_cannot_be_asked_for_its_keys()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Configuration["Services:Identity"] = "http://127.0.0.1:9";
        builder.AddServiceDefaults("test");
        await using var host = builder.Build();
        host.UseServiceDefaults();
        host.MapApi().MapGet("/thing", () => Results.Ok()).Allow(Roles.SignedIn);
        await host.StartAsync();
        using var client = new HttpClient { BaseAddress = new(host.Urls.Single()) };
        await client.GetAsync("/api/thing").Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");

        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", service.Tokens.For(Person.With()));
        var answer = await client.GetAsync("/api/thing");

        answer.Headers.RetryAfter.ShouldNotBeNull();
        await Task.FromResult(answer).Is_refused(HttpStatusCode.ServiceUnavailable, "temporarily-unavailable");
    }
}
