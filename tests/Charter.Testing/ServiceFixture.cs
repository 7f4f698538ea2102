using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using Charter.Contracts;
using Charter.ServiceDefaults;
using MassTransit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Xunit;

namespace Charter.Testing;

/// <summary>
/// One service on real Kestrel, with a database and a virtual host of its own. Tests call it over HTTP as a person, deliver events to it as
/// other services would, and see what it published.
/// </summary>
public class ServiceFixture<TProgram>(string service) : IAsyncLifetime where TProgram : class
{
    private readonly TestTokens _tokens = new();
    private readonly Deliveries _deliveries = new();
    private readonly Publications _publications = new();
    private Host _host = null!;
    private string _database = "";
    private string _broker = "";

    /// <summary>Settings that this service needs beside the usual ones.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string>> Settings => [];

    /// <summary>Parts of the service that this test stands in for, such as its clock.</summary>
    protected virtual void Replace(IServiceCollection services)
    {
    }

    /// <summary>Tokens that the service trusts, and those that it must not.</summary>
    public TestTokens Tokens => _tokens;

    /// <summary>The service's own container, for what cannot be seen from outside.</summary>
    public IServiceProvider Services => _host.Services;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        _database = await Servers.NewDatabase(service);
        _broker = await Servers.NewVirtualHost(service);
        _host = new Host(this);
        _host.UseKestrel(0);
        _host.StartServer();
        var bus = Services.GetRequiredService<IBusControl>();
        bus.ConnectReceiveObserver(_deliveries);
        bus.ConnectPublishObserver(_publications);
        await Eventually.Passes(async () =>
        {
            var health = bus.CheckHealth();
            if (health.Status != BusHealthStatus.Healthy)
                throw new InvalidOperationException($"The bus is not ready: {health.Description}");
            (await Anonymous().GetAsync("/health/ready")).EnsureSuccessStatusCode();
        }, seconds: 120);
    }

    /// <inheritdoc />
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _host.DisposeAsync();
        _tokens.Dispose();
        NpgsqlConnection.ClearAllPools();
        await Servers.DropDatabase(_database);
        await Servers.DropVirtualHost(_broker);
    }

    /// <summary>A client that is not signed in.</summary>
    public HttpClient Anonymous() => _host.CreateDefaultClient(new SentAgain());

    /// <summary>A client that is signed in as the person.</summary>
    public HttpClient As(Person person)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _tokens.For(person));
        return client;
    }

    /// <summary>
    /// Sends an event as its publisher would, the same message so many times and, if one is named, for this audience alone; returns when every
    /// consumer is done with it.
    /// </summary>
    public async Task Deliver<TEvent>(TEvent occurred, int times = 1, string? audience = null) where TEvent : class, IEvent
    {
        var id = Guid.CreateVersion7();
        var consumers = typeof(TProgram).Assembly.GetTypes().Count(t => t.IsAssignableTo(typeof(IConsumer<TEvent>)));
        var done = _deliveries.Expect(id, times * consumers);
        for (var i = 0; i < times; i++)
            await Services.GetRequiredService<IBus>().Publish(occurred, context =>
            {
                context.MessageId = id;
                if (audience is not null)
                    context.Headers.Set(Outbox.AudienceHeader, audience);
            });
        await done.WaitAsync(TimeSpan.FromMinutes(2));
    }

    /// <summary>Events of this type that the service has published, once there is one that fits.</summary>
    public async Task<TEvent> Published<TEvent>(Func<TEvent, bool> fits) where TEvent : class, IEvent
    {
        TEvent? found = null;
        await Eventually.Passes(() => (found = AllPublished(fits).FirstOrDefault()) is null
            ? throw new InvalidOperationException($"No {typeof(TEvent).Name} that fits was published.")
            : Task.CompletedTask);
        return found!;
    }

    /// <summary>Events of this type that fit, once there are so many: they reach the bus in no promised order.</summary>
    public async Task<IReadOnlyList<TEvent>> Published<TEvent>(int count, Func<TEvent, bool> fits) where TEvent : class, IEvent
    {
        IReadOnlyList<TEvent> found = [];
        await Eventually.Passes(() => (found = [.. AllPublished(fits)]).Count != count
            ? throw new InvalidOperationException($"{found.Count} {typeof(TEvent).Name} that fit were published instead of {count}.")
            : Task.CompletedTask);
        return found;
    }

    /// <summary>All events of this type that fit, once nothing waits to be told any more in which this id stands: none comes later.</summary>
    public async Task<IReadOnlyList<TEvent>> AllPublished<TEvent>(Guid about, Func<TEvent, bool> fits) where TEvent : class, IEvent
    {
        await Eventually.Passes(async () =>
        {
            if (await Sql($"select type from outbox where payload::text like '%{about}%'") is { Count: > 0 } waiting)
                throw new InvalidOperationException($"{string.Join(", ", waiting)} wait to be told.");
        });
        return AllPublished(fits);
    }

    /// <summary>Runs a command of the host as an operator would, in a process of its own.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> Run(params string[] command)
    {
        using var process = Start(command);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, (await output).Trim(), (await errors).Trim());
    }

    /// <summary>Starts such a command, for a test that does not wait for its end.</summary>
    public Process Start(params string[] command)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(TProgram).Assembly.Location, .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Services.GetRequiredService<IWebHostEnvironment>().ContentRootPath,
        };
        start.Environment["ConnectionStrings__Database"] = _database;
        start.Environment["ConnectionStrings__RabbitMq"] = _broker;
        start.Environment["Services__Identity"] = "http://127.0.0.1:9";
        foreach (var (key, value) in Settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        return Process.Start(start)!;
    }

    /// <summary>Runs a statement on the service's database and returns the rows, each as one line; for what cannot be seen from outside.</summary>
    public async Task<IReadOnlyList<string>> Sql(string statement)
    {
        await using var database = NpgsqlDataSource.Create(_database);
        await using var command = database.CreateCommand(statement);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetFieldValue<object>(i))));
        return rows;
    }

    /// <summary>
    /// Has two things happen at the same moment: lets the first go as far as it comes while a lock is held, then the second, and then both to their ends. For a
    /// service that no other test uses meanwhile.
    /// </summary>
    /// <param name="locking">Statement that takes the lock.</param>
    /// <param name="first">Must come to wait for it.</param>
    /// <param name="second">May wait or be done before.</param>
    public async Task Meet(string locking, Func<Task> first, Func<Task> second)
    {
        await using var connection = await Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var keepOut = new NpgsqlCommand(locking, connection))
            await keepOut.ExecuteNonQueryAsync();
        var one = first();
        await Eventually.Passes(() => AtLeast(1));
        var other = second();
        await Eventually.Passes(() => other.IsCompleted ? Task.CompletedTask : AtLeast(2));
        await transaction.CommitAsync();
        await Task.WhenAll(one, other);

        async Task AtLeast(int number)
        {
            if ((await Sql("select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")).Count < number)
                throw new InvalidOperationException($"Fewer than {number} wait.");
        }
    }

    /// <summary>What of these tables belongs to an organisation, every column of every row as the database prints it.</summary>
    public async Task<string> Rows(Guid organisation, params string[] tables)
    {
        var rows = new List<string>();
        foreach (var table in tables)
            rows.AddRange(await Sql($"select '{table} ' || t::text from {table} t where organisation_id = '{organisation}' order by 1"));
        return string.Join('\n', rows);
    }

    /// <summary>How many messages stand in a queue; none when there is no such queue.</summary>
    public async Task<long> MessagesIn(string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = new(_broker) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            return await channel.MessageCountAsync(queue);
        }
        catch (OperationInterruptedException)
        {
            return 0;
        }
    }

    /// <summary>Events of this type published so far, each when it happened.</summary>
    public IReadOnlyList<TEvent> AllPublished<TEvent>(Func<TEvent, bool> fits) where TEvent : class, IEvent => [.. Events(null).OfType<TEvent>().Where(fits)];

    /// <summary>Events of any type stated again so far for this audience.</summary>
    public IReadOnlyList<IEvent> AllRestated(string audience) => [.. Events(audience)];

    private IEnumerable<IEvent> Events(string? audience) => _publications.Messages.Where(m => m.Audience == audience).Select(m => m.Event).OfType<IEvent>();

    private sealed class Host(ServiceFixture<TProgram> fixture) : WebApplicationFactory<TProgram>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production");
            builder.UseSetting("ConnectionStrings:Database", fixture._database);
            builder.UseSetting("ConnectionStrings:RabbitMq", fixture._broker);
            builder.UseSetting("Services:Identity", "http://127.0.0.1:9");
            foreach (var (key, value) in fixture.Settings)
                builder.UseSetting(key, value);
            builder.ConfigureServices(fixture._tokens.Trust);
            builder.ConfigureServices(fixture.Replace);
        }
    }

    private sealed class Deliveries : IReceiveObserver
    {
        private readonly ConcurrentDictionary<Guid, (TaskCompletionSource Done, int Left)> _expected = new();

        public Task Expect(Guid message, int times)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _expected[message] = (done, times);
            return times == 0 ? Task.CompletedTask : done.Task;
        }

        public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

        public Task PostReceive(ReceiveContext context)
        {
            if (context.GetMessageId() is { } id && _expected.ContainsKey(id))
            {
                var (done, left) = _expected.AddOrUpdate(id, _ => throw new InvalidOperationException(), (_, e) => (e.Done, e.Left - 1));
                if (left == 0)
                    done.TrySetResult();
            }
            return Task.CompletedTask;
        }

        public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType) where T : class => Task.CompletedTask;

        public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception) where T : class
        {
            if (context.MessageId is { } id && _expected.TryGetValue(id, out var expected))
                expected.Done.TrySetException(exception);
            return Task.CompletedTask;
        }

        public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;
    }

    private sealed class Publications : IPublishObserver
    {
        private readonly ConcurrentDictionary<Guid, bool> _known = new();   // a message that was confirmed too late is sent again, and is still one

        public ConcurrentQueue<(object Event, string? Audience)> Messages { get; } = new();

        public Task PrePublish<T>(PublishContext<T> context) where T : class => Task.CompletedTask;

        public Task PostPublish<T>(PublishContext<T> context) where T : class
        {
            if (context.MessageId is not { } id || _known.TryAdd(id, true))
                Messages.Enqueue((context.Message, context.Headers.Get<string>(Outbox.AudienceHeader)));
            return Task.CompletedTask;
        }

        public Task PublishFault<T>(PublishContext<T> context, Exception exception) where T : class => Task.CompletedTask;
    }
}
