using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace Charter.Gateway.Tests;

public sealed class From_outside(GatewayFixture system)
{
    public static TheoryData<string, string, int> Answers => new()
    {
        { "GET", "/", 200 },                                      // a page, by the portal
        { "GET", "/govuk/govuk.css", 200 },
        { "GET", "/api/register", 200 },
        { "GET", "/api/me", 401 },
        { "GET", "/api/nowhere", 401 },
        { "GET", "/api/kite-marks/schemes/current", 503 },        // that host is down
        { "GET", "/health/ready", 200 },
        { "GET", "/robots.txt", 200 },
        { "GET", "/.well-known/security.txt", 200 },
        { "GET", "/.well-known/oauth-authorization-server", 200 },
        { "GET", "/identity/token", 401 },
        { "POST", "/identity/token", 400 },
        { "GET", "/a//b", 400 },
    };

    [Theory, MemberData(nameof(Answers))]
    public async Task Every_answer_has_the_security_headers(string method, string path, int status)
    {
        foreach (var accept in new[] { "*/*", "text/html" })
        {
            using var request = new HttpRequestMessage(new(method), path);
            request.Headers.Add("Accept", accept);
            using var answer = await system.Client().SendAsync(request);
            ((int)answer.StatusCode).ShouldBe(status);
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            policy.ShouldStartWith("default-src 'none'; ");
            policy.ShouldContain("base-uri 'none'");
            policy.ShouldContain("frame-ancestors 'none'");
            policy.ShouldNotContain("unsafe");
            if (status == 200)
                policy.ShouldBe("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'");
            answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
            answer.Headers.GetValues("X-Frame-Options").Single().ShouldBe("DENY");
            answer.Headers.GetValues("Referrer-Policy").Single().ShouldBe("same-origin");
            answer.Headers.GetValues("Cross-Origin-Opener-Policy").Single().ShouldBe("same-origin");
            answer.Headers.GetValues("Cross-Origin-Resource-Policy").Single().ShouldBe("same-origin");
            answer.Headers.GetValues("Permissions-Policy").Single().ShouldContain("geolocation=()");
            answer.Headers.Contains("Server").ShouldBeFalse();
            answer.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();   // plain http
        }
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
        using var client = system.Client(from: "127.0.0.1");
        foreach (var (name, value) in new[]
        {
            ("X-Forwarded-For", "1.2.3.4"), ("X-Forwarded-Host", "evil.example.com"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-User", "registrar"),
            ("Forwarded", "for=1.2.3.4"), ("X-Real-IP", "1.2.3.4"), ("X-HTTP-Method-Override", "DELETE"), ("X-Original-URL", "/identity/exchange"), ("X-Host", "evil.example.com"), ("True-Client-IP", "1.2.3.4"),
            ("Proxy", "http://evil.example.com"),
            ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"), ("tracestate", "a=b"), ("baggage", "role=registrar"),
        })
            client.DefaultRequestHeaders.Add(name, value);
        var headers = (await client.GetAsync("/api/register").Answers_with(HttpStatusCode.OK)).GetProperty("headers");
        headers.Text("x-forwarded-for").ShouldBe("127.0.0.1");
        headers.Text("x-forwarded-proto").ShouldBe("http");
        headers.Text("x-forwarded-host").ShouldBe(GatewayFixture.Host);
        headers.Text("traceparent")!.ShouldNotContain("4bf92f3577b34da6a3ce929d0e0e4736");
        foreach (var name in new[] { "x-forwarded-user", "forwarded", "x-real-ip", "x-http-method-override", "x-original-url", "x-host", "true-client-ip", "proxy", "tracestate", "baggage" })
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
        using var client = system.Client(await system.Cookie("signatory"));
        if (header is not null)
            client.DefaultRequestHeaders.Add(header, value);
        foreach (var path in new[] { "/api/charters", "/sign-out" })
            await client.PostAsync(path, null).Is_refused(HttpStatusCode.Forbidden, "cross-site-request");
        await client.GetAsync("/api/register").Answers_with(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Our_own_pages_and_programs_with_a_token_may()
    {
        var cookie = await system.Cookie("signatory");
        foreach (var (name, value) in new[] { ("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Site", "none"), ("Origin", "https://charter.example.org"), ("Origin", $"http://{GatewayFixture.Host}") })
        {
            using var browser = system.Client(cookie);
            browser.DefaultRequestHeaders.Add(name, value);
            await browser.PostAsync("/api/charters", null).Answers_with(HttpStatusCode.OK);
        }
        await system.Client(bearer: await system.Bearer("registrar")).PostAsync("/api/charters", null).Answers_with(HttpStatusCode.OK);
    }

    /// <summary>
    /// Sends so many at once, and again as long as all of them are let through: what is allowed comes back with time, and a machine may stall. How many were,
    /// one that was not, and how long it took.
    /// </summary>
    private static async Task<(int Done, HttpResponseMessage Refused, TimeSpan Took)> UntilRefused(int atOnce, Func<int, Task<HttpResponseMessage>> send, HttpStatusCode letThrough)
    {
        var started = Stopwatch.GetTimestamp();
        List<HttpResponseMessage> answers = [];
        while (answers.Count < 20 * atOnce && !answers.Exists(a => a.StatusCode == HttpStatusCode.TooManyRequests))
            answers.AddRange(await Task.WhenAll(Enumerable.Range(answers.Count, atOnce).Select(send)));
        var took = Stopwatch.GetElapsedTime(started);
        answers.Select(a => a.StatusCode).ShouldBeSubsetOf([letThrough, HttpStatusCode.TooManyRequests]);
        return (answers.Count(a => a.StatusCode == letThrough), answers.First(a => a.StatusCode == HttpStatusCode.TooManyRequests), took);
    }

    [Fact]
    public async Task A_person_who_writes_too_much_is_asked_to_wait_and_nobody_else_is()
    {
        using var busy = system.Client(bearer: await system.Bearer("case-officer"));
        var (done, refused, took) = await UntilRefused(200, _ => busy.PostAsync("/api/charters", null), HttpStatusCode.OK);
        done.ShouldBeInRange(60, 61 + (int)took.TotalSeconds);
        refused.Headers.RetryAfter!.Delta.ShouldNotBeNull();
        await Task.FromResult(refused).Is_refused(HttpStatusCode.TooManyRequests, "too-many-requests");
        await system.Client(bearer: await system.Bearer("panel-chair")).PostAsync("/api/charters", null).Answers_with(HttpStatusCode.OK);
        await busy.GetAsync("/api/register").Answers_with(HttpStatusCode.OK);
    }

    [Fact]
    public async Task One_address_signs_in_thirty_times_a_minute()
    {
        var (done, _, took) = await UntilRefused(40, _ => system.Client(from: "127.0.0.2").PostAsync("/sign-in", null), HttpStatusCode.OK);
        done.ShouldBeInRange(30, 30 + (took < TimeSpan.FromMinutes(1) ? 0 : (int)(30 * took.TotalMinutes)));
        await system.Client(from: "127.0.0.3").PostAsync("/sign-in", null).Answers_with(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Bearer_tokens_that_nobody_knows_are_not_asked_for_without_end()
    {
        // A token that was never seen each time, so that none is remembered.
        Task<HttpResponseMessage> Guess(int i) => system.Client(bearer: $"eyJhbGciOiJFUzI1NiJ9.{i:x8}.AAAA", from: "127.0.0.9").GetAsync("/api/register");
        var (done, refused, took) = await UntilRefused(200, Guess, HttpStatusCode.Unauthorized);
        done.ShouldBeInRange(100, 100 + (int)(took.TotalMinutes * 100));
        refused.Headers.RetryAfter!.Delta.ShouldNotBeNull();
        await Task.FromResult(refused).Is_refused(HttpStatusCode.TooManyRequests, "too-many-requests");

        // Neither strangers there are in anybody's way, nor is anybody elsewhere.
        await system.Client(from: "127.0.0.9").GetAsync("/api/register").Answers_with(HttpStatusCode.OK);
        await system.Client(bearer: await system.Bearer("panel-chair"), from: "127.0.0.10").GetAsync("/api/me").Answers_with(HttpStatusCode.OK);
    }

    [Fact]
    public async Task People_who_are_known_can_be_many_behind_one_address()
    {
        var cookies = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => system.Cookie("editor")));
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => system.Client(cookies[i % 5], from: "127.0.0.11").GetAsync("/api/me")));
        answers.Select(a => a.StatusCode).ShouldAllBe(status => status == HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("evil.example.com")]
    [InlineData("charter.example.org.evil.example.com")]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task Under_another_name_there_is_nothing_here(string host)
    {
        using var client = system.Client();
        client.DefaultRequestHeaders.Host = host;
        foreach (var path in new[] { "/", "/api/register", "/sign-in" })
            await client.GetAsync(path).Is_refused(HttpStatusCode.MisdirectedRequest, "misdirected-request");
        (await client.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);   // probes ask by address
    }

    [Fact]
    public async Task Finders_of_holes_are_told_where_to_go_and_robots_where_not_to()
    {
        var security = await system.Client().GetStringAsync("/.well-known/security.txt");
        security.ShouldStartWith("Contact: mailto:security@example.org\nExpires: ");
        DateTimeOffset.Parse(security.Split("Expires: ")[1].Split('\n')[0]).ShouldBeInRange(DateTimeOffset.UtcNow.AddDays(30), DateTimeOffset.UtcNow.AddDays(365));
        security.ShouldContain("\nCanonical: https://charter.example.org/.well-known/security.txt\n");
        (await system.Client().GetStringAsync("/robots.txt")).ShouldContain("Disallow: /account\n");
    }
}
