using System.Net;
using Charter.Contracts;

namespace Charter.Identity.Tests;

public sealed class Forgotten_passwords(IdentityFixture service)
{
    private const string Choose = "Choose a new password";
    private const string Another = "otters along the canal";

    private Task<HttpResponseMessage> Forgot(string email, string? from = null) => service.Asks("password-resets", new { email }, from);

    private async Task<string> CodeFor(Person person)
    {
        await Forgot(person.Email).Answers_with(HttpStatusCode.Accepted);
        return (await service.MailTo(person.Email, Choose)).CodeFor("/account/reset");
    }

    [Fact]
    public async Task The_link_in_the_mail_lets_choose_another_password_and_signs_out_everywhere()
    {
        var person = await service.NewAccount();
        var session = await service.Session(person.Email);
        await service.Asks("passwords", new { code = await CodeFor(person), password = Another }).Answers_with(HttpStatusCode.NoContent);

        await service.Exchange(new { session }).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
        await service.Published<SessionEnded>(e => e.Subject == person.Subject);
        await service.SignIn(person.Email).Is_refused(HttpStatusCode.Unauthorized, "sign-in-failed");
        await service.SignIn(person.Email, Another).Answers_with(HttpStatusCode.Created);
        (await service.MailTo(person.Email, "Your password was changed")).Text.ShouldContain("https://charter.example.org/account/forgotten");
    }

    [Fact]
    public async Task An_address_without_an_account_gets_the_same_answer_and_a_mail_that_says_so()
    {
        var (person, nobody) = (await service.NewAccount(), $"nobody-{Guid.NewGuid():n}@example.org");
        using var known = await Forgot(person.Email);
        using var unknown = await Forgot(nobody);
        (known.StatusCode, await known.Content.ReadAsStringAsync()).ShouldBe((unknown.StatusCode, await unknown.Content.ReadAsStringAsync()));
        (await service.MailsTo(nobody)).Select(m => m.Subject).ShouldBe(["There is no account with this address"]);
        (await service.Ask<long>($"select count(*) as \"Value\" from one_time_link where purpose = 'reset-password' and subject is null")).ShouldBeGreaterThan(0, "as much is written");
    }

    [Fact]
    public async Task A_link_is_good_once_and_for_an_hour_and_a_changed_password_ends_all_of_them()
    {
        var person = await service.NewAccount();
        var first = await CodeFor(person);
        await service.Execute($"update one_time_link set expires_at = expires_at - interval '1 hour' where subject = {person.Subject}");
        await service.Asks("passwords", new { code = first, password = Another }).Is_refused(HttpStatusCode.Conflict, "link-not-good");
        await service.Execute($"update one_time_link set expires_at = expires_at + interval '1 hour' where subject = {person.Subject}");

        await Forgot(person.Email).Answers_with(HttpStatusCode.Accepted);
        var second = (await service.MailsTo(person.Email)).First(m => m.Subject == Choose).CodeFor("/account/reset");
        await service.Asks("passwords", new { code = second, password = Another }).Answers_with(HttpStatusCode.NoContent);
        foreach (var code in new[] { first, second, new string('x', 43), "" })
            (await service.Asks("passwords", new { code, password = "yet another one here" })).IsSuccessStatusCode.ShouldBeFalse();
        await service.SignIn(person.Email, Another).Answers_with(HttpStatusCode.Created);
    }

    [Fact]
    public async Task At_the_same_moment_a_link_is_good_once()
    {
        var person = await service.NewAccount();
        var code = await CodeFor(person);
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => service.Asks("passwords", new { code, password = $"otters along canal {i}" })));
        answers.Count(a => a.StatusCode == HttpStatusCode.NoContent).ShouldBe(1);
        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.NoContent || a.StatusCode == HttpStatusCode.Conflict);
        (await service.MailsTo(person.Email)).Count(m => m.Subject == "Your password was changed").ShouldBe(1);
    }

    [Fact]
    public async Task A_password_that_is_not_good_enough_does_not_use_the_link()
    {
        var person = await service.NewAccount();
        var code = await CodeFor(person);
        await service.Asks("passwords", new { code, password = "short" }).Is_invalid("password");
        await service.Asks("passwords", new { code, password = person.Email.Split('@')[0] }).Is_invalid("password");
        await service.Asks("passwords", new { code, password = Another }).Answers_with(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task The_mail_goes_to_the_address_that_is_kept_and_never_to_one_that_only_looks_the_same()
    {
        var person = await service.NewAccount();   // example.org with a dotless i is another domain, and the same once it is in capitals
        var alike = person.Email.Replace("person", "perſon", StringComparison.Ordinal);
        await Forgot(alike).Answers_with(HttpStatusCode.Accepted);
        (await service.MailsTo(alike)).ShouldAllBe(m => m.Subject != Choose);
    }

    [Fact]
    public async Task Somebody_elses_asking_keeps_nobody_from_getting_a_link()
    {
        var person = await service.NewAccount();
        for (var i = 0; i < 8; i++)
            using (await Forgot(person.Email, from: "203.0.113.99")) { }
        await Forgot(person.Email, from: "203.0.113.99").Is_refused(HttpStatusCode.TooManyRequests, "too-many-attempts");
        var before = (await service.MailsTo(person.Email)).Count;
        await Forgot(person.Email, from: "198.51.100.99").Answers_with(HttpStatusCode.Accepted);
        (await service.MailsTo(person.Email)).Count.ShouldBe(before + 1);
    }

    [Fact]
    public async Task Secrets_of_links_are_kept_as_hashes_only()
    {
        var person = await service.NewAccount();
        var code = await CodeFor(person);
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(code));
        (await service.Ask<byte[]>($"select secret_hash as \"Value\" from one_time_link where subject = {person.Subject}")).ShouldBe(hash);
    }
}
