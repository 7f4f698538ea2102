using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;

namespace Charter.Identity.Tests;

public sealed class Sending_mail(IdentityFixture service)
{
    private readonly string _email = $"reader-{Guid.NewGuid():n}@example.org";

    /// <summary>As in production: with a mail server, and no local installation.</summary>
    private sealed class WithServer(int port, string? database = null) : IdentityFixture
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings =>
        [
            .. base.Settings.Where(s => s.Key != "Mail:Folder"), new("Charter:Local", "false"),
            new("Mail:Host", "127.0.0.1"), new("Mail:Port", port.ToString()), new("Mail:Tls", "false"), new("Mail:From", "Charter <no-reply@charter.example.org>"),
            .. database is null ? Array.Empty<KeyValuePair<string, string>>() : [new("ConnectionStrings:Database", database)],
        ];
    }

    private static Task<long> Waiting(IdentityFixture service, string email) => service.Ask<long>($"select count(*) as \"Value\" from mail where recipient = {email}");

    private static string IdOf(string message) => Regex.Match(message, @"^Message-ID: <([0-9a-f-]{36})@charter\.example\.org>", RegexOptions.Multiline | RegexOptions.IgnoreCase).Groups[1].Value;

    [Fact]
    public async Task Locally_every_mail_is_a_file_and_is_kept_to_be_shown()
    {
        await service.Asks("accounts/confirmation-mails", new { email = _email }).Answers_with(HttpStatusCode.Accepted);
        var mail = await service.MailTo(_email, "There is no account with this address");
        var file = Path.Combine(service.MailFolder, $"{mail.Id}.eml");
        await Eventually.Passes(() => File.Exists(file) ? Task.CompletedTask : throw new InvalidOperationException("There is no file yet."));
        var text = await File.ReadAllTextAsync(file);
        text.ShouldContain($"To: {_email}");
        text.ShouldContain("Auto-Submitted: auto-generated");
        IdOf(text).ShouldBe(mail.Id.ToString());
        await Eventually.Passes(async () => (await service.Ask<bool>($"select sent_at is not null as \"Value\" from mail where id = {mail.Id}")).ShouldBeTrue());
        Directory.GetDirectories(service.MailFolder).Where(d => d.Contains(mail.Id.ToString())).ShouldBeEmpty();
    }

    [Fact]
    public async Task Text_and_HTML_say_the_same_and_nothing_that_people_typed_is_markup()
    {
        await service.Asks("accounts/confirmation-mails", new { email = _email }).Answers_with(HttpStatusCode.Accepted);
        var mail = await service.MailTo(_email, "There is no account with this address");
        mail.Text.ShouldContain("\n\nhttps://charter.example.org/account/new\n\n");
        mail.Html.ShouldContain("<p><a href=\"https://charter.example.org/account/new\">https://charter.example.org/account/new</a></p>");
        mail.Html.ShouldNotContain("{{");
        mail.Text.ShouldNotContain("{{");
        var words = WebUtility.HtmlDecode(Regex.Replace(mail.Html.Split("<body>")[1], "<[^>]*>", " "));
        foreach (var paragraph in mail.Text.Split("\n\n").Where(p => !p.StartsWith("--")))
            words.ShouldContain(paragraph.Trim());
    }

    [Fact]
    public async Task A_mail_server_gets_each_mail_once_also_from_several_replicas_and_nothing_stays()
    {
        using var server = new MailServer();
        var database = await Servers.NewDatabase("identity");
        WithServer[] replicas = [new(server.Port, database), new(server.Port, database)];
        await Task.WhenAll(replicas.Select(r => r.InitializeAsync().AsTask()));
        var emails = Enumerable.Range(0, 12).Select(i => $"{i}-{_email}").ToArray();
        foreach (var (email, i) in emails.Select((e, i) => (e, i)))
            await replicas[i % 2].Asks("accounts", new { name = "Somebody", email, password = IdentityFixture.Password }).Answers_with(HttpStatusCode.Accepted);

        await Eventually.Passes(async () =>
        {
            (await replicas[0].Ask<long>($"select count(*) as \"Value\" from mail")).ShouldBe(0);
            server.Taken.Count.ShouldBe(emails.Length);
        });
        server.Taken.Select(m => m.To).ShouldBe(emails, ignoreOrder: true);
        server.Taken.Select(m => IdOf(m.Message)).ShouldBeUnique();
        var message = server.Taken.First().Message;
        message.ShouldContain("multipart/alternative");
        message.ShouldContain("text/plain");
        message.ShouldContain("text/html");
        // Nobody reads mails where real people are.
        await replicas[0].Anonymous().GetAsync("/identity/mail").Answers_with(HttpStatusCode.Unauthorized);
        await Task.WhenAll(replicas.Select(r => r.DisposeAsync().AsTask()));
        await Servers.DropDatabase(database);
    }

    [Fact]
    public async Task A_server_that_fails_gets_it_again_under_the_same_id_and_one_that_knows_no_such_mailbox_does_not()
    {
        using var server = new MailServer();
        var failures = new ConcurrentDictionary<string, int>();
        var (gone, well) = ($"gone-{_email}", $"well-{_email}");
        server.ToMessage = to => to == _email && (failures.AddOrUpdate(to, 1, (_, n) => n + 1) == 1 || server.Taken.All(m => m.To != well)) ? "451 try again later" : null;
        server.ToRecipient = to => to.StartsWith("gone-", StringComparison.Ordinal) ? "550 no such mailbox" : null;
        await using var other = new WithServer(server.Port);
        await other.InitializeAsync();
        foreach (var email in new[] { _email, gone, well })
            await other.Asks("accounts", new { name = "Somebody", email, password = IdentityFixture.Password }).Answers_with(HttpStatusCode.Accepted);

        await Eventually.Passes(async () =>
        {
            server.Taken.Select(m => m.To).ShouldBe([well, _email]);   // what fails holds up no other
            (await Waiting(other, gone)).ShouldBe(0);
            (await Waiting(other, _email)).ShouldBe(0);
        });
        failures[_email].ShouldBeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public async Task What_cannot_be_sent_for_three_days_is_given_up()
    {
        using var server = new MailServer { ToMessage = _ => "451 try again later" };
        await using var other = new WithServer(server.Port);
        await other.InitializeAsync();
        await other.Asks("accounts", new { name = "Somebody", email = _email, password = IdentityFixture.Password }).Answers_with(HttpStatusCode.Accepted);
        await Eventually.Passes(async () => (await other.Ask<int>($"select attempts as \"Value\" from mail where recipient = {_email}")).ShouldBeGreaterThanOrEqualTo(1));
        await other.Execute($"update mail set created_at = created_at - interval '73 hours', next_attempt_at = now() where recipient = {_email}");
        await Eventually.Passes(async () => (await Waiting(other, _email)).ShouldBe(0));
        server.Taken.ShouldBeEmpty();
    }
}
