using System.Text.Json;
using Charter.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Charter.ServiceDefaults;

/// <summary>
/// What an operator has a host do instead of serving: <c>replay-errors</c>, <c>forget-copies</c> and <c>restate AUDIENCE</c>. Neither web server
/// nor consumers start, and replicas that serve may run meanwhile. One line says what was done, or on standard error why it was not.
/// </summary>
public static class Operations
{
    /// <summary>As audience: everybody.</summary>
    public const string All = "all";

    private static readonly string[] Services = ["signatory", "pledge", "champions-network", "kite-mark", "identity"];

    /// <summary>Does what the arguments name and returns the exit code; null when they name nothing of this kind and the host is to serve.</summary>
    /// <param name="restate">States everything again that others keep copies of; none for a service of which nobody does.</param>
    /// <param name="forget">Empties what this service keeps as copies of others' data, and nothing of its own.</param>
    public static async Task<int?> PerformAsync<TDb>(this WebApplicationBuilder builder, string[] args,
        Func<Restatement<TDb>, Task>? restate = null, Func<TDb, Task>? forget = null) where TDb : DbContext
    {
        if (args is not ["replay-errors" or "forget-copies" or "restate", ..])
            return null;
        builder.Logging.ClearProviders();
        try
        {
            await using var app = builder.Build();
            Console.WriteLine(args switch
            {
                ["replay-errors"] => await ReplayErrors(builder.Configuration.GetConnectionString("RabbitMq")!, app.Services.GetRequiredService<Endpoints>().Queues),
                ["forget-copies"] => await ForgetCopies(app.Services, forget),
                ["restate", var audience] when audience == All || Services.Contains(audience) => await Restate(app.Services, audience, restate),
                ["restate", ..] => throw new ArgumentException($"Say for whom: restate AUDIENCE, one of {string.Join(", ", Services)}, or {All}."),
                _ => throw new ArgumentException($"{args[0]} takes nothing more."),
            });
            return 0;
        }
        catch (Exception e)
        {
            Console.Error.WriteLine(e.GetBaseException() is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn }
                ? "The database is not of this version. Start the service, which brings it up to date, and try again."
                : e.GetBaseException().Message);
            return 1;
        }
    }

    private static async Task<string> Restate<TDb>(IServiceProvider services, string audience, Func<Restatement<TDb>, Task>? restate) where TDb : DbContext
    {
        var restatement = new Restatement<TDb>(services, audience == All ? null : audience);
        if (restate is not null)
            await restate(restatement);
        return $"{restatement.Events} events restated for {audience}";
    }

    private static async Task<string> ForgetCopies<TDb>(IServiceProvider services, Func<TDb, Task>? forget) where TDb : DbContext
    {
        if (forget is null)
            return "no copies to forget";
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        db.Database.SetCommandTimeout(TimeSpan.Zero);   // much may be deleted
        await forget(db);
        return "copies forgotten";
    }

    /// <summary>A message is taken away only when the broker has confirmed that it stands in its queue again; one that comes twice has one effect.</summary>
    private static async Task<string> ReplayErrors(string broker, IEnumerable<string> queues)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync();
        var moved = new List<(long Count, string From)>();
        foreach (var queue in queues)
            foreach (var from in new[] { $"{queue}_error", $"{queue}_skipped" })
                if (await Move(connection, from, queue) is > 0 and var count)
                    moved.Add((count, from));
        return moved.Count == 0 ? "0 messages put back"
            : $"{moved.Sum(m => m.Count)} messages put back: {string.Join(", ", moved.Select(m => $"{m.Count} from {m.From}"))}";
    }

    private static async Task<long> Move(IConnection connection, string from, string to)
    {
        await using var channel = await connection.CreateChannelAsync(new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        long standing, moved = 0;
        try
        {
            standing = await channel.MessageCountAsync(from);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return 0;   // the queue is made with the first message that fails
        }
        // No more than stand there now: one that fails again would go round for ever.
        for (; moved < standing && await channel.BasicGetAsync(from, autoAck: false) is { } message; moved++)
        {
            var properties = new BasicProperties(message.BasicProperties)
            {
                Headers = message.BasicProperties.Headers?.Where(h => !h.Key.StartsWith("MT-Fault-", StringComparison.Ordinal) && h.Key != "MT-Reason").ToDictionary(),
            };
            await channel.BasicPublishAsync("", to, mandatory: true, properties, message.Body);
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false);
        }
        return moved;
    }
}

/// <summary>The state of a service, put into its outbox once more as events.</summary>
public sealed class Restatement<TDb>(IServiceProvider services, string? audience) where TDb : DbContext
{
    private const int PageSize = 200;

    /// <summary>How many there were so far.</summary>
    public int Events { get; private set; }

    /// <summary>
    /// States facts of one kind again, page by page, each in a transaction of its own. What changes meanwhile is published by its own change too, and
    /// consumers keep the newer of the two. The events say when it happened, not when it was stated again: some copies keep the time.
    /// </summary>
    /// <param name="after">What comes after the key, in the order of the key; the default value comes before all.</param>
    public async Task Each<T, TKey>(Func<TDb, TKey, IQueryable<T>> after, Func<T, TKey> key, Func<T, IEnumerable<IEvent>> events) where TKey : struct
    {
        var last = default(TKey);
        List<T> page;
        do
        {
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<TDb>();
            db.Database.SetCommandTimeout(TimeSpan.Zero);   // nobody waits for an answer
            page = await after(db, last).Take(PageSize).ToListAsync();
            var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
            foreach (var occurred in page.SelectMany(events))
            {
                db.Add(new OutboxMessage
                {
                    Id = Guid.CreateVersion7(now.AddYears(100)),   // the relay goes by id: what people do meanwhile comes first
                    Type = occurred.GetType().Name,
                    Payload = JsonSerializer.Serialize(occurred, occurred.GetType()),
                    Audience = audience,
                    CreatedAt = now,
                    NextAttemptAt = now,
                });
                Events++;
            }
            await db.SaveChangesAsync();
            if (page.Count > 0)
                last = key(page[^1]);
        }
        while (page.Count == PageSize);
    }
}
