using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Log;

/// <summary>Publishes the log's head for good: the service does so once on each local day, a registrar whenever it matters.</summary>
internal static class PublishHead
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/log/heads", Handle)
        .Allow(Roles.Registrar).WithTags("Log").WithSummary("Publish the head of the log now");

    private static async Task<Created<TreeHeadView>> Handle(SignatoryDb db, LogKeys keys, CancellationToken cancel)
    {
        // A request with an idempotency key has a transaction already, and commits it.
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        var head = await Publish(db, keys, null, cancel);
        if (own is not null)
            await own.CommitAsync(cancel);
        return TypedResults.Created("/api/log/heads", TreeHeadView.Of(head!));
    }

    /// <summary>One at a time, so that no head goes back; null when this day has its head already.</summary>
    public static async Task<TreeHead?> Publish(SignatoryDb db, LogKeys keys, DateOnly? day, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('log-head'))", cancel);
        if (day is not null && await db.LogHeads.AnyAsync(h => h.Day == day, cancel))
            return null;
        var size = await db.LogSize(cancel);
        var head = keys.Sign(size, await db.LogRoot(size, cancel));
        db.LogHeads.Add(LogHead.Of(head, day));
        await db.SaveChangesAsync(cancel);
        return head;
    }
}

/// <summary>Publishes a head soon after each local midnight, or when the service runs again; with any number of replicas one for each day.</summary>
internal sealed class PublishHeadDaily(IServiceScopeFactory scopes, LogKeys keys, TimeProvider time, ILogger<PublishHeadDaily> log) : Beat(TimeSpan.FromMinutes(1), time, log)
{
    protected override async Task Look(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SignatoryDb>();
        var today = Time.Today();
        if (await db.LogHeads.AnyAsync(h => h.Day == today, cancel))
            return;
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await PublishHead.Publish(db, keys, today, cancel) is { } head)
            Log.LogInformation("The head of {Day} is published: {Size} entries", today, head.TreeSize);
        await transaction.CommitAsync(cancel);
    }
}
