using Charter.ServiceDefaults;
using Npgsql;

namespace Charter.Identity.Sessions;

/// <summary>Drops sessions that are over, and attempts, links, tickets, invitations and requests that no longer matter. Safe with any number of replicas.</summary>
internal sealed class DropExpired(NpgsqlDataSource database, TimeProvider time, ILogger<DropExpired> log) : Beat(TimeSpan.FromHours(1), time, log)
{
    protected override async Task Look(CancellationToken cancel)
    {
        await using var drop = database.CreateCommand(
            """
            delete from session where expires_at < now() or last_used_at < now() - @idle;
            delete from throttle where last_attempt_at < now() - case when last_success_at is null then @failed else @known end;
            delete from one_time_link where expires_at < now();
            delete from spent_ticket where expires_at < now();
            delete from sign_up where created_at < now() - @kept;
            delete from invitation where coalesce(settled_at, expires_at) < now() - @settled;
            delete from join_request where settled_at < now() - @settled;
            delete from mail where sent_at < now() - @mails;
            delete from audit_entry where occurred_at < now() - make_interval(years => @years)
            """);
        drop.Parameters.AddWithValue("idle", Session.LongestIdle);
        drop.Parameters.AddWithValue("kept", Retention.SignUps);
        drop.Parameters.AddWithValue("failed", Retention.FailedAttempts);
        drop.Parameters.AddWithValue("known", Retention.KnownPlaces);
        drop.Parameters.AddWithValue("mails", Retention.Mails);
        drop.Parameters.AddWithValue("settled", Retention.SettledInvitations);
        drop.Parameters.AddWithValue("years", Retention.AuditYears);
        await drop.ExecuteNonQueryAsync(cancel);
    }
}
