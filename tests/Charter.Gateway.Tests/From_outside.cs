using System.Net;
using System.Text.Json;

namespace Charter.Gateway.Tests;

public sealed class From_outside(GatewayFixture system)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/api/register")]
    [InlineData("/api/nowhere")]
    [InlineData("/api/kite-marks/schemes/current")]
    [InlineData("/health/ready")]
    public async Task Every_answer_has_the_security_headers(string path)
    {
        using var answer = await system.Client().GetAsync(path);
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldBe(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'");
        answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        answer.Headers.GetValues("Referrer-Policy").Single().ShouldBe("same-origin");
        answer.Headers.GetValues("Cross-Origin-Opener-Policy").Single().ShouldBe("same-origin");
        answer.Headers.Contains("Permissions-Policy").ShouldBeTrue();
        answer.Headers.Contains("Server").ShouldBeFalse();
        answer.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();   // plain http
    }

    [Fact]
    public async Task A_host_that_knows_better_keeps_its_own_headers()
    {
        using var answer = await system.Client(await system.Cookie("editor")).GetAsync("/own-headers");
        answer.Headers.GetValues("Content-Security-Policy").ShouldBe(["sandbox"]);
        answer.Headers.CacheControl!.Public.ShouldBeTrue();
    }

    [Fact]
    public async Task What_was_made_for_a_person_is_not_stored()
    {
        using var forPerson = await system.Client(await system.Cookie("editor")).GetAsync("/api/register");
        forPerson.Headers.CacheControl!.NoStore.ShouldBeTrue();
        using var forAnybody = await system.Client().GetAsync("/api/register");
        forAnybody.Headers.CacheControl.ShouldBeNull();
    }

    [Fact]
    public async Task What_a_client_claims_about_itself_is_not_believed()
    {
        using var client = system.Client();
        foreach (var (name, value) in new[]
        {
            ("X-Forwarded-For", "1.2.3.4"), ("X-Forwarded-Host", "evil.example.com"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-User", "registrar"),
            ("Forwarded", "for=1.2.3.4"), ("X-Real-IP", "1.2.3.4"), ("X-HTTP-Method-Override", "DELETE"),
            ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"), ("tracestate", "a=b"), ("baggage", "role=registrar"),
        })
            client.DefaultRequestHeaders.Add(name, value);
        var headers = (await client.GetAsync("/api/register").Answers_with(HttpStatusCode.OK)).GetProperty("headers");
        headers.Text("x-forwarded-for").ShouldBe("127.0.0.1");
        headers.Text("x-forwarded-proto").ShouldBe("http");
        headers.Text("x-forwarded-host")!.ShouldStartWith("127.0.0.1:");
        headers.Text("traceparent")!.ShouldNotContain("4bf92f3577b34da6a3ce929d0e0e4736");
        foreach (var name in new[] { "x-forwarded-user", "forwarded", "x-real-ip", "x-http-method-override", "tracestate", "baggage" })
            headers.TryGetProperty(name, out _).ShouldBeFalse(name);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example.com")]
    [InlineData("Origin", "null")]
    [InlineData(null, null)]
    public async Task Another_site_cannot_use_the_cookie_to_change_anything(string? header, string? value)
    {
        using var client = system.Client(await system.Cookie("registrar"));
        if (header is not null)
            client.DefaultRequestHeaders.Add(header, value);
        foreach (var path in new[] { "/api/charters", "/sign-out" })
            await client.PostAsync(path, null).Is_refused(HttpStatusCode.Forbidden, "cross-site-request");
        await client.GetAsync("/api/register").Answers_with(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Our_own_pages_and_programs_with_a_token_may()
    {
        var cookie = await system.Cookie("registrar");
        foreach (var (name, value) in new[] { ("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Site", "none"), ("Origin", "https://charter.example.org"), ("Origin", system.Client().BaseAddress!.GetLeftPart(UriPartial.Authority)) })
        {
            using var browser = system.Client(cookie);
            browser.DefaultRequestHeaders.Add(name, value);
            await browser.PostAsync("/api/charters", null).Answers_with(HttpStatusCode.OK);
        }
        await system.Client(bearer: await system.Bearer("registrar")).PostAsync("/api/charters", null).Answers_with(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_person_who_writes_too_much_is_asked_to_wait_and_nobody_else_is()
    {
        using var busy = system.Client(bearer: await system.Bearer("case-officer"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => busy.PostAsync("/api/charters", null)));
        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBeGreaterThanOrEqualTo(60);
        var refused = answers.First(a => a.StatusCode == HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta.ShouldNotBeNull();
        await Task.FromResult(refused).Is_refused(HttpStatusCode.TooManyRequests, "too-many-requests");
        await system.Client(bearer: await system.Bearer("panel-chair")).PostAsync("/api/charters", null).Answers_with(HttpStatusCode.OK);
        await busy.GetAsync("/api/register").Answers_with(HttpStatusCode.OK);
    }

    [Fact]
    public async Task One_address_signs_in_thirty_times_a_minute()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => system.Client(from: "127.0.0.2").PostAsync("/sign-in", null)));
        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(30);
        answers.Count(a => a.StatusCode == HttpStatusCode.TooManyRequests).ShouldBe(10);
        await system.Client(from: "127.0.0.3").PostAsync("/sign-in", null).Answers_with(HttpStatusCode.OK);
    }
}
