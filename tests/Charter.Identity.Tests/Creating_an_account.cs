using System.Net;
using Charter.Contracts;

namespace Charter.Identity.Tests;

public sealed class Creating_an_account(IdentityFixture service)
{
    private const string Confirm = "Confirm your e-mail address";
    private readonly string _email = $"New.Person-{Guid.NewGuid():n}@example.org";

    private Task<HttpResponseMessage> Create(string? email = null, string password = IdentityFixture.Password, string name = "Ada Newcomer", string? from = null) =>
        service.Asks("accounts", new { name, email = email ?? _email, password }, from);

    private Task<HttpResponseMessage> Confirms(string code, string password = IdentityFixture.Password) => service.Asks("accounts/confirmation", new { code, password });

    [Fact]
    public async Task The_link_in_the_mail_and_the_password_make_an_account_of_it_and_sign_in()
    {
        await Create($" {_email} ").Answers_with(HttpStatusCode.Accepted);
        await service.SignIn(_email).Is_refused(HttpStatusCode.Unauthorized, "sign-in-failed");

        var mail = await service.MailTo(_email, Confirm);
        mail.Text.ShouldNotContain("Ada", Case.Insensitive, "whoever typed the name may be anybody");
        var started = await Confirms(mail.CodeFor("/account/confirm")).Answers_with(HttpStatusCode.Created);
        var granted = await service.Exchange(new { session = started.Text("session") }).Answers_with(HttpStatusCode.OK);
        using var client = service.Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", granted.Text("token"));
        var me = await client.GetAsync("/api/me").Answers_with(HttpStatusCode.OK);
        (me.Text("name"), me.Text("email")).ShouldBe(("Ada Newcomer", _email));
        await service.SignIn(_email.ToUpperInvariant()).Answers_with(HttpStatusCode.Created);
    }

    [Fact]
    public async Task An_address_that_has_an_account_gets_the_same_answer_and_a_mail_that_says_so()
    {
        var person = await service.NewAccount();
        using var known = await Create(person.Email.ToUpperInvariant());
        using var unknown = await Create();
        (known.StatusCode, await known.Content.ReadAsStringAsync()).ShouldBe((unknown.StatusCode, await unknown.Content.ReadAsStringAsync()));
        (await service.MailsTo(person.Email)).Select(m => m.Subject).ShouldBe(["You already have an account"]);
        await service.SignIn(person.Email).Answers_with(HttpStatusCode.Created);
    }

    [Fact]
    public async Task An_address_that_has_an_account_is_as_much_work_as_one_that_has_none()
    {
        var person = await service.NewAccount();
        var (known, unknown) = ($"known {Guid.NewGuid()}", $"unknown {Guid.NewGuid()}");
        await Create(person.Email, known).Answers_with(HttpStatusCode.Accepted);
        await Create($"nobody-{person.Email}", unknown).Answers_with(HttpStatusCode.Accepted);
        (service.WorkOn(known), service.WorkOn(unknown)).ShouldBe((1, 1));
    }

    [Fact]
    public async Task The_link_alone_does_not_make_an_account_for_whoever_asked_in_somebody_elses_name()
    {
        await Create(password: "the password of a stranger").Answers_with(HttpStatusCode.Accepted);
        var code = (await service.MailTo(_email, Confirm)).CodeFor("/account/confirm");
        await Confirms(code, "what the owner would choose").Is_invalid("password");
        await service.SignIn(_email, "the password of a stranger").Is_refused(HttpStatusCode.Unauthorized, "sign-in-failed");
    }

    [Fact]
    public async Task Guessing_the_password_of_a_link_is_slowed_down()
    {
        await Create().Answers_with(HttpStatusCode.Accepted);
        var code = (await service.MailTo(_email, Confirm)).CodeFor("/account/confirm");
        for (var i = 0; i < 11; i++)
            await Confirms(code, $"a wrong guess {i}").Is_invalid("password");
        await Confirms(code).Is_refused(HttpStatusCode.TooManyRequests, "too-many-attempts");
    }

