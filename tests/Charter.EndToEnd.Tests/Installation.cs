using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Charter.EndToEnd.Tests;
using Npgsql;

[assembly: AssemblyFixture(typeof(Installation))]

namespace Charter.EndToEnd.Tests;

/// <summary>The whole system as <c>./charter up</c> started it, with the sample partnership, reached through its gateway only.</summary>
public sealed class Installation : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _tokens = new();

    public static Uri Gateway { get; } = new(Setting("CHARTER_TEST_URL"));
    public static string Root { get; } = Setting("CHARTER_ROOT");
    public static string Password { get; } = Setting("CHARTER_TEST_PASSWORD");
    public static int Port => Gateway.Port;
    /// <summary>Screenshots and other things that a person looks at afterwards.</summary>
    public static string Output { get; } = Directory.CreateDirectory(Path.Combine(Setting("CHARTER_TEST_HOME"), "output")).FullName;

    /// <summary>What the hosts say over OTLP while the tests run.</summary>
    public TraceReceiver Traces { get; } = new(Port + 20);

    public async ValueTask InitializeAsync() => await Traces.Start();

    public async ValueTask DisposeAsync() => await Traces.DisposeAsync();

    /// <param name="patience">Seconds that a client waits at most when it is told to come again.</param>
    public HttpClient Anonymous(int patience = 2) => new(new Patient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }, patience)) { BaseAddress = Gateway, Timeout = TimeSpan.FromMinutes(5) };

    public static Uri Broker => new(Setting("CHARTER_TEST_RABBITMQ"));

    /// <summary>A service's own database, as its server's owner.</summary>
    public static async Task<NpgsqlConnection> Database(string name)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Setting("CHARTER_TEST_POSTGRES")) { Database = name, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Where every host's log is.</summary>
    public static string Logs { get; } = Path.Combine(Setting("CHARTER_TEST_HOME"), "log");

    /// <summary>A client with the bearer token of a sample account, as <c>./charter token</c> prints it, or <c>CHARTER_TEST_TOKEN</c> for an installation of another kind.</summary>
    /// <param name="patience">As for <see cref="Anonymous"/>; longer where a password is asked for, which other tests try wrongly for the same person.</param>
    public async Task<HttpClient> As(string name, int patience = 2)
    {
        var client = Anonymous(patience);
        var token = await _tokens.GetOrAdd(name, _ => new(() => Token(name))).Value;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A contract of the organisation on the commissioning cycle with everything that one can have.</summary>
    public static async Task<JsonElement> Commissioned(HttpClient client, Guid organisation)
    {
        var list = await client.GetAsync($"/api/organisations/{organisation}/commissioning").Answers_with(HttpStatusCode.OK);
        foreach (var item in list.GetProperty("items").EnumerateArray())
            if (await client.GetAsync($"/api/commissioning/{item.Id()}").Answers_with(HttpStatusCode.OK) is var contract && contract.GetProperty("offers").GetArrayLength() > 0)
                return contract;
        throw new InvalidOperationException("The samples have no contract with an offer.");
    }

    /// <summary>The sample charter in force.</summary>
    public async Task<(Guid Id, int Version, string Hash)> Charter()
    {
        var charters = await Anonymous().GetAsync("/api/charters").Answers_with(HttpStatusCode.OK);
        var charter = charters.GetProperty("items").EnumerateArray().First(c => c.Text("title")!.Contains("Salford", StringComparison.Ordinal));
        return (charter.Id(), charter.GetProperty("currentVersion").GetInt32(), charter.Text("contentHash")!);
    }

    /// <summary>An organisation of the newcomer, confirmed; returns when the new membership counts.</summary>
    public async Task<Guid> ConfirmedOrganisation(string name)
    {
        var newcomer = await As("newcomer");
        var organisation = await newcomer.Posts("/api/organisations", new
        {
            name,
            sector = "social-enterprise",
            kind = "provider",
            identifiers = Array.Empty<object>(),
            places = new[] { "E08000006" },
            sizeBand = "small",
            isAnother = true,
        }).Answers_with(HttpStatusCode.Created);
        await (await As("registrar")).Posts($"/api/organisations/{organisation.Id()}/confirmation", "").Answers_with(HttpStatusCode.OK);
        await Eventually.Passes(async () =>
        {
            var me = await newcomer.GetAsync("/api/me").Answers_with(HttpStatusCode.OK);
            me.GetProperty("memberships").EnumerateArray().Count(m => m.Id("organisationId") == organisation.Id()).ShouldBe(2);
        });
        return organisation.Id();
    }

    /// <summary>An organisation of the newcomer that has signed, and whose ledger is open.</summary>
    public async Task<Guid> SignedOrganisation(string name)
    {
        var id = await ConfirmedOrganisation(name);
        var newcomer = await As("newcomer");
        var charter = await Charter();
        await newcomer.Posts($"/api/charters/{charter.Id}/signatures", Signing(id, charter)).Answers_with(HttpStatusCode.Created);
        await Eventually.Passes(() => newcomer.GetAsync($"/api/organisations/{id}/duties").Answers_with(HttpStatusCode.OK));
        return id;
    }

    public static object Signing(Guid organisation, (Guid Id, int Version, string Hash) charter) => new
    {
        organisationId = organisation,
        version = charter.Version,
        contentHash = charter.Hash,
        signatory = new { name = "Robin Newcomer", role = "Director", confirmsAuthority = true, consentsToPublish = true },
    };

    private static async Task<string> Token(string name)
    {
        var other = Environment.GetEnvironmentVariable("CHARTER_TEST_TOKEN");
        using var command = Process.Start(new ProcessStartInfo(other ?? Path.Combine(Root, "charter"), other is null ? ["token", name] : [name])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            Environment = { ["CHARTER_HOME"] = Setting("CHARTER_TEST_HOME") },
        })!;
        var token = await command.StandardOutput.ReadToEndAsync();
        await command.WaitForExitAsync();
        return command.ExitCode == 0 ? token.Trim() : throw new InvalidOperationException($"No token of {name} could be had.");
    }

    private static string Setting(string name) => Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set. Run the tests with ./charter test.");

    /// <summary>Comes again when it is told to: tests that run at the same moment go by the same people, and one person may ask only so much.</summary>
    private sealed class Patient(HttpMessageHandler inner, int patience) : DelegatingHandler(inner)
    {
        private const int Most = 20;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Content is not null)
                await request.Content.LoadIntoBufferAsync(cancellationToken);
            for (var attempt = 1; ; attempt++)
            {
                var answer = await base.SendAsync(request, cancellationToken);
                if (answer.StatusCode != HttpStatusCode.TooManyRequests || attempt == Most || answer.Headers.RetryAfter?.Delta is not { } wait || wait.TotalSeconds > patience)
                    return answer;
                answer.Dispose();
                await Task.Delay(wait, cancellationToken);
            }
        }
    }
}
