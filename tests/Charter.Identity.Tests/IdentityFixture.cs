using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Charter.Contracts;
using Charter.Identity.Accounts;
using Charter.Identity.Tests;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.IdentityModel.JsonWebTokens;

[assembly: AssemblyFixture(typeof(IdentityFixture))]

namespace Charter.Identity.Tests;

/// <summary>A mail as it is read.</summary>
public sealed record Mail(Guid Id, string Subject, string Text, string Html)
{
    /// <summary>The secret in the link to this page.</summary>
    public string CodeFor(string page) => Regex.Match(Text, $"^https://charter.example.org{page}\\?code=([\\w-]{{43}})\r?$", RegexOptions.Multiline).Groups[1] is { Success: true } code ? code.Value
        : throw new InvalidOperationException($"There is no link to {page} in: {Text}");
}

/// <summary>The identity service of a local installation, and accounts for the tests that want one of their own.</summary>
public class IdentityFixture() : ServiceFixture<IdentityDb>("identity")
{
    public const string Password = "the password of every test";
    private static readonly SemaphoreSlim ShowingCodes = new(1);
    private string? _hash;

    public string KeyFolder { get; init; } = Directory.CreateTempSubdirectory("charter-identity-").FullName;

    /// <summary>Where mails are put down.</summary>
    public string MailFolder => Path.Combine(KeyFolder, "mail");

    /// <summary>Where the service keeps its tables.</summary>
    public string Database => Services.GetRequiredService<IConfiguration>().GetConnectionString("Database")!;

