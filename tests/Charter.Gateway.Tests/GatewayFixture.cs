extern alias identity;

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Charter.Contracts;
using Charter.Gateway.Tests;
using identity::Charter.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(GatewayFixture))]

namespace Charter.Gateway.Tests;

/// <summary>The gateway before a real identity service, hosts that answer with what they were sent, and a kite-mark service that is down.</summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    /// <summary>The session's cookie where people use https.</summary>
    public const string CookieName = "__Host-charter-session";
    public static readonly TimeSpan RefusalsCountedFor = TimeSpan.FromSeconds(3);
    public const string Host = "charter.example.org";
    private const string Password = "the password of every test";
    private readonly string _keys = Directory.CreateTempSubdirectory("charter-gateway-").FullName;
    private readonly Echo[] _echoes = [new("Portal"), new("Signatory"), new("Pledge"), new("ChampionsNetwork")];
    private Identity _identity = null!;
    private Gateway _gateway = null!;
    private int _clients;

    public async ValueTask InitializeAsync()
    {
        _identity = new Identity(new Dictionary<string, string>
        {
            ["DataProtection:Keys"] = _keys,
            ["Charter:Local"] = "true",
            ["Charter:PublicAddress"] = "https://charter.example.org",
            ["Samples:Password"] = Password,
            ["Passwords:IterationCount"] = "1000",
        });
        await _identity.InitializeAsync();
        await Task.WhenAll(_echoes.Select(e => e.Start()));
        var settings = _echoes.ToDictionary(e => $"Services:{e.Name}", e => e.Address);
        settings["Services:Identity"] = _identity.Anonymous().BaseAddress!.ToString();
        settings["Services:KiteMark"] = "http://127.0.0.1:9";
        settings["Limits:RefusalsCountedFor"] = RefusalsCountedFor.ToString();
        settings["Limits:RefusalsOfKinds"] = settings["Limits:RefusalsWaiting"] = "100000";   // all these tests at once are no flood
        settings["Limits:WritesPerSecond"] = "1";   // so that a slow machine sends more than that, too
        // A machine that stalls is no host that is away.
        settings["Limits:ConnectWithin"] = settings["Limits:IdentityAnswersWithin"] = settings["Limits:BodiesDrainedFor"] = "00:01:40";
        foreach (var host in (string[])["Portal", "Signatory", "Pledge", "ChampionsNetwork", "KiteMark", "Identity"])
            settings[$"ReverseProxy:Clusters:{host}:HttpRequest:ActivityTimeout"] = "00:01:40";
        settings["Charter:PublicAddress"] = "https://charter.example.org";
        settings["Charter:SecurityContact"] = "mailto:security@example.org";
        settings["ConnectionStrings:RabbitMq"] = _identity.Services.GetRequiredService<IConfiguration>().GetConnectionString("RabbitMq")!;
        Settings = settings;
        _gateway = new Gateway(settings);
        await _gateway.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _identity.DisposeAsync();
        foreach (var echo in _echoes)
            await echo.DisposeAsync();
        Directory.Delete(_keys, recursive: true);
    }

    /// <summary>What the gateway was told.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; private set; } = null!;

    /// <summary>Where it listens.</summary>
    public Uri Address => _gateway.Anonymous().BaseAddress!;

    /// <summary>A browser or program that keeps no cookies of its own and follows no redirects.</summary>
    /// <param name="from">The address that it comes from, of the loopback network; without, one of its own, so that strangers do not use up each other's limits.</param>
    public HttpClient Client(string? cookie = null, string? bearer = null, string? from = null)
    {
        var own = Interlocked.Increment(ref _clients);
        var address = IPAddress.Parse(from ?? $"127.{1 + own / 65_536}.{own / 256 % 256}.{own % 256}");
        var client = new HttpClient(new SocketsHttpHandler
        {
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            ConnectCallback = async (context, cancel) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                socket.Bind(new IPEndPoint(address, 0));
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        })
        {
            BaseAddress = Address,
            DefaultRequestHeaders = { Host = Host },
        };
        if (cookie is not null)
            client.DefaultRequestHeaders.Add("Cookie", cookie);
        if (bearer is not null)
            client.DefaultRequestHeaders.Authorization = new("Bearer", bearer);
        return client;
    }

    /// <summary>Signs in a sample account and returns the cookie.</summary>
    public async Task<string> Cookie(string name)
    {
        var session = await _identity.Anonymous().Posts("/identity/sessions", new { email = $"{name}@example.org", password = Password }).Answers_with(HttpStatusCode.Created);
        return $"{CookieName}={session.Text("session")}";
    }

    /// <summary>A bearer token of a sample account.</summary>
    public async Task<string> Bearer(string name)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Charter.Identity.dll"), "token", name])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["Charter__Local"] = "true",
                ["ConnectionStrings__Database"] = _identity.Services.GetRequiredService<IConfiguration>().GetConnectionString("Database"),
                ["DataProtection__Keys"] = _keys,
            },
        })!;
        return (await process.StandardOutput.ReadToEndAsync()).Trim();
    }

    /// <summary>An API client of an organisation, and its address for those who sign for that.</summary>
    public async Task<(string Id, string Secret, HttpClient Signatory, string Address)> ApiClient(params string[] scopes)
    {
        var organisation = Guid.NewGuid();
        var signatory = _identity.As(Person.With().Of(organisation, "signatory"));
        var clients = $"/api/organisations/{organisation}/clients";
        var created = await signatory.Posts(clients, new { name = "Dashboard", scopes, expiresOn = DateOnly.FromDateTime(DateTime.Today).AddMonths(1) }).Answers_with(HttpStatusCode.Created);
        return (created.Text("clientId")!, created.Text("clientSecret")!, signatory, $"{clients}/{created.Text("clientId")}");
    }

    /// <summary>Ends the session as the portal does.</summary>
    public async Task SignOut(string cookie)
    {
        var granted = await _identity.Anonymous().Posts("/identity/exchange", new { session = cookie.Split('=')[1] }).Answers_with(HttpStatusCode.OK);
        using var client = _identity.Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", granted.Text("token"));
        await client.DeleteAsync("/identity/sessions/current").Answers_with(HttpStatusCode.NoContent);
    }

    /// <summary>Another service tells identity something.</summary>
    public Task Deliver<TEvent>(TEvent occurred) where TEvent : class, IEvent => _identity.Deliver(occurred);

    /// <summary>What the gateway told the audit trail so far, of what fits.</summary>
    public IReadOnlyList<AttemptRefused> Told(Func<AttemptRefused, bool> fits) => _gateway.AllPublished(fits);

    private sealed class Identity(Dictionary<string, string> settings) : ServiceFixture<IdentityDb>("identity")
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings => settings;
    }

    private sealed class Gateway(Dictionary<string, string> settings) : ServiceFixture<Program>("gateway")
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings => settings;
    }
}
