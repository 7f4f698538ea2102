using System.Net;
using System.Text.Json;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Charter.Identity.Tests;

/// <summary>Replicas of the service on a database of their own, with one clock that the test moves.</summary>
public sealed class Changing_keys : IAsyncLifetime
{
    private static readonly TimeSpan ChangedEvery = TimeSpan.FromDays(90), PublishedFirst = TimeSpan.FromMinutes(15), PublishedAfter = TimeSpan.FromHours(13);
    private readonly TestClock _clock = new();
    private string _database = "";
    private Replica[] _replicas = [];

    public async ValueTask InitializeAsync()
    {
        _database = await Servers.NewDatabase("identity");
        var folder = Directory.CreateTempSubdirectory("charter-identity-").FullName;
        _replicas = [new Replica(_database, _clock) { KeyFolder = folder }, new Replica(_database, _clock) { KeyFolder = folder }];
        await Task.WhenAll(_replicas.Select(r => r.InitializeAsync().AsTask()));
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Task.WhenAll(_replicas.Select(r => r.DisposeAsync().AsTask()));
        await Servers.DropDatabase(_database);
    }

    private static async Task<JsonElement> Keys(Replica replica) => await replica.Anonymous().GetAsync("/identity/.well-known/jwks.json").Answers_with(HttpStatusCode.OK);

    private static async Task<string[]> Ids(Replica replica) => [.. (await Keys(replica)).GetProperty("keys").EnumerateArray().Select(k => k.Text("kid")!)];

    private async Task Have(int keys)
    {
        await Eventually.Passes(async () =>
        {
            (await Ids(_replicas[0])).Length.ShouldBe(keys);
            (await Ids(_replicas[1])).ShouldBe(await Ids(_replicas[0]));
        });
    }

    private static string KeyOf(string token) => new JsonWebTokenHandler().ReadJsonWebToken(token).Kid;

    private static async Task<string> TokenFor(Replica replica, object credential) => (await replica.Exchange(credential).Answers_with(HttpStatusCode.OK)).Text("token")!;

