using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Charter.Contracts;
using Charter.Identity.Accounts;
using Charter.Identity.Tests;
using Charter.ServiceDefaults;
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
        new("Reminders:Every", "00:00:00.3"),
    ];

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        if (Directory.Exists(KeyFolder))
            Directory.Delete(KeyFolder, recursive: true);
    }

    /// <summary>An account that no other test uses.</summary>
    /// <param name="domain">Of its e-mail address.</param>
    public async Task<Person> NewAccount(string domain = "example.org")
    {
        var person = Person.With() with { Email = $"person-{Guid.NewGuid():n}@{domain}" };
        _hash ??= Services.GetRequiredService<IPasswordHasher<Account>>().HashPassword(new(), Password);
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        var address = person.Email.ToUpperInvariant();
        db.Add(new Account { Id = person.Subject, Email = person.Email, UserName = person.Email, NormalizedEmail = address, NormalizedUserName = address, EmailConfirmed = true, PasswordHash = _hash });
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

    /// <summary>A confirmed organisation and its signatory, who is its editor too.</summary>
    public async Task<(Guid Id, Person Signatory)> Organisation(string? name = null, string domain = "example.org")
    {
        var (organisation, person) = (Guid.NewGuid(), await NewAccount(domain));
        await Deliver(Confirmed(organisation, person, name));
        return (organisation, person.Of(organisation, Roles.Signatory, Roles.Editor));
    }

    public static OrganisationConfirmed Confirmed(Guid organisation, Person by, string? name = null, int version = 2) =>
        new(organisation, version, name ?? $"Organisation {organisation:n}", "voluntary", "provider", "small", [], [], by.Subject, Guid.NewGuid(), DateTimeOffset.UtcNow);

    /// <summary>Another account with these roles in the organisation, by invitation.</summary>
    public async Task<Person> Colleague(Guid organisation, Person signatory, params string[] roles)
    {
        var person = await NewAccount();
        var invitation = await As(signatory).Posts($"/api/organisations/{organisation}/invitations", new { email = person.Email, roles }).Answers_with(HttpStatusCode.Created);
        await As(person).Posts($"/api/me/invitations/{invitation.Id()}/acceptance", "").Answers_with(HttpStatusCode.OK);
        return person.Of(organisation, roles);
    }

    /// <summary>A registrar with an account and an office.</summary>
    public async Task<Person> NewRegistrar()
    {
        var person = await NewAccount();
        await Execute($"insert into role_assignment (subject, role, held_from, until) values ({person.Subject}, 'registrar', now(), current_date + 100)");
        return person with { PartnershipRoles = [Roles.Registrar] };
    }

    /// <summary>Subjects of the mails to somebody, newest first, and the text of each.</summary>
    public async Task<IReadOnlyList<(string Subject, string Text)>> MailsTo(string email)
    {
        var mails = new List<(string, string)>();
        var list = await Anonymous().GetAsync($"/identity/mail?to={Uri.EscapeDataString(email)}").Answers_with(HttpStatusCode.OK);
        foreach (var line in list.GetProperty("items").EnumerateArray())
        {
            var mail = await Anonymous().GetAsync($"/identity/mail/{line.Id()}").Answers_with(HttpStatusCode.OK);
            mails.Add((mail.Text("subject")!, mail.Text("text")!));
        }
        return mails;
    }

    /// <summary>Roles and organisations that the service's own tokens state now.</summary>
    public async Task<IEnumerable<(Guid Organisation, string Role)>> HeldBy(Person person) =>
        [.. (await MeOf(person)).GetProperty("memberships").EnumerateArray().Select(m => (m.Id("organisationId"), m.Text("role")!))];

    /// <summary>A client with a token that this service itself has issued.</summary>
    public async Task<HttpClient> SignedIn(Person person)
    {
        var answer = await Exchange(new { session = await Session(person.Email) }).Answers_with(HttpStatusCode.OK);
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", answer.Text("token"));
        return client;
    }

    /// <summary>Returns when the service has looked whom to tell, after what happened so far.</summary>
    public async Task TellInTime()
    {
        var marker = await NewAccount();
        await Execute($"insert into role_assignment (subject, role, held_from, until) values ({marker.Subject}, 'moderator', now(), current_date + 3)");
        await Eventually.Passes(async () => (await Sql($"select reminded_at is not null from role_assignment where subject = '{marker.Subject}'")).ShouldBe(["True"]));
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
