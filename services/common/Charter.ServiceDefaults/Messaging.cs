using System.Diagnostics.Metrics;
using System.Reflection;
using MassTransit;
using MassTransit.Middleware;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Charter.ServiceDefaults;

/// <summary>A message that a consumer of this service has already taken in.</summary>
public sealed class InboxMessage
{
    /// <summary>Id given by the publisher's outbox.</summary>
    public Guid MessageId { get; init; }
    /// <summary>Queue of the consumer.</summary>
    public required string Endpoint { get; init; }
    /// <summary>When it was taken in; rows are dropped after thirty days.</summary>
    public DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>RabbitMQ through MassTransit: quorum queues, one per consumer, each with an inbox.</summary>
public static class Messaging
{
    private static readonly Counter<long> Failed = Telemetry.Meter.CreateCounter<long>("charter.messages.failed", "{message}", "Messages that failed for good and went to the queue's _error queue, by queue");

    /// <summary>
    /// Registers every consumer of the calling service and the outbox relay. A consumer's effects and the inbox row commit together, and what
    /// it changes is saved for it; so a message that comes twice has one effect. Order is not promised: consumers compare versions.
    /// </summary>
    public static void AddMessaging(this WebApplicationBuilder builder, string service)
    {
        // by type, because a scan of the assembly passes over internal classes
        var consumers = Assembly.GetCallingAssembly().GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IConsumer))).ToArray();
        builder.Services.AddSingleton(new Endpoints(service, [.. consumers.Select(c => QueueOf(service, c))]));
        builder.AddBus(service, bus =>
        {
            bus.AddConsumers(consumers);
            bus.AddConfigureEndpointsCallback((name, endpoint) =>
            {
                (endpoint as IRabbitMqReceiveEndpointConfigurator)?.SetQuorumQueue();
                var queue = new KeyValuePair<string, object?>("queue", name);
                Failed.Add(0, queue);   // so that the first one is seen as a rise
                endpoint.ConfigureError(pipe =>
                {
                    pipe.UseExecute(_ => Failed.Add(1, queue));
                    pipe.UseFilter(new GenerateFaultFilter());   // these two are what happens without us
                    pipe.UseFilter(new ErrorTransportFilter());
                });
            });
        }, (context, rabbit) =>
        {
            // A database that is away is no fault of the message: it waits half a day, and then the broker delivers it anew. Anything else ends in the _error queue.
            rabbit.UseMessageRetry(r =>
            {
                r.Handle<Exception>(ErrorAnswers.IsUnavailable);
                r.Interval(8_640, TimeSpan.FromSeconds(5));
            });
            rabbit.UseMessageRetry(r =>
            {
                r.Ignore<Exception>(ErrorAnswers.IsUnavailable);
                r.Exponential(8, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(200));
            });
            rabbit.UseConsumeFilter(typeof(Inbox<>), context);
        });
        builder.Services.AddHostedService<OutboxRelay>();
        builder.AddBacklog("outbox", "{message}", "Events that are committed and not yet on the bus", "outbox", "created_at");
    }

    /// <summary>The bus without outbox and inbox, for a host that only listens.</summary>
    public static void AddBus(this WebApplicationBuilder builder, string service, Action<IBusRegistrationConfigurator> register,
        Action<IBusRegistrationContext, IRabbitMqBusFactoryConfigurator>? configure = null) => builder.Services.AddMassTransit(bus =>
    {
        bus.SetEndpointNameFormatter(Names(service));
        bus.ConfigureHealthCheckOptions(o => o.MinimalFailureStatus = HealthStatus.Degraded);
        bus.DisableUsageTelemetry();
        register(bus);
        bus.UsingRabbitMq((context, rabbit) =>
        {
            rabbit.Host(new Uri(builder.Configuration.GetConnectionString("RabbitMq") ?? throw new InvalidOperationException("ConnectionStrings:RabbitMq is not configured.")),
                host => host.Heartbeat(TimeSpan.FromSeconds(10)));   // a broker that vanished without a word is noticed within twenty seconds
            configure?.Invoke(context, rabbit);
            rabbit.ConfigureEndpoints(context);
        });
    });

    private static KebabCaseEndpointNameFormatter Names(string service) => new(service, includeNamespace: false);

    private static string QueueOf(string service, Type consumer) =>
        (string)typeof(IEndpointNameFormatter).GetMethod(nameof(IEndpointNameFormatter.Consumer))!.MakeGenericMethod(consumer).Invoke(Names(service), null)!;
}

/// <summary>The service's name and the queues of its consumers.</summary>
internal sealed record Endpoints(string Service, IReadOnlyList<string> Queues);

/// <summary>Lets a message through once per queue, in one transaction with the consumer's effects; what is meant for another service not at all.</summary>
internal sealed class Inbox<T>(DbContext db, Endpoints endpoints, TimeProvider time) : IFilter<ConsumeContext<T>> where T : class
{
    private static readonly Counter<long> Duplicates = Telemetry.Meter.CreateCounter<long>("charter.inbox.duplicates", "{message}", "Messages that came again and had no second effect, by event");

    static Inbox() => Duplicates.Add(0, new KeyValuePair<string, object?>("event", typeof(T).Name));

    public async Task Send(ConsumeContext<T> context, IPipe<ConsumeContext<T>> next)
    {
        if (context.Headers.Get<string>(Outbox.AudienceHeader) is { } audience && audience != endpoints.Service)
        {
            await context.NotifyConsumed(TimeSpan.Zero, "inbox");   // otherwise it would be moved to the _skipped queue
            return;
        }
        var message = context.MessageId ?? throw new InvalidOperationException("A message without an id cannot be taken in once.");
        var endpoint = context.ReceiveContext.InputAddress.AbsolutePath;
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(context.CancellationToken);
        var isNew = await db.Database.ExecuteSqlAsync(
            $"insert into inbox (message_id, endpoint, received_at) values ({message}, {endpoint}, {time.GetUtcNow()}) on conflict do nothing", context.CancellationToken) == 1;
        if (!isNew)
        {
            Duplicates.Add(1, new KeyValuePair<string, object?>("event", typeof(T).Name));
            await context.NotifyConsumed(TimeSpan.Zero, "inbox");
            return;
        }
        await next.Send(context);
        await db.SaveChangesAsync(context.CancellationToken);
        await transaction.CommitAsync(context.CancellationToken);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("inbox");
}
