using System.Diagnostics;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Npgsql;

namespace Charter.Identity.Audit;

/// <summary>
/// Puts an attempt to sign in that was refused into the audit trail, with the account that was meant: only this service knows it. On a connection
/// of its own, because what the request itself would have changed must not be saved; and also where there is no such account, so that the two cost the same.
/// </summary>
internal sealed class RefusedSignIns(NpgsqlDataSource database, TimeProvider time)
{
    /// <param name="account">Null where there is no such account.</param>
    /// <returns>The refusal, to be thrown.</returns>
    public async Task<Refusal> Record(HttpContext http, Guid? account, Refusal refusal, CancellationToken cancel)
    {
        http.RefusalIsKept();
        var now = time.GetUtcNow();
        await using var insert = database.CreateCommand(
            """
            insert into audit_entry (id, occurred_at, service, actor_kind, method, route, action, subject_kinds, subject_ids, outcome, status, code, count, trace_id)
            values ($1, $2, 'identity', $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12)
            """);
        foreach (var value in new object[]
        {
            Guid.CreateVersion7(now), now, ActorKinds.Nobody, http.Request.Method, (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "",
            ServiceDefaults.Audit.ActionOf(http.GetEndpoint()) ?? "", account is null ? Array.Empty<string>() : ["account"], account is { } id ? [id] : Array.Empty<Guid>(),
            Outcomes.Refused, refusal.Status, refusal.Code, Activity.Current?.TraceId.ToHexString() ?? "",
        })
            insert.Parameters.Add(new() { Value = value });
        await insert.ExecuteNonQueryAsync(cancel);
        return refusal;
    }
}