    [Fact]
    public async Task A_link_is_good_once_for_seven_days_and_for_nothing_else()
    {
        await Create().Answers_with(HttpStatusCode.Accepted);
        var code = (await service.MailTo(_email, Confirm)).CodeFor("/account/confirm");
        await service.Asks("links", new { purpose = "confirm-account", code }).Answers_with(HttpStatusCode.NoContent);
        await service.Asks("links", new { purpose = "reset-password", code }).Is_refused(HttpStatusCode.Conflict, "link-not-good");
        await service.Asks("passwords", new { code, password = "three random words" }).Is_refused(HttpStatusCode.Conflict, "link-not-good");

        await service.Execute($"update one_time_link set expires_at = expires_at - interval '7 days' where subject = (select id from sign_up where email = {_email})");
        await Confirms(code).Is_refused(HttpStatusCode.Conflict, "link-not-good");
        await service.Execute($"update one_time_link set expires_at = expires_at + interval '7 days' where subject = (select id from sign_up where email = {_email})");

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Confirms(code)));
        answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.Created || a.StatusCode == HttpStatusCode.Conflict);
        await service.Asks("links", new { purpose = "confirm-account", code }).Is_refused(HttpStatusCode.Conflict, "link-not-good");
    }

    [Fact]
    public async Task Of_several_who_asked_for_an_address_only_whoever_owns_it_and_knows_the_password_gets_it()
    {
        await Create(password: "the password of a stranger").Answers_with(HttpStatusCode.Accepted);
        await Create().Answers_with(HttpStatusCode.Accepted);
        var codes = (await service.MailsTo(_email)).Select(m => m.CodeFor("/account/confirm")).ToArray();
        await Confirms(codes[0]).Answers_with(HttpStatusCode.Created);
        await Confirms(codes[1], "the password of a stranger").Is_refused(HttpStatusCode.Conflict, "link-not-good");
        await service.SignIn(_email).Answers_with(HttpStatusCode.Created);
        (await service.Ask<long>($"select count(*) as \"Value\" from sign_up where email = {_email}")).ShouldBe(0);
    }

    [Fact]
    public async Task The_mail_is_sent_again_when_it_is_asked_for()
    {
        await Create().Answers_with(HttpStatusCode.Accepted);
        await service.Asks("accounts/confirmation-mails", new { email = _email }).Answers_with(HttpStatusCode.Accepted);
        var mails = await service.MailsTo(_email);
        mails.Select(m => m.Subject).ShouldBe([Confirm, Confirm]);
        await Confirms(mails[1].CodeFor("/account/confirm")).Answers_with(HttpStatusCode.Created);
    }

    [Fact]
    public async Task To_ask_for_the_mail_again_tells_nothing_of_an_address()
    {
        var person = await service.NewAccount();
        using var known = await service.Asks("accounts/confirmation-mails", new { email = person.Email });
        using var unknown = await service.Asks("accounts/confirmation-mails", new { email = _email });
        (known.StatusCode, await known.Content.ReadAsStringAsync()).ShouldBe((unknown.StatusCode, await unknown.Content.ReadAsStringAsync()));
        (await service.MailsTo(person.Email)).Select(m => m.Subject).ShouldBe(["You already have an account"]);
        (await service.MailsTo(_email)).Select(m => m.Subject).ShouldBe(["There is no account with this address"]);
    }

    [Fact]
    public async Task One_network_address_cannot_ask_without_end()
    {
        for (var i = 0; i < 21; i++)
            await service.Asks("accounts/confirmation-mails", new { email = $"{i}-{_email}" }, from: "203.0.113.77").Answers_with(HttpStatusCode.Accepted);
        using var answer = await service.Asks("accounts/confirmation-mails", new { email = _email }, from: "203.0.113.77");
        await Task.FromResult(answer).Is_refused(HttpStatusCode.TooManyRequests, "too-many-attempts");
        answer.Headers.RetryAfter!.Delta!.Value.ShouldBeLessThanOrEqualTo(TimeSpan.FromMinutes(1));
        await service.Asks("accounts/confirmation-mails", new { email = _email }).Answers_with(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Nobody_is_flooded_with_mails_and_the_answer_stays_the_same()
    {
        for (var i = 0; i < 30; i++)
            await service.Asks("accounts/confirmation-mails", new { email = _email }).Answers_with(HttpStatusCode.Accepted);
        (await service.MailsTo(_email)).Count.ShouldBeInRange(20, 25);
    }

    [Fact]
    public async Task Every_field_that_is_wrong_is_named_at_once()
    {
        await service.Asks("accounts", new { name = " ", email = "not an address", password = "short" }).Is_invalid("name", "email", "password");
        await service.Asks("accounts", new { name = "Win at https://evil.example", email = _email, password = IdentityFixture.Password }).Is_invalid("name");
        await service.Anonymous().Posts("/identity/accounts", "{}").Is_invalid("name", "email", "password");
        await service.Anonymous().Posts("/identity/accounts", $$"""{"name":"Ada","email":"{{_email}}","password":"\ud800 is no character"}""").Is_refused(HttpStatusCode.BadRequest, "invalid-request");
        (await service.MailsTo(_email)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_confirmed_organisation_counts_for_the_new_account_as_for_any_other()
    {
        await Create().Answers_with(HttpStatusCode.Accepted);
        await Confirms((await service.MailTo(_email, Confirm)).CodeFor("/account/confirm")).Answers_with(HttpStatusCode.Created);
        var subject = await service.Ask<Guid>($"select id as \"Value\" from account where email = {_email}");
        await service.Deliver(new OrganisationConfirmed(Guid.NewGuid(), 2, "An organisation", "voluntary", "provider", "small", [], [], subject, Guid.NewGuid(), DateTimeOffset.UtcNow));
        var me = await service.MeOf(Person.With() with { Subject = subject, Email = _email });
        me.GetProperty("memberships").GetArrayLength().ShouldBe(2);
    }
}
