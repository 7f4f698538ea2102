using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Charter.Identity.Tests;

public sealed class Tokens(IdentityFixture service)
{
    [Fact]
    public async Task The_published_keys_verify_what_services_are_sent()
    {
        var person = await service.NewAccount();
        var granted = await service.Exchange(new { session = await service.Session(person.Email) }).Answers_with(HttpStatusCode.OK);
        granted.GetProperty("expiresIn").GetInt32().ShouldBe(120);
        granted.Id("subject").ShouldBe(person.Subject);

        var result = await new JsonWebTokenHandler().ValidateTokenAsync(granted.Text("token"), new()
        {
            ValidIssuer = "charter-identity",
            ValidAudience = "charter-services",
            ValidAlgorithms = ["ES256"],
            IssuerSigningKeys = new JsonWebKeySet((await Keys(service)).GetRawText()).GetSigningKeys(),
        });
        result.IsValid.ShouldBeTrue();
        result.Claims["email"].ShouldBe(person.Email);
        result.Claims.ShouldContainKey("sid");
    }

    [Fact]
    public async Task No_private_key_is_published()
    {
        foreach (var key in (await Keys(service)).GetProperty("keys").EnumerateArray())
            key.EnumerateObject().Select(p => p.Name).ShouldBe(["kty", "crv", "use", "alg", "kid", "x", "y"], ignoreOrder: true);
    }

    [Fact]
    public async Task Whoever_asks_through_the_gateway_is_shown_the_public_address()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/identity/.well-known/openid-configuration");
        request.Headers.Add("X-Forwarded-Host", "elsewhere.example.com");
        var document = await service.Anonymous().SendAsync(request).Answers_with(HttpStatusCode.OK);
        document.Text("jwks_uri").ShouldBe("https://charter.example.org/identity/.well-known/jwks.json");
    }

    [Fact]
    public async Task A_token_of_one_sort_is_not_accepted_as_the_other()
    {
        var bearer = (await Run(service, ["token", "registrar"])).Output.Trim();
        using var client = service.Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", bearer);
        await client.GetAsync("/api/me").Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");

        var granted = await service.Exchange(new { bearer }).Answers_with(HttpStatusCode.OK);
        granted.TryGetProperty("sessionId", out var session).ShouldBeTrue();
        session.ValueKind.ShouldBe(JsonValueKind.Null);
        await service.Exchange(new { bearer = granted.Text("token") }).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
    }

    [Fact]
    public async Task A_bearer_token_that_is_not_ours_is_worth_nothing()
    {
        foreach (var bearer in new[]
        {
            "nonsense",
            "",
            service.Tokens.For(Person.With(), audience: "charter-api"),   // signed with another key
            "eyJhbGciOiJub25lIn0.eyJzdWIiOiIwMTk4OGY2ZS03YTUxLTdjM2UtOWQzYS0yZjFmNWMxZjlhMTAifQ.",
        })
            await service.Exchange(new { bearer }).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
        await service.Exchange(new { }).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
    }

    [Fact]
    public async Task The_command_line_prints_the_token_of_a_sample_account_and_nothing_else()
    {
        var (code, output, _) = await Run(service, ["token", "assessor-two@example.org"]);
        code.ShouldBe(0);
        var token = new JsonWebTokenHandler().ReadJsonWebToken(output.TrimEnd('\n'));
        token.Audiences.ShouldBe(["charter-api"]);
        (token.ValidTo - DateTime.UtcNow).ShouldBeInRange(TimeSpan.FromHours(11.9), TimeSpan.FromHours(12));
        token.Claims.Select(c => c.Type).Except(["iss", "aud", "exp", "iat", "nbf"]).ShouldBe(["sub", "jti"], ignoreOrder: true);
    }

    [Fact]
    public async Task The_command_line_refuses_with_a_plain_sentence()
    {
        (await Run(service, ["token", "nobody"])).ShouldBe((1, "", "There is no account nobody@example.org.\n"));
        (await Run(service, ["token"])).Code.ShouldBe(1);
        (await Run(service, ["token", "registrar"], local: "false")).ShouldBe((1, "", "Tokens are printed only by a local installation (Charter__Local=true).\n"));
    }

    [Fact]
    public async Task Replicas_that_start_together_agree_on_one_key()
    {
        var database = await Servers.NewDatabase("identity");
        var folder = Directory.CreateTempSubdirectory("charter-identity-").FullName;
        var replicas = Enumerable.Range(0, 3).Select(_ => new Replica(database) { KeyFolder = folder }).ToArray();
        await Task.WhenAll(replicas.Select(r => r.InitializeAsync().AsTask()));
        var keys = await Task.WhenAll(replicas.Select(Keys));
        keys.Select(k => k.GetRawText()).Distinct().Count().ShouldBe(1);
        keys[0].GetProperty("keys").GetArrayLength().ShouldBe(1);

        var bearer = (await Run(replicas[0], ["token", "registrar"])).Output.Trim();
        foreach (var replica in replicas)
            await replica.Exchange(new { bearer }).Answers_with(HttpStatusCode.OK);

        // The keys that protect the key are lost: a new one takes over, and what the old one signed stays valid.
        var later = new Replica(database);
        await later.InitializeAsync();
        (await Keys(later)).GetProperty("keys").GetArrayLength().ShouldBe(2);
        await later.Exchange(new { bearer }).Answers_with(HttpStatusCode.OK);

        await Task.WhenAll(replicas.Append(later).Select(r => r.DisposeAsync().AsTask()));
        await Servers.DropDatabase(database);
    }

    [Fact]
    public async Task The_migrations_make_the_tables_that_the_code_expects()
    {
        await using var scope = service.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<IdentityDb>().Database.HasPendingModelChanges().ShouldBeFalse();
    }

    /// <summary>Another host on the same database.</summary>
    private sealed class Replica(string database) : IdentityFixture
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings => [.. base.Settings, new("ConnectionStrings:Database", database)];
    }

    private static Task<JsonElement> Keys(IdentityFixture service) => service.Anonymous().GetAsync("/identity/.well-known/jwks.json").Answers_with(HttpStatusCode.OK);

    private static async Task<(int Code, string Output, string Error)> Run(IdentityFixture service, string[] arguments, string local = "true")
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Charter.Identity.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["Charter__Local"] = local,
                ["ConnectionStrings__Database"] = service.Database,
                ["DataProtection__Keys"] = service.KeyFolder,
            },
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
