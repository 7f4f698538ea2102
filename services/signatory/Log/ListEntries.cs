using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Log;

/// <summary>The entries of the log in their order, with the exact text that is hashed.</summary>
internal static class ListEntries
{
    private const int LargestPage = 1000;

    /// <param name="Index">Place in the log, from 0.</param>
    /// <param name="Facts">What happened, as canonical JSON; the leaf hash is SHA-256(0x00 ‖ its UTF-8).</param>
    internal sealed record Item(long Index, Guid EntryId, Guid OrganisationId, string LeafHash, string Facts);

    /// <param name="Next">Value for <c>start</c> that gives the entries that follow; null when there are none yet.</param>
    internal sealed record Answer(IReadOnlyList<Item> Items, long? Next);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/log/entries", Handle)
        .AllowEveryone().WithTags("Log").WithSummary("Entries of the log")
        .WithDescription("From start to end, both included, 1,000 at most: go on with next. organisationId: those of one organisation alone.");

    private static async Task<Ok<Answer>> Handle(long? start, long? end, Guid? organisationId, SignatoryDb db, CancellationToken cancel)
    {
        var first = start ?? 0;
        if (first < 0)
            throw InvalidRequest.For("start", "The first entry has the number 0.");
        if (end < first)
            throw InvalidRequest.For("end", "This must not be smaller than start.");
        var leaves = db.LogLeaves.AsNoTracking().Where(l => l.Index >= first);
        if (end is not null)
            leaves = leaves.Where(l => l.Index <= end);
        var history = db.History.AsNoTracking();
        if (organisationId is not null)
            history = history.Where(h => h.OrganisationId == organisationId);
        var read = await leaves.Join(history, l => l.HistoryEntryId, h => h.Id, (l, h) => new { l.Index, l.LeafHash, h.Id, h.OrganisationId, h.Facts })
            .OrderBy(e => e.Index).Take(LargestPage + 1).ToListAsync(cancel);
        return TypedResults.Ok(new Answer(
            [.. read.Take(LargestPage).Select(e => new Item(e.Index, e.Id, e.OrganisationId, Convert.ToHexStringLower(e.LeafHash), e.Facts))],
            read.Count > LargestPage ? read[LargestPage].Index : null));
    }
}
