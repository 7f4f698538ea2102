using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Charter.Identity.Tests;

public sealed class Keeping_no_longer(IdentityFixture service)
{
    /// <summary>Does now what the job does every hour.</summary>
    private async Task Job(string name)
    {
        var job = service.Services.GetServices<IHostedService>().Single(s => s.GetType().Name == name);
        await (Task)job.GetType().GetMethod("Look", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(job, [CancellationToken.None])!;
    }

    private async Task<long> Left(string table, Guid mark, string column = "id") => await service.Ask<long>(System.Runtime.CompilerServices.FormattableStringFactory.Create(
        $"select count(*) as \"Value\" from {table} where {column}::text like '%{mark:n}%' or {column}::text = '{mark}'"));

    [Theory]
    [InlineData("sign_up", "6 days 23 hours", "7 days 1 hour", "insert into sign_up (id, email, normalized_email, name, password_hash, created_at) values ('{0}', 'x', 'X', 'x', 'x', now() - interval '{1}')")]
    [InlineData("mail", "6 days 23 hours", "7 days 1 hour", "insert into mail (id, recipient, template, content, created_at, attempts, next_attempt_at, sent_at) values ('{0}', 'x@example.org', 'x', '{{}}', now(), 0, now(), now() - interval '{1}')")]
    [InlineData("audit_entry", "5 years 364 days", "6 years 1 day", "insert into audit_entry (id, occurred_at, service, actor_kind, method, route, subject_kinds, subject_ids, outcome, count) values ('{0}', now() - interval '{1}', 'x', 'nobody', '', '', '{{}}', '{{}}', 'done', 1)")]
    public async Task What_is_old_goes_and_what_is_young_stays(string table, string young, string old, string insert)
    {
        var (stays, goes) = (Guid.NewGuid(), Guid.NewGuid());
        foreach (var (id, age) in new[] { (stays, young), (goes, old) })
            await service.Sql(string.Format(System.Globalization.CultureInfo.InvariantCulture, insert, id, age));
        await Job("DropExpired");
        ((await Left(table, stays)), (await Left(table, goes))).ShouldBe((1, 0));
    }

    [Fact]
    public async Task Sessions_go_that_are_over_or_idle()
    {
        var person = await service.NewAccount();
        for (var i = 0; i < 3; i++)
            await service.Session(person.Email);
        await service.Execute($"update session set expires_at = now() - interval '1 second' where id = (select id from session where subject = {person.Subject} order by id limit 1)");
        await service.Execute($"update session set last_used_at = now() - interval '2 hours 1 minute' where id = (select id from session where subject = {person.Subject} order by id desc limit 1)");
        await Job("DropExpired");
        (await Left("session", person.Subject, "subject")).ShouldBe(1);
    }

    [Fact]
    public async Task Attempts_are_forgotten()
    {
        foreach (var (key, at, success) in new[] { ("aa01", "23 hours", "null"), ("aa02", "25 hours", "null"), ("aa03", "29 days", "now()"), ("aa04", "31 days", "now()") })
            await service.Sql($"insert into throttle (key, attempts, last_attempt_at, blocked_until, last_success_at) values ('\\x{key}', 1, now() - interval '{at}', now(), {success})");
        await Job("DropExpired");
        (await service.Sql("select encode(key, 'hex') from throttle where length(key) = 2 order by 1")).ShouldBe(["aa01", "aa03"]);
    }

    [Fact]
    public async Task Messages_taken_in_and_answers_given_are_forgotten()
    {
        var (stays, goes) = (Guid.NewGuid(), Guid.NewGuid());
        foreach (var (id, message, answer) in new[] { (stays, "29 days", "23 hours"), (goes, "31 days", "25 hours") })
        {
            await service.Sql($"insert into inbox (message_id, endpoint, received_at) values ('{id}', 'x', now() - interval '{message}')");
            await service.Sql($"insert into idempotency_key (subject, key, request, status, created_at) values ('{id}', 'x', '\\x00', 200, now() - interval '{answer}')");
        }
        await Job("Housekeeping");
        foreach (var (table, column) in new[] { ("inbox", "message_id"), ("idempotency_key", "subject") })
            ((await Left(table, stays, column)), (await Left(table, goes, column))).ShouldBe((1, 0), table);
    }
}
