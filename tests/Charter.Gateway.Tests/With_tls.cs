using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace Charter.Gateway.Tests;

public sealed class With_tls(GatewayFixture system, TlsGateway tls) : IClassFixture<TlsGateway>
{
    [Fact]
    public async Task People_use_it_with_cookies_bound_to_the_host_and_browsers_remember_to_come_with_tls()
    {
        using var client = tls.Client();
        using var stranger = await client.GetAsync("/api/register");
        stranger.StatusCode.ShouldBe(HttpStatusCode.OK);
        stranger.Headers.GetValues("Strict-Transport-Security").Single().ShouldBe("max-age=31536000; includeSubDomains");

        client.DefaultRequestHeaders.Add("Cookie", await system.Cookie("signatory"));
        var me = await client.GetAsync("/api/me").Answers_with(HttpStatusCode.OK);
        me.Text("email").ShouldBe("signatory@example.org");
        client.DefaultRequestHeaders.Add("Origin", $"https://{GatewayFixture.Host}");
        await client.PostAsync("/api/charters", null).Answers_with(HttpStatusCode.OK);

        using var unknown = tls.Client();
        unknown.DefaultRequestHeaders.Add("Cookie", $"{GatewayFixture.CookieName}=x");
        using var answer = await unknown.GetAsync("/api/register");
        answer.Headers.GetValues("Set-Cookie").Single().ShouldContain("; path=/; secure; samesite=lax; httponly");
    }

    [Fact]
    public async Task Localhost_is_not_bound_to_tls_for_other_programs_on_the_machine()
    {
        using var client = tls.Client();
        client.DefaultRequestHeaders.Host = "localhost";
        using var answer = await client.GetAsync("/health/live");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
    }

    [Fact]
    public async Task Without_tls_nothing_is_answered()
    {
        using var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{tls.Port}") };
        await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync("/"));
    }

    [Fact]
    public async Task A_certificate_is_kept_until_it_is_about_to_end_and_its_authority_vouches_for_this_machine_only()
    {
        var (authority, server) = (await System.IO.File.ReadAllTextAsync(tls.File("ca.crt")), await System.IO.File.ReadAllTextAsync(tls.File("server.crt")));
        await tls.Make();
        (await System.IO.File.ReadAllTextAsync(tls.File("server.crt"))).ShouldBe(server);

        // With less than a month left it is made anew, under the same authority.
        await tls.Bash($"openssl x509 -req -in <(openssl req -new -key {tls.File("server.key")} -subj /CN=localhost) -CA {tls.File("ca.crt")} -CAkey {tls.File("ca.key")} -days 20 -out {tls.File("server.crt")} 2>/dev/null");
        await tls.Make();
        using var made = X509CertificateLoader.LoadCertificateFromFile(tls.File("server.crt"));
        (made.NotAfter - DateTime.Now).ShouldBeGreaterThan(TimeSpan.FromDays(300));
        (await System.IO.File.ReadAllTextAsync(tls.File("ca.crt"))).ShouldBe(authority);

        using var ca = X509CertificateLoader.LoadCertificateFromFile(tls.File("ca.crt"));
        ca.Extensions.Single(e => e.Oid!.Value == "2.5.29.30").Critical.ShouldBeTrue();   // name constraints
        await tls.Bash($"test \"$(stat -c %a {tls.File("ca.key")} {tls.File("server.key")} | sort -u)\" = 600");
    }
}

/// <summary>The gateway as <c>./charter up --tls</c> runs it: a process of its own, with a certificate made by the same script.</summary>
public sealed class TlsGateway(GatewayFixture system) : IAsyncLifetime
{
    private readonly string _home = Directory.CreateTempSubdirectory("charter-tls-").FullName;
    private Process? _gateway;

    public int Port { get; private set; }

    public async ValueTask InitializeAsync()
    {
        await Make();
        try
        {
            await Start();
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private async Task Start()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Charter.Gateway.dll")])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Path.Combine(Environment.GetEnvironmentVariable("CHARTER_ROOT")!, "gateway"),
        };
        foreach (var (key, value) in system.Settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment["ASPNETCORE_URLS"] = "https://127.0.0.1:0";
        start.Environment["Kestrel__Certificates__Default__Path"] = File("server.crt");
        start.Environment["Kestrel__Certificates__Default__KeyPath"] = File("server.key");
        _gateway = Process.Start(start)!;
        var listens = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _gateway.OutputDataReceived += (_, line) =>
        {
            if (Regex.Match(line.Data ?? "", @"listening on: https://127\.0\.0\.1:(\d+)") is { Success: true } said)
                listens.TrySetResult(int.Parse(said.Groups[1].Value));
        };
        _gateway.BeginOutputReadLine();
        Port = await listens.Task.WaitAsync(TimeSpan.FromMinutes(2));
        using var client = Client();
        await Eventually.Passes(async () => (await client.GetAsync("/health/ready")).EnsureSuccessStatusCode(), seconds: 120);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _gateway?.Kill();
        _gateway?.Dispose();
        Directory.Delete(_home, recursive: true);
        return ValueTask.CompletedTask;
    }

    public string File(string name) => Path.Combine(_home, "tls", name);

    public Task Make() => Bash("prepare_certificate");

    public async Task Bash(string command)
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("CHARTER_ROOT")!, "deploy", "local");
        using var bash = Process.Start(new ProcessStartInfo("bash",
            ["-c", $"set -euo pipefail; home={_home}; source {folder}/installation.sh; source {folder}/processes.sh; source {folder}/tls.sh; {command}"]))!;
        await bash.WaitForExitAsync();
        bash.ExitCode.ShouldBe(0);
    }

    // Trusts the authority that was made, and nobody else.
    public HttpClient Client() => new(new SocketsHttpHandler
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new()
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(File("ca.crt")) },
                RevocationMode = X509RevocationMode.NoCheck,
            },
            // The certificate is of localhost, whatever the Host header says.
            RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None && ((X509Certificate2)certificate!).MatchesHostname("localhost"),
        },
    })
    {
        BaseAddress = new($"https://127.0.0.1:{Port}"),
        DefaultRequestHeaders = { Host = GatewayFixture.Host },
    };
}
