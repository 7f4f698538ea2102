using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charter.Signatories.Log;

/// <summary>The consistency proof of two heads (RFC 6962, section 2.1.2): the second tree begins with the whole first one.</summary>
internal static class ProveConsistency
{
    /// <param name="Path">Empty when the sizes are equal or the first is 0.</param>
    internal sealed record Answer(long First, long Second, IReadOnlyList<string> Path);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/log/consistency", Handle)
        .AllowEveryone().Refuses(409, "log-not-so-long")
        .WithTags("Log").WithSummary("Prove that the log has only grown").WithDescription("first and second: sizes of two heads; the second is the present size when not given.");

    private static async Task<Ok<Answer>> Handle(long? first, long? second, SignatoryDb db, CancellationToken cancel)
    {
        if (first is not >= 0)
            throw InvalidRequest.For("first", "Give the size of the earlier head.");
        if (second < first)
            throw InvalidRequest.For("second", "This must not be smaller than first.");
        var present = await db.LogSizeOfAtLeast(second ?? first.Value, cancel);
        var path = await db.LogHashes(MerkleTree.ConsistencyPath(first.Value, second ?? present), cancel);
        return TypedResults.Ok(new Answer(first.Value, second ?? present, [.. path.Select(Convert.ToHexStringLower)]));
    }
}
