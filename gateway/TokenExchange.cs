using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Charter.ServiceDefaults;
using Microsoft.Extensions.Caching.Memory;

namespace Charter.Gateway;

/// <summary>What identity gave for a credential.</summary>
/// <param name="AskedAt">Timestamp before the question, so that a later change is known to be later.</param>
internal sealed record Grant(string Token, Guid Subject, Guid? SessionId, long AskedAt);

/// <summary>
/// Exchanges credentials for the services' tokens, and keeps those while they are good: until twenty seconds before they expire, or until
/// identity says that the person's memberships changed or the session ended. While nobody would tell us (the broker is away) only briefly.
/// </summary>
internal sealed class TokenExchange(HttpClient identity, Guesses guesses, TimeProvider time)
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Unheard = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan RefusalKept = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(5);

    private static readonly Counter<long> Exchanges = Telemetry.Meter.CreateCounter<long>("charter.token.exchanges", "{exchange}", "Questions to identity whose a credential is, by outcome: granted, unknown, unavailable");

    private readonly MemoryCache _grants = new(new MemoryCacheOptions { SizeLimit = 100_000 });
    private readonly MemoryCache _changes = new(new MemoryCacheOptions());
    private readonly ConcurrentDictionary<string, Lazy<Task<Grant?>>> _underWay = new();
    private long _forgotten = long.MinValue;
    private volatile bool _listening;

    private sealed record Answer(string Token, int ExpiresIn, Guid Subject, Guid? SessionId);

    /// <summary>
    /// The grant for a credential; null when identity does not know it. A Refusal with 503 when identity cannot be asked, and with 429 when the address
    /// has tried too many that nobody knows.
    /// </summary>
    /// <param name="kind">The field of identity's question: <c>session</c> or <c>bearer</c>.</param>
    /// <param name="address">Where it comes from.</param>
    public async Task<Grant?> For(string kind, string credential, string address)
    {
        var key = kind + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(credential)));
        if (_grants.TryGetValue(key, out Grant? known) && (known is null || IsCurrent(known)))
            return known;
        var grant = await Ask();
        // Somebody's question that was under way when the memberships changed has the answer of before: ask again.
        return grant is null || IsCurrent(grant) ? grant : await Ask();

        // Many requests at once with a credential that is new here ask once.
        Task<Grant?> Ask() => _underWay.GetOrAdd(key, _ => new(() => AskIdentity(key, kind, credential, address))).Value;
    }

    /// <summary>Everything stated about a subject, or granted to a session, is to be asked again.</summary>
    public void Forget(Guid subjectOrSession) => _changes.Set(subjectOrSession, time.GetTimestamp(), LongestLife);

    /// <summary>The queue of changes is there, so far empty: what was granted before may have changed unheard.</summary>
    public void Listening()
    {
        Volatile.Write(ref _forgotten, time.GetTimestamp());
        _listening = true;
    }

    /// <summary>Changes are no longer heard.</summary>
    public void Deaf() => _listening = false;

    private bool IsCurrent(Grant grant) => grant.AskedAt > Volatile.Read(ref _forgotten)
        && !IsChanged(grant.Subject, grant.AskedAt) && (grant.SessionId is not { } session || !IsChanged(session, grant.AskedAt))
        && (_listening || time.GetElapsedTime(grant.AskedAt) < Unheard);

    private bool IsChanged(Guid subjectOrSession, long askedAt) => _changes.TryGetValue(subjectOrSession, out long changedAt) && changedAt >= askedAt;

    private async Task<Grant?> AskIdentity(string key, string kind, string credential, string address)
    {
        // Whoever looked before the answer to another was kept, and asks after that was no longer under way, need not ask again.
        if (_grants.TryGetValue(key, out Grant? known) && (known is null || IsCurrent(known)))
        {
            _underWay.TryRemove(key, out _);
            return known;
        }
        if (guesses.Take(address) is { } wait)
        {
            _underWay.TryRemove(key, out _);
            throw new Refusal(429, "too-many-requests", "Too many credentials that nobody knows came from this address. Wait a moment and try again.") { RetryAfter = wait };
        }
        var isKnown = true;
        try
        {
            var askedAt = time.GetTimestamp();
            // Not the request's own token: others may be waiting for the same answer.
            using var response = await identity.PostAsJsonAsync("/identity/exchange", new Dictionary<string, string> { [kind] = credential });
            if (response.StatusCode == HttpStatusCode.Unauthorized)
            {
                isKnown = false;
                Count("unknown");
                return _grants.Set(key, (Grant?)null, Keep(RefusalKept));
            }
            response.EnsureSuccessStatusCode();
            var answer = (await response.Content.ReadFromJsonAsync<Answer>())!;
            Count("granted");
            var grant = new Grant(answer.Token, answer.Subject, answer.SessionId, askedAt);
            return TimeSpan.FromSeconds(answer.ExpiresIn) - Margin is { Ticks: > 0 } life ? _grants.Set(key, grant, Keep(life)) : grant;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            Count("unavailable");
            throw new Refusal(503, "temporarily-unavailable", "Who you are cannot be checked at the moment. Try again shortly.");
        }
        finally
        {
            if (isKnown)
                guesses.GiveBack(address);
            _underWay.TryRemove(key, out _);
        }
    }

    private static void Count(string outcome) => Exchanges.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    private static MemoryCacheEntryOptions Keep(TimeSpan life) => new() { Size = 1, AbsoluteExpirationRelativeToNow = life };
}