    protected override IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        new("DataProtection:Keys", KeyFolder),
        new("Charter:Local", "true"),
        new("Charter:PublicAddress", "https://charter.example.org"),
        new("Samples:Password", Password),
        new("Passwords:IterationCount", "20000"),
        new("Mail:Folder", MailFolder),
        new("Reminders:Every", "00:00:00.3"),
        new("Throttle:FirstWait", "00:01:00"),   // or it is over before a machine that stalls tries again
    ];

    protected override void Replace(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton<IPasswordHasher<Account>, CountedHasher>());

    /// <summary>How often this password was hashed or compared.</summary>
    public int WorkOn(string password) => ((CountedHasher)Services.GetRequiredService<IPasswordHasher<Account>>()).WorkOn(password);

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        try
        {
            Directory.Delete(KeyFolder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // another replica has just done so
        }
    }

    /// <summary>An account that no other test uses.</summary>
    /// <param name="password">As it was typed, and kept so.</param>
    /// <param name="domain">Of its e-mail address.</param>
    public async Task<Person> NewAccount(string? password = null, string domain = "example.org")
    {
        var person = Person.With() with { Email = $"person-{Guid.NewGuid():n}@{domain}" };
        var hasher = Services.GetRequiredService<IPasswordHasher<Account>>();
        _hash ??= hasher.HashPassword(new(), Password);
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        var address = person.Email.ToUpperInvariant();
        db.Add(new Account { Id = person.Subject, Email = person.Email, UserName = person.Email, NormalizedEmail = address, NormalizedUserName = address, EmailConfirmed = true, PasswordHash = password is null ? _hash : hasher.HashPassword(new(), password) });
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

    /// <summary>Asks identity for something without being signed in, from an address that nobody else asks from unless one is given.</summary>
    public async Task<HttpResponseMessage> Asks(string path, object body, string? from = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/identity/{path}") { Content = JsonContent.Create(body) };
        request.Headers.Add("X-Forwarded-For", from ?? new IPAddress([10, .. RandomNumberGenerator.GetBytes(3)]).ToString());
        return await Anonymous().SendAsync(request);
    }

    /// <summary>The mails to this address, newest first.</summary>
    public async Task<IReadOnlyList<Mail>> MailsTo(string email)
    {
        var list = await Anonymous().GetAsync($"/identity/mail?to={Uri.EscapeDataString(email)}").Answers_with(HttpStatusCode.OK);
        var mails = new List<Mail>();
        foreach (var line in list.GetProperty("items").EnumerateArray())
        {
            var mail = await Anonymous().GetAsync($"/identity/mail/{line.Id()}").Answers_with(HttpStatusCode.OK);
            mails.Add(new(mail.Id(), mail.Text("subject")!, mail.Text("text")!, mail.Text("html")!));
        }
        return mails;
    }

    /// <summary>The only mail to this address with this subject.</summary>
    public async Task<Mail> MailTo(string email, string subject)
    {
        var mails = await MailsTo(email);
        return mails.Where(m => m.Subject == subject).ToArray() is [var only] ? only
            : throw new InvalidOperationException($"Expected one mail '{subject}', but there are: {string.Join("; ", mails.Select(m => m.Subject))}");
    }

    /// <summary>Signs in and returns the secret for the cookie; a sample account with an authenticator app also shows a code.</summary>
    public async Task<string> Session(string email)
    {
        using var answer = await SignIn(email);
        if (answer.StatusCode != HttpStatusCode.OK)
            return (await Task.FromResult(answer).Answers_with(HttpStatusCode.Created)).Text("session")!;
        var ticket = (await answer.Content.ReadFromJsonAsync<JsonElement>()).Text("ticket");
        await ShowingCodes.WaitAsync();   // or another test uses the same code up first
        try
        {
            await Execute($"update authenticator set last_step = 0 where subject = (select id from account where email = {email})");   // whichever test used it before
            return (await SecondStep(new { ticket, code = AuthenticatorApp.OfSample(Password, email).Code() }).Answers_with(HttpStatusCode.Created)).Text("session")!;
        }
        finally
        {
            ShowingCodes.Release();
        }
    }

    /// <summary>Shows a second factor, from this address.</summary>
    public async Task<HttpResponseMessage> SecondStep(object shown, string from = "192.0.2.1")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/identity/sessions/second-step") { Content = JsonContent.Create(shown) };
        request.Headers.Add("X-Forwarded-For", from);
        return await Anonymous().SendAsync(request);
    }

    /// <summary>The ticket for the second step, which the right password gives.</summary>
    public async Task<string> Ticket(Person person, string from = "192.0.2.1") => (await SignIn(person.Email, from: from).Answers_with(HttpStatusCode.OK)).Text("ticket")!;

    /// <summary>A client with the token that this session is exchanged for.</summary>
    public async Task<HttpClient> With(string session)
    {
        var answer = await Exchange(new { session }).Answers_with(HttpStatusCode.OK);
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", answer.Text("token"));
        return client;
    }

    /// <summary>An account with an authenticator app, whose codes of now and later are not used yet; and what came of setting it up.</summary>
    internal async Task<(Person Person, AuthenticatorApp App, JsonElement Confirmed, HttpClient Client)> WithApp(params string[] offices)
    {
        var person = await NewAccount();
        foreach (var office in offices)
            await Appoint(person, office);
        var client = await SignedIn(person);
        var (app, confirmed) = await SetUpApp(client);
        return (person, app, confirmed, await With((await client.Posts("/identity/sessions/current/elevation", new { ticket = confirmed.Text("elevation") }).Answers_with(HttpStatusCode.Created)).Text("session")!));
    }

    /// <summary>Sets up an app with the code before the present one, so that two are left to use at once.</summary>
    internal static async Task<(AuthenticatorApp App, JsonElement Confirmed)> SetUpApp(HttpClient client)
    {
        var started = await client.Posts("/api/me/authenticator/key", new { proof = Password }).Answers_with(HttpStatusCode.OK);
        var app = new AuthenticatorApp(started.Text("key")!);
        // It is too old when thirty seconds end just now.
        for (var i = 0; i < 3; i++)
        {
            var answer = await client.Posts("/api/me/authenticator", new { ticket = started.Text("ticket"), code = app.Code(-1) });
            if (answer.StatusCode != HttpStatusCode.BadRequest)
                return (app, await Task.FromResult(answer).Answers_with(HttpStatusCode.Created));
        }
        return (app, await client.Posts("/api/me/authenticator", new { ticket = started.Text("ticket"), code = app.Code(-1) }).Answers_with(HttpStatusCode.Created));
    }

    /// <summary>Gives somebody an office of the partnership.</summary>
    public Task Appoint(Person person, string office) => Execute($"insert into role_assignment (subject, role, held_from) values ({person.Subject}, {office}, now())");

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
        var (organisation, person) = (Guid.NewGuid(), await NewAccount(domain: domain));
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

    /// <summary>Offices that the service's own tokens state now, once two factors were shown.</summary>
    public async Task<string[]> OfficesOf(Person person)
    {
        var session = await Session(person.Email);
        await Execute($"update session set has_two_factors = true where subject = {person.Subject}");
        var granted = await Exchange(new { session }).Answers_with(HttpStatusCode.OK);
        return [.. new JsonWebTokenHandler().ReadJsonWebToken(granted.Text("token")).Claims.Where(c => c.Type == "role").Select(c => c.Value)];
    }

    /// <summary>Roles and organisations that the service's own tokens state now.</summary>
    public async Task<IEnumerable<(Guid Organisation, string Role)>> HeldBy(Person person) =>
        [.. (await MeOf(person)).GetProperty("memberships").EnumerateArray().Select(m => (m.Id("organisationId"), m.Text("role")!))];

    /// <summary>A client with a token that this service itself has issued.</summary>
    public async Task<HttpClient> SignedIn(Person person) => await With(await Session(person.Email));

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
