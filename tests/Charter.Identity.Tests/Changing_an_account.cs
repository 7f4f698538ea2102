using System.Net;
using System.Net.Http.Json;
using Charter.Contracts;

namespace Charter.Identity.Tests;

public sealed class Changing_an_account(IdentityFixture service)
{
    private const string Another = "otters along the canal";
    private readonly string _new = $"later-{Guid.NewGuid():n}@example.org";

    private static Task<HttpResponseMessage> Puts(HttpClient client, string path, object body) => client.PutAsync(path, JsonContent.Create(body));

    [Fact]
    public async Task A_name_counts_from_the_next_token()
    {
        var person = await service.NewAccount();
        using var client = await service.SignedIn(person);
        await Puts(client, "/api/me/name", new { name = " Grace O’Hopper " }).Answers_with(HttpStatusCode.NoContent);
        (await service.MeOf(person)).Text("name").ShouldBe("Grace O’Hopper");
        await service.Published<MembershipsChanged>(e => e.Subject == person.Subject);
        await Puts(client, "/api/me/name", new { name = "" }).Is_invalid("name");
        await Puts(client, "/api/me/name", new { name = "grace@evil.example" }).Is_invalid("name");
        await Puts(client, "/api/me/name", new { name = new string('x', 101) }).Is_invalid("name");
    }

    [Fact]
    public async Task A_password_is_changed_with_the_one_of_before_and_ends_every_other_session()
    {
        var person = await service.NewAccount();
        var elsewhere = await service.Session(person.Email);
        var here = await service.Session(person.Email);
        using var client = await service.With(here);
        await Puts(client, "/api/me/password", new { current = "a guess of somebody", password = Another }).Is_invalid("current");
        await Puts(client, "/api/me/password", new { current = IdentityFixture.Password, password = "short" }).Is_invalid("password");
        await Puts(client, "/api/me/password", new { current = IdentityFixture.Password, password = Another }).Answers_with(HttpStatusCode.NoContent);

        await service.Exchange(new { session = here }).Answers_with(HttpStatusCode.OK);
        await service.Exchange(new { session = elsewhere }).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
        await service.SignIn(person.Email, Another).Answers_with(HttpStatusCode.Created);
        await service.MailTo(person.Email, "Your password was changed");
    }

    [Fact]
    public async Task Whoever_took_over_a_session_cannot_guess_the_password_with_it()
    {
        var person = await service.NewAccount();
        using var client = await service.SignedIn(person);
        for (var i = 0; i < 11; i++)
            await Puts(client, "/api/me/password", new { current = $"a guess {i}", password = Another }).Is_invalid("current");
        await Puts(client, "/api/me/password", new { current = IdentityFixture.Password, password = Another }).Is_refused(HttpStatusCode.TooManyRequests, "too-many-attempts");
        await client.Posts("/api/me/email", new { email = _new, password = IdentityFixture.Password }).Is_refused(HttpStatusCode.TooManyRequests, "too-many-attempts");
    }