    // As a service that fetched the keys then.
    private static async Task Verify(string token, JsonElement keys)
    {
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new()
        {
            ValidIssuer = Authentication.Issuer,
            ValidAudience = Authentication.Audience,
            ValidateLifetime = false,   // the test's clock is ahead
            IssuerSigningKeys = new JsonWebKeySet(keys.GetRawText()).GetSigningKeys(),
        });
        result.IsValid.ShouldBeTrue(result.Exception?.Message);
    }

    /// <summary>A bearer token that is good for an hour, of a client that lives.</summary>
    private async Task<string> Bearer()
    {
        var organisation = Guid.NewGuid();
        var created = await _replicas[0].As(Person.With().Of(organisation, Roles.Signatory)).Posts($"/api/organisations/{organisation}/clients",
            new { name = "Dashboard", scopes = new[] { "read" }, expiresOn = DateOnly.FromDateTime(_clock.GetUtcNow().DateTime).AddMonths(1) }).Answers_with(HttpStatusCode.Created);
        return (await _replicas[0].Anonymous().PostAsync("/identity/token", new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"), new("client_id", created.Text("clientId")), new("client_secret", created.Text("clientSecret")),
        ])).Answers_with(HttpStatusCode.OK)).Text("access_token")!;
    }

    [Fact]
    public async Task A_key_is_published_before_it_signs_and_until_all_that_it_signed_has_expired()
    {
        await Have(1);
        var first = (await Ids(_replicas[0])).Single();
        var before = await Keys(_replicas[0]);
        _clock.Advance(ChangedEvery - TimeSpan.FromHours(1));
        var person = await _replicas[0].NewAccount();
        var session = await _replicas[0].Session(person.Email);
        await Have(1);

        // It is due, and one replica makes it.
        _clock.Advance(TimeSpan.FromHours(1));
        await Have(2);
        var bearer = await Bearer();
        var token = await TokenFor(_replicas[1], new { session });
        (KeyOf(token), KeyOf(bearer)).ShouldBe((first, first));
        await Verify(token, before);

        // It signs. Who has fetched the keys meanwhile knows it; what the old one signed is good.
        var published = await Keys(_replicas[1]);
        _clock.Advance(PublishedFirst);
        foreach (var replica in _replicas)
        {
            token = await TokenFor(replica, new { session });
            KeyOf(token).ShouldBe((await Ids(replica)).Single(kid => kid != first));
            await Verify(token, published);
            KeyOf(await TokenFor(replica, new { bearer })).ShouldNotBe(first);
        }

        // Nobody was signed out; the old one goes when nothing of it can be good any longer.
        _clock.Advance(PublishedAfter - TimeSpan.FromMinutes(10));
        await Have(2);
        _clock.Advance(TimeSpan.FromMinutes(11));
        await Have(1);
        (await Ids(_replicas[0])).Single().ShouldNotBe(first);
    }

    [Fact]
    public async Task An_operator_can_have_the_next_key_made_now_and_only_one_at_a_time()
    {
        await Have(1);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var (code, output, _) = await _replicas[0].Run("rotate-keys");
            (code, output.Contains("is published, and signs from", StringComparison.Ordinal)).ShouldBe((0, true), output);
        }
        _clock.Advance(TimeSpan.Zero);
        await Have(2);
        (await _replicas[0].Run("rotate-keys", "now")).ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task A_key_that_somebody_else_may_have_is_dropped_at_once_and_sessions_stay()
    {
        var person = await _replicas[0].NewAccount();
        var (session, bearer) = (await _replicas[0].Session(person.Email), await Bearer());
        await using var host = await Host.Start(_replicas[1].Anonymous().BaseAddress!);
        await host.Ask(await TokenFor(_replicas[1], new { session })).Answers_with(HttpStatusCode.OK);

        var stolen = (await Ids(_replicas[0])).Single();
        (await _replicas[0].Run("rotate-keys", "--at-once")).Output.ShouldContain("signs now");
        _clock.Advance(TimeSpan.Zero);
        foreach (var replica in _replicas)
            await Eventually.Passes(async () => (await Ids(replica)).Single().ShouldNotBe(stolen));
        await _replicas[1].Exchange(new { bearer }).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
        var token = await TokenFor(_replicas[1], new { session });

        // A host that has not heard of the key asks for it, and meanwhile takes nobody for a stranger.
        var answers = new List<HttpStatusCode>();
        await Eventually.Passes(async () =>
        {
            using var answer = await host.Ask(token);
            answers.Add(answer.StatusCode);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        });
        answers.ShouldNotContain(HttpStatusCode.Unauthorized);
    }

    private sealed class Replica(string database, TestClock clock) : IdentityFixture
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings => [.. base.Settings, new("ConnectionStrings:Database", database)];

        protected override void Replace(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
    }

    /// <summary>A service that knows identity's keys only from asking.</summary>
    private sealed class Host(WebApplication app) : IAsyncDisposable
    {
        private readonly HttpClient _client = new() { BaseAddress = new(app.Urls.Single()) };

        public static async Task<Host> Start(Uri identity)
        {
            var builder = WebApplication.CreateBuilder();
            builder.Configuration["Services:Identity"] = identity.ToString();
            builder.AddServiceDefaults("test");
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            app.UseServiceDefaults();
            app.MapGet("/who", (Caller caller) => caller.Subject).Allow(Roles.SignedIn);
            await app.StartAsync();
            return new(app);
        }

        public Task<HttpResponseMessage> Ask(string token) =>
            _client.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/who") { Headers = { Authorization = new("Bearer", token) } });

        public async ValueTask DisposeAsync()
        {
            _client.Dispose();
            await app.DisposeAsync();
        }
    }
}
