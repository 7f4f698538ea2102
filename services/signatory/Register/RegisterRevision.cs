using Microsoft.Net.Http.Headers;
using Npgsql;

namespace Charter.Signatories.Register;

/// <summary>
/// A number that grows with every change of what the register shows, in the transaction of the change: who reads the same number has the same register,
/// whichever replica wrote or reads. Requests that arrive while it is being read share the next reading, which begins after all of them.
/// </summary>
internal sealed class RegisterRevision(NpgsqlDataSource database)
{
    public const string Select = "select coalesce(sum(changes), 0)::bigint from register_counted where place = ''";

    // Another build may say the same in other words.
    private static readonly string Build = typeof(RegisterRevision).Module.ModuleVersionId.ToString("n")[..8];

    private readonly Lock _gate = new();
    private Task<long>? _underWay;
    private Task<long>? _next;

    /// <summary>The revision at some moment after the call.</summary>
    public Task<long> Now(CancellationToken cancel)
    {
        lock (_gate)
            return (_underWay is { IsCompleted: false } before ? _next ??= After(before) : _underWay = Read()).WaitAsync(cancel);
    }

    private async Task<long> After(Task before)
    {
        // Never at once: whoever calls is about to keep this as the next reading, and would keep it for ever.
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        Task<long> reading;
        lock (_gate)
        {
            _next = null;
            reading = _underWay = Read();
        }
        return await reading;
    }

    // Not a request's own token: others wait for the same answer.
    private async Task<long> Read()
    {
        await using var select = database.CreateCommand(Select);
        return (long)(await select.ExecuteScalarAsync())!;
    }

    /// <summary>States the revision as the answer's entity tag; true when the caller has that answer already, and 304 is all to say.</summary>
    /// <param name="revision">The one that the answer shows.</param>
    public static bool IsKnown(HttpContext http, long revision)
    {
        var tag = new EntityTagHeaderValue($"\"{Build}-{revision}\"", isWeak: true);
        http.Response.Headers.ETag = tag.ToString();
        http.Response.Headers.CacheControl = "public, no-cache";   // may be kept, and is asked for again each time
        var known = http.Request.GetTypedHeaders().IfNoneMatch;
        return known.Any(k => k.Equals(EntityTagHeaderValue.Any) || k.Compare(tag, useStrongComparison: false));
    }
}
