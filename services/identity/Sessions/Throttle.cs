using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Charter.Identity.Sessions;

/// <summary>Attempts under one key; the key is a hash, so that the table holds neither e-mail nor network addresses.</summary>
internal sealed class ThrottleState
{
    public required byte[] Key { get; init; }
    public int Attempts { get; set; }
    public DateTimeOffset LastAttemptAt { get; set; }
    public DateTimeOffset BlockedUntil { get; set; }
    public DateTimeOffset? LastSuccessAt { get; init; }
}

/// <summary>
/// Short back-off after too many attempts, shared by all replicas. An attempt is counted before it is tried, so that a burst gains nothing,
/// and on a connection of its own, so that a refusal that rolls back does not undo it. Fifteen quiet minutes forget.
/// </summary>
internal sealed class Throttle(NpgsqlDataSource database, IConfiguration configuration, TimeProvider time)
{
    private static readonly TimeSpan Forgets = TimeSpan.FromMinutes(15);
    private readonly TimeSpan _firstWait = configuration.GetValue("Throttle:FirstWait", TimeSpan.FromSeconds(5));

    /// <param name="Free">Attempts without any wait.</param>
    /// <param name="Longest">Each further attempt doubles the wait, up to this.</param>
    internal sealed record Limit(byte[] Key, int Free, TimeSpan Longest);

    public static byte[] Key(params string[] parts) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts)));

    /// <summary>Whence a request came. Identity is not reachable from outside; the gateway replaces what a client claims, and the portal passes it on.</summary>
    public static string AddressOf(HttpContext http) =>
        http.Request.Headers["X-Forwarded-For"].LastOrDefault() is { Length: > 0 } forwarded ? forwarded.Split(',')[^1].Trim() : http.Connection.RemoteIpAddress?.ToString() ?? "";

    /// <summary>Counts an attempt under all limits; when one is exhausted, counts nothing and returns how long to wait.</summary>
    public async Task<TimeSpan?> Attempt(Limit[] limits, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var states = new List<(Limit Limit, int Attempts)>();
        foreach (var limit in limits.OrderBy(l => Convert.ToHexString(l.Key)))   // always in the same order: no deadlocks
        {
            // The update that changes nothing locks the row.
            await using var read = new NpgsqlCommand(
                """
                insert into throttle as t (key, attempts, last_attempt_at, blocked_until) values ($1, 0, $2, '-infinity')
                on conflict (key) do update set key = t.key returning attempts, last_attempt_at, blocked_until
                """, connection)
            {
                Parameters = { new() { Value = limit.Key }, new() { Value = now } },
            };
            await using var row = await read.ExecuteReaderAsync(cancel);
            await row.ReadAsync(cancel);
            if (row.GetFieldValue<DateTimeOffset>(2) is var blocked && blocked > now)
                return blocked - now;
            states.Add((limit, row.GetFieldValue<DateTimeOffset>(1) < now - Forgets ? 1 : row.GetInt32(0) + 1));
        }
        foreach (var (limit, attempts) in states)
        {
            var wait = attempts > limit.Free ? Math.Min(_firstWait.TotalSeconds * Math.Pow(2, Math.Min(attempts - limit.Free - 1, 20)), limit.Longest.TotalSeconds) : 0;
            // Without a wait this is never, not now: somebody who came a moment earlier may be judged a moment later.
            var blockedUntil = wait > 0 ? now.AddSeconds(wait) : DateTimeOffset.MinValue;
            await using var count = new NpgsqlCommand("update throttle set attempts = $2, last_attempt_at = $3, blocked_until = $4 where key = $1", connection)
            {
                Parameters = { new() { Value = limit.Key }, new() { Value = attempts }, new() { Value = now }, new() { Value = blockedUntil } },
            };
            await count.ExecuteNonQueryAsync(cancel);
        }
        await transaction.CommitAsync(cancel);
        return null;
    }

    /// <summary>Whether an attempt under this key succeeded lately.</summary>
    public async Task<bool> HasSucceeded(byte[] key, CancellationToken cancel)
    {
        await using var read = database.CreateCommand("select last_success_at is not null from throttle where key = $1");
        read.Parameters.Add(new() { Value = key });
        return await read.ExecuteScalarAsync(cancel) is true;
    }

    /// <summary>Forgets the attempts under this key and remembers the success.</summary>
    public async Task Succeeded(byte[] key, CancellationToken cancel)
    {
        await using var write = database.CreateCommand("update throttle set attempts = 0, blocked_until = '-infinity', last_success_at = $2 where key = $1");
        write.Parameters.Add(new() { Value = key });
        write.Parameters.Add(new() { Value = time.GetUtcNow() });
        await write.ExecuteNonQueryAsync(cancel);
    }
}
