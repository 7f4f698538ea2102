using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Charter.Identity.Accounts;
using Charter.Identity.Tests;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(IdentityFixture))]

namespace Charter.Identity.Tests;

/// <summary>The identity service of a local installation, and accounts for the tests that want one of their own.</summary>
public class IdentityFixture() : ServiceFixture<IdentityDb>("identity")
{
    public const string Password = "the password of every test";
    private string? _hash;

    public string KeyFolder { get; init; } = Directory.CreateTempSubdirectory("charter-identity-").FullName;

    /// <summary>Where the service keeps its tables.</summary>
    public string Database => Services.GetRequiredService<IConfiguration>().GetConnectionString("Database")!;

    protected override IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        new("DataProtection:Keys", KeyFolder),
        new("Charter:Local", "true"),
        new("Charter:PublicAddress", "https://charter.example.org"),
        new("Samples:Password", Password),
        new("Passwords:IterationCount", "20000"),
    ];

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        if (Directory.Exists(KeyFolder))
            Directory.Delete(KeyFolder, recursive: true);
    }

    /// <summary>An account that no other test uses.</summary>
    public async Task<Person> NewAccount()
    {
        var person = Person.With();
        _hash ??= Services.GetRequiredService<IPasswordHasher<Account>>().HashPassword(new(), Password);
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        var address = person.Email.ToUpperInvariant();
        db.Add(new Account { Id = person.Subject, Email = person.Email, UserName = person.Email, NormalizedEmail = address, NormalizedUserName = address, PasswordHash = _hash });
        await db.SaveChangesAsync();
        return person;
    }

    /// <summary>Tries to sign in, from this address.</summary>
    public async Task<HttpResponseMessage> SignIn(string email, string password = Password, string from = "192.0.2.1")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/identity/sessions") { Content = JsonContent.Create(new { email, password }) };
        request.Headers.Add("X-Forwarded-For", from);
        return await Anonymous().SendAsync(request);
    }

    /// <summary>Signs in and returns the secret for the cookie.</summary>
    public async Task<string> Session(string email) => (await SignIn(email).Answers_with(HttpStatusCode.Created)).Text("session")!;

    /// <summary>Asks as the gateway does.</summary>
    public Task<HttpResponseMessage> Exchange(object credential) => Anonymous().Posts("/identity/exchange", credential);

    /// <summary>What the service says about somebody who has just signed in.</summary>
    public async Task<JsonElement> MeOf(Person person)
    {
        using var client = await SignedIn(person);
        return await client.GetAsync("/api/me").Answers_with(HttpStatusCode.OK);
    }

    /// <summary>A client with a token that this service itself has issued.</summary>
    public async Task<HttpClient> SignedIn(Person person)
    {
        var answer = await Exchange(new { session = await Session(person.Email) }).Answers_with(HttpStatusCode.OK);
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", answer.Text("token"));
        return client;
    }

    public async Task<int> Execute(FormattableString sql)
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IdentityDb>().Database.ExecuteSqlAsync(sql);
    }

    public async Task<T> Ask<T>(FormattableString sql)
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IdentityDb>().Database.SqlQuery<T>(sql).SingleAsync();
    }
}
