using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Charter.ServiceDefaults;

/// <summary>A service's own PostgreSQL database behind its own DbContext.</summary>
public static class Database
{
    /// <summary>
    /// A request waits no longer than this for a database that is away or hangs; then it is answered 503. The connection string may state others.
    /// In seconds, the cancellation in milliseconds.
    /// </summary>
    private const string Patience = "Timeout=3;Command Timeout=5;Cancellation Timeout=500;";

    /// <summary>
    /// Statements that come again are planned once for each connection, and a connection goes back to the pool as it is: nothing here leaves settings,
    /// temporary tables or locks behind on one. A statement whose plan has to depend on what is asked says so itself, for its transaction.
    /// </summary>
    private const string Frugality = "Max Auto Prepare=100;Auto Prepare Min Usages=3;No Reset On Close=true;";

    /// <summary>Any number that nothing else locks.</summary>
    private const long MigrationLock = 0x_43_48_41_52_54_45_52;

    /// <summary>
    /// Registers the pooled context and the data source for <c>ConnectionStrings:Database</c>. What is saved together with
    /// <see cref="Outbox.Publish"/> is committed together with it.
    /// </summary>
    public static void AddDatabase<TDb>(this WebApplicationBuilder builder) where TDb : DbContext
    {
        builder.Services.AddSingleton(services => new NpgsqlDataSourceBuilder(Patience + Frugality + (builder.Configuration.GetConnectionString("Database")
                ?? throw new InvalidOperationException("ConnectionStrings:Database is not configured.")))
            .UseLoggerFactory(services.GetRequiredService<ILoggerFactory>()).Build());
        builder.Services.AddSingleton<OutboxSignal>().AddHttpContextAccessor().AddSingleton<ActionRecorder>();
        builder.Services.AddDbContextPool<TDb>((services, o) => o.UseNpgsql(services.GetRequiredService<NpgsqlDataSource>()).AddInterceptors(
            services.GetRequiredService<ActionRecorder>(), services.GetRequiredService<OutboxSignal>().OnSave, services.GetRequiredService<OutboxSignal>().OnCommit));
        builder.Services.AddScoped<DbContext>(services => services.GetRequiredService<TDb>());
        builder.Services.AddHostedService<Housekeeping>();
        builder.Services.AddHealthChecks().AddCheck<Health.Database>("database", tags: ["ready"]);
    }

    /// <summary>Tables that every service has (outbox, inbox, idempotency keys), and snake-case names for all. Call it last in OnModelCreating.</summary>
    public static void AddPlatformTables(this ModelBuilder model)
    {
        model.Entity<OutboxMessage>(e =>
        {
            e.ToTable("outbox");
            e.Property(x => x.Payload).HasColumnType("jsonb");
            e.HasIndex(x => x.NextAttemptAt);
        });
        model.Entity<InboxMessage>(e => e.ToTable("inbox").HasKey(x => new { x.MessageId, x.Endpoint }));
        model.Entity<IdempotencyRecord>(e => e.ToTable("idempotency_key").HasKey(x => new { x.Subject, x.Key }));

        foreach (var entity in model.Model.GetEntityTypes())
        {
            if (!entity.IsMappedToJson() && entity.GetTableName() is { } table)
            {
                entity.SetTableName(SnakeCase(table));
                foreach (var property in entity.GetProperties())
                    property.SetColumnName(SnakeCase(property.GetColumnName(StoreObjectIdentifier.Table(entity.GetTableName()!, entity.GetSchema())) ?? property.Name));
            }
        }
    }

    /// <summary>
    /// Applies migrations, under a lock, so that several replicas may start at once, and then runs the host.
    /// Waits for a database that is not there yet.
    /// </summary>
    public static async Task MigrateAndRunAsync<TDb>(this WebApplication app, Func<IServiceProvider, Task>? seed = null) where TDb : DbContext
    {
        while (true)
        {
            try
            {
                await using var scope = app.Services.CreateAsyncScope();
                await MigrateAlone(scope.ServiceProvider.GetRequiredService<TDb>().Database);
                if (seed is not null)
                    await seed(scope.ServiceProvider);
                break;
            }
            catch (Exception e) when (ErrorAnswers.IsUnavailable(e))
            {
                app.Logger.LogWarning("The database does not answer yet ({Reason}); trying again", e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1));
            }
        }
        await app.RunAsync();
    }

    /// <summary>EF Core's own lock ends with each migration's transaction, and the next replica would then do again what it saw undone before.</summary>
    private static async Task MigrateAlone(DatabaseFacade database)
    {
        database.SetCommandTimeout(TimeSpan.FromHours(1));   // a migration may be long, and other replicas wait for its end
        await database.OpenConnectionAsync();
        await database.ExecuteSqlAsync($"select pg_advisory_lock({MigrationLock})");
        try
        {
            await database.MigrateAsync();
        }
        finally
        {
            await database.ExecuteSqlAsync($"select pg_advisory_unlock({MigrationLock})");
        }
    }

    private static string SnakeCase(string name)
    {
        var snake = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && name[i - 1] != '_' && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
                snake.Append('_');
            snake.Append(char.ToLowerInvariant(name[i]));
        }
        return snake.ToString();
    }
}
