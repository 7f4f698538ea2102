using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charter.Signatories.Log;

/// <summary>The log as it is now, signed for whoever asks.</summary>
internal static class ShowHead
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/log", Handle)
        .AllowEveryone().WithTags("Log").WithSummary("Signed head of the log")
        .WithDescription("The log is the Merkle tree of RFC 6962, section 2.1, with SHA-256 over the facts of all entries. What is recorded stands in it within a second as a rule, and within a minute at most.");

    private static async Task<Ok<TreeHeadView>> Handle(HttpContext http, SignatoryDb db, CurrentHead current, CancellationToken cancel)
    {
        http.Response.Headers.CacheControl = "no-cache";   // a cache between would show a log that goes back
        return TypedResults.Ok(TreeHeadView.Of(await current.Of(db, cancel)));
    }
}

/// <summary>Signs each state of the log once a minute at most, so that a head costs a look at the log's size.</summary>
internal sealed class CurrentHead(LogKeys keys, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);
    private volatile TreeHead? _last;

    public async Task<TreeHead> Of(SignatoryDb db, CancellationToken cancel)
    {
        var size = await db.LogSize(cancel);
        return _last is { } last && last.TreeSize == size && time.GetUtcNow() - last.SignedAt < Kept ? last : _last = keys.Sign(size, await db.LogRoot(size, cancel));
    }
}