    [Fact]
    public async Task A_new_address_counts_once_it_is_confirmed_and_the_old_one_is_told()
    {
        var person = await service.NewAccount();
        using var client = await service.SignedIn(person);
        await client.Posts("/api/me/email", new { email = _new, password = "a guess of somebody" }).Is_invalid("password");
        await client.Posts("/api/me/email", new { email = person.Email.ToUpperInvariant(), password = IdentityFixture.Password }).Is_invalid("email");
        await client.Posts("/api/me/email", new { email = _new, password = IdentityFixture.Password }).Answers_with(HttpStatusCode.Accepted);
        await service.SignIn(person.Email).Answers_with(HttpStatusCode.Created);

        var code = (await service.MailTo(_new, "Confirm your new e-mail address")).CodeFor("/account/email/confirm");
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => service.Asks("addresses", new { code })));
        answers.Count(a => a.StatusCode == HttpStatusCode.NoContent).ShouldBe(1);
        await service.Asks("addresses", new { code }).Is_refused(HttpStatusCode.Conflict, "link-not-good");
        await service.SignIn(person.Email).Is_refused(HttpStatusCode.Unauthorized, "sign-in-failed");
        (await service.MeOf(person with { Email = _new })).Text("email").ShouldBe(_new);
        await service.Published<MembershipsChanged>(e => e.Subject == person.Subject);
        (await service.MailTo(person.Email, "The e-mail address of your account was changed")).Text.ShouldNotContain(_new);
    }

    [Fact]
    public async Task Whoever_has_the_old_address_undoes_the_change_and_the_thief_is_out()
    {
        var person = await service.NewAccount();
        var undo = await Changed(person, person.Email, _new);
        var session = await service.Session(_new);
        var again = $"again-{_new}";
        var undoOfThief = await Changed(person with { Email = _new }, _new, again);

        var undone = await service.Asks("addresses/undo", new { code = undo }).Answers_with(HttpStatusCode.OK);
        await service.Exchange(new { session }).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
        foreach (var email in new[] { person.Email, _new, again })
            await service.SignIn(email).Is_refused(HttpStatusCode.Unauthorized, "sign-in-failed");
        await service.Asks("addresses/undo", new { code = undoOfThief }).Is_refused(HttpStatusCode.Conflict, "link-not-good");
        await service.Asks("addresses/undo", new { code = undo }).Is_refused(HttpStatusCode.Conflict, "link-not-good");
        await service.Asks("passwords", new { code = undone.Text("reset"), password = Another }).Answers_with(HttpStatusCode.NoContent);
        await service.SignIn(person.Email, Another).Answers_with(HttpStatusCode.Created);
        await service.MailTo(again, "The e-mail address of an account was changed back");
    }

    [Fact]
    public async Task A_thief_cannot_save_the_first_change_by_undoing_a_second()
    {
        var person = await service.NewAccount();
        var undo = await Changed(person, person.Email, _new);
        var undoOfThief = await Changed(person with { Email = _new }, _new, $"again-{_new}");
        await service.Asks("addresses/undo", new { code = undoOfThief }).Answers_with(HttpStatusCode.OK);
        var undone = await service.Asks("addresses/undo", new { code = undo }).Answers_with(HttpStatusCode.OK);
        await service.Asks("passwords", new { code = undone.Text("reset"), password = Another }).Answers_with(HttpStatusCode.NoContent);
        await service.SignIn(person.Email, Another).Answers_with(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_stolen_password_is_not_enough_where_the_account_has_a_second_factor()
    {
        var person = await service.NewAccount();
        using var client = await service.SignedIn(person);
        await IdentityFixture.SetUpApp(client);   // this session goes on without it until it is raised
        await Puts(client, "/api/me/password", new { current = IdentityFixture.Password, password = Another }).Is_refused(HttpStatusCode.Forbidden, "second-factor-first");
        await client.Posts("/api/me/email", new { email = _new, password = IdentityFixture.Password }).Is_refused(HttpStatusCode.Forbidden, "second-factor-first");
    }

    [Fact]
    public async Task A_second_factor_that_a_thief_added_does_not_keep_the_owner_out()
    {
        var person = await service.NewAccount();
        var undo = await Changed(person, person.Email, _new);
        using (var thief = await service.SignedIn(person with { Email = _new }))
            await IdentityFixture.SetUpApp(thief);
        await service.SignIn(_new).Answers_with(HttpStatusCode.OK);   // asks for the second step

        var undone = await service.Asks("addresses/undo", new { code = undo }).Answers_with(HttpStatusCode.OK);
        await service.Asks("passwords", new { code = undone.Text("reset"), password = Another }).Answers_with(HttpStatusCode.NoContent);
        await service.SignIn(person.Email, Another).Answers_with(HttpStatusCode.Created);
        (await service.Ask<long>($"select count(*) as \"Value\" from recovery_code where subject = {person.Subject}")).ShouldBe(0);
    }

    [Fact]
    public async Task An_address_of_another_account_is_not_taken_over_and_not_disclosed()
    {
        var (person, other) = (await service.NewAccount(), await service.NewAccount());
        using var client = await service.SignedIn(person);
        await client.Posts("/api/me/email", new { email = other.Email, password = IdentityFixture.Password }).Answers_with(HttpStatusCode.Accepted);
        (await service.MailsTo(other.Email)).Select(m => m.Subject).ShouldBe(["You already have an account"]);

        await client.Posts("/api/me/email", new { email = _new, password = IdentityFixture.Password }).Answers_with(HttpStatusCode.Accepted);
        var code = (await service.MailTo(_new, "Confirm your new e-mail address")).CodeFor("/account/email/confirm");
        await service.Execute($"update account set email = {_new}, normalized_email = {_new.ToUpperInvariant()} where id = {other.Subject}");   // who came first
        await service.Asks("addresses", new { code }).Is_refused(HttpStatusCode.Conflict, "address-taken");
    }

    [Fact]
    public async Task Nobody_changes_an_account_without_being_signed_in()
    {
        await Puts(service.Anonymous(), "/api/me/name", new { name = "x" }).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
        await Puts(service.Anonymous(), "/api/me/password", new { current = "x", password = Another }).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
        await service.Anonymous().Posts("/api/me/email", new { email = _new, password = "x" }).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
    }

    /// <summary>Changes the address and returns the code with which the old one undoes it.</summary>
    private async Task<string> Changed(Person person, string from, string to)
    {
        using var client = await service.SignedIn(person);
        await client.Posts("/api/me/email", new { email = to, password = IdentityFixture.Password }).Answers_with(HttpStatusCode.Accepted);
        await service.Asks("addresses", new { code = (await service.MailTo(to, "Confirm your new e-mail address")).CodeFor("/account/email/confirm") }).Answers_with(HttpStatusCode.NoContent);
        return (await service.MailTo(from, "The e-mail address of your account was changed")).CodeFor("/account/email/undo");
    }
}
