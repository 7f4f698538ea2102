using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Log;

/// <summary>The heads that were published, newest first. Whoever keeps one can later prove whether the log still contains what it then did.</summary>
internal static class ListHeads
{
    /// <param name="Day">The local day of a daily head; null for one that a registrar published.</param>
    internal sealed record Item(long TreeSize, string RootHash, string Timestamp, string KeyId, string Signature, DateOnly? Day);

    private readonly record struct Key(long Id);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/log/heads", Handle)
        .AllowEveryone().WithTags("Log").WithSummary("Published heads of the log").WithDescription("daily=true leaves out those that a registrar published between.");

    private static async Task<Ok<Page<Item>>> Handle(bool? daily, string? after, int? size, SignatoryDb db, CancellationToken cancel)
    {
        var take = Paging.Size(size);
        var heads = db.LogHeads.AsNoTracking();
        if (daily == true)
            heads = heads.Where(h => h.Day != null);
        if (Paging.After<Key>(after) is { } last)
            heads = heads.Where(h => h.Id < last.Id);
        var page = Paging.Page(await heads.OrderByDescending(h => h.Id).Take(take + 1).ToListAsync(cancel), take, h => new Key(h.Id));
        return TypedResults.Ok(new Page<Item>([.. page.Items.Select(h =>
            new Item(h.TreeSize, Convert.ToHexStringLower(h.RootHash), TreeHead.Instant(h.SignedAt), h.KeyId, WebEncoders.Base64UrlEncode(h.Signature), h.Day))], page.Next));
    }
}
