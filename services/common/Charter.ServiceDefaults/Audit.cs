using System.Diagnostics;
using System.Globalization;
using System.Security.Claims;
using Charter.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Charter.ServiceDefaults;

/// <summary>Makes the row that tells of an action. The service that keeps the audit trail registers its own; all others send it there.</summary>
public delegate object KeepAction(DbContext db, ActionTaken action);

/// <summary>Every request that changes something leaves one entry in the audit trail, committed with the change.</summary>
public static class Audit
{
    /// <summary>Tells the gateway what was refused where; it takes the header out of the answer.</summary>
    public const string RefusalHeader = "Charter-Refusal";

    private static readonly object CodeKey = new(), KeptKey = new(), PassedOnKey = new(), TellsWhyKey = new();

    /// <summary>For a slice whose only change is one that the context does not track, such as an update by statement: counts the request as an action, which is saved with the next SaveChanges.</summary>
    public static void RecordAction(this DbContext db, HttpContext http) => http.RequestServices.GetRequiredService<ActionRecorder>().Record(db, http, isCertain: true);

    /// <summary>Puts into the audit trail what a rule or a date decided without anybody asking; it is saved with the next SaveChanges.</summary>
    /// <param name="db">The context that the change is saved with.</param>
    /// <param name="service">Name of the service.</param>
    /// <param name="action">What was done, in words: "Lapse a signature".</param>
    /// <param name="organisation">Whose affairs it concerns.</param>
    /// <param name="thing">What it was done to.</param>
    /// <param name="at">When.</param>
    public static void RecordRule(this DbContext db, string service, string action, Guid organisation, ActedOn thing, DateTimeOffset at) =>
        db.Publish(new ActionTaken(service, ActorKinds.System, null, null, null, organisation, "", "", action, [thing], Activity.Current?.TraceId.ToHexString(), at));

    /// <summary>What the endpoint does, in words.</summary>
    public static string? ActionOf(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary;

    /// <summary>The refusal of this request, for whoever keeps the audit trail. Without it an answer with 4xx is known by its status alone.</summary>
    internal static void NoteRefusal(this HttpContext http, string code) => http.Items[CodeKey] = code;

    /// <summary>The service puts this refused attempt into the audit trail itself, because it knows more of it than the gateway. What is saved from now on is no action.</summary>
    public static void RefusalIsKept(this HttpContext http) => http.Items[KeptKey] = true;

    /// <summary>What is saved from now on only tells why this request is refused, and is no action. The refusal itself is put into the audit trail like every other.</summary>
    public static void SavesWhyItIsRefused(this HttpContext http) => http.Items[TellsWhyKey] = true;

    internal static bool IsRefused(HttpContext http) => http.Items.ContainsKey(KeptKey) || http.Items.ContainsKey(TellsWhyKey);

    /// <summary>Passes on what another host said was refused.</summary>
    public static void PassRefusalOn(this HttpContext http, string header) => http.Items[PassedOnKey] = header;

    /// <summary>Puts the code, the route and the action of every refusal into a header.</summary>
    public static void UseRefusalHeader(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        http.Response.OnStarting(() =>
        {
            if (!http.Response.Headers.ContainsKey(RefusalHeader) && Describe(http) is { } refusal)
                http.Response.Headers[RefusalHeader] = refusal;
            return Task.CompletedTask;
        });
        return next(http);
    });

    private static string? Describe(HttpContext http)
    {
        if (http.Items.TryGetValue(PassedOnKey, out var passedOn))
            return (string)passedOn!;
        if (http.Response.StatusCode is < 400 or >= 500)
            return null;
        // an error page stands in the place of the endpoint that was asked for
        var endpoint = http.Features.Get<IStatusCodeReExecuteFeature>()?.Endpoint ?? http.GetEndpoint() ?? http.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        return QueryHelpers.AddQueryString("", new Dictionary<string, string?>
        {
            ["status"] = http.Response.StatusCode.ToString(CultureInfo.InvariantCulture),
            ["code"] = (http.Items.TryGetValue(CodeKey, out var code) ? code : ErrorAnswers.Bare(http.Response.StatusCode).Extensions["code"]) as string,
            ["route"] = (endpoint as RouteEndpoint)?.RoutePattern.RawText is { } route ? "/" + route.TrimStart('/') : null,
            ["action"] = ActionOf(endpoint),
            ["kept"] = http.Items.ContainsKey(KeptKey) ? "1" : null,
        });
    }
}

/// <summary>Adds the entry to the first SaveChanges of a request that changes something, in the same round trip and transaction.</summary>
internal sealed class ActionRecorder(IHttpContextAccessor current, TimeProvider time) : SaveChangesInterceptor
{
    private const int MostThings = 10;

    private sealed class Taken
    {
        public required object Row { get; init; }
        public bool IsSaved { get; set; }
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData data, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (current.HttpContext is { } http && data.Context is { } db)
            Record(db, http, isCertain: false);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData data, int result, CancellationToken cancellationToken = default)
    {
        if (current.HttpContext?.Features.Get<Taken>() is { IsSaved: false } taken && data.Context!.Entry(taken.Row).State == EntityState.Unchanged)
            taken.IsSaved = true;
        return ValueTask.FromResult(result);
    }

    public void Record(DbContext db, HttpContext http, bool isCertain)
    {
        if (http.GetEndpoint() is not RouteEndpoint endpoint || http.Features.Get<Taken>() is { IsSaved: true } || Audit.IsRefused(http))
            return;
        if (http.Features.Get<Taken>() is { } before)
        {
            if (db.Entry(before.Row).State == EntityState.Detached)
                db.Add(before.Row);   // an attempt that failed was cleared away, and this is the next
            return;
        }
        var changed = db.ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && e.Entity is not IdempotencyRecord).ToArray();
        if (changed.Length == 0 && !isCertain)
            return;
        var action = ActionOf(http, endpoint, changed, db.ChangeTracker);
        var row = http.RequestServices.GetService<KeepAction>() is { } keep ? keep(db, action) : Outbox.MessageOf(action);
        db.Add(row);
        http.Features.Set(new Taken { Row = row });
    }

    private ActionTaken ActionOf(HttpContext http, RouteEndpoint endpoint, EntityEntry[] changed, ChangeTracker tracked)
    {
        var caller = Caller.From(http.User);
        var client = IdIn(http.User.FindFirstValue("client_id"));
        var chosen = IdIn(http.User.FindFirstValue("acting_for"));
        var inRoute = http.Request.RouteValues.Where(v => v.Key.EndsWith("Id", StringComparison.Ordinal) && IdIn(v.Value as string) is not null)
            .Select(v => new ActedOn(Kebab(v.Key[..^2]), Guid.Parse((string)v.Value!))).ToArray();
        var organisation = inRoute.FirstOrDefault(s => s.Kind == "organisation")?.Id ?? OrganisationOf(changed) ?? OrganisationOf(tracked.Entries()) ?? chosen;
        var made = changed.Where(e => e.State is EntityState.Added or EntityState.Deleted && e.Entity is not OutboxMessage && KeyOf(e) is not null)
            .Select(e => new ActedOn(Kebab(e.Metadata.ClrType.Name), KeyOf(e)!.Value));
        return new ActionTaken(
            http.RequestServices.GetService<Endpoints>()?.Service ?? "", client is not null ? ActorKinds.Client : caller is not null ? ActorKinds.Person : ActorKinds.Nobody,
            caller?.Subject, client, chosen ?? (organisation is { } id && caller?.BelongsTo(id) == true ? id : null), organisation,
            http.Request.Method, endpoint.RoutePattern.RawText ?? "", Audit.ActionOf(endpoint), [.. inRoute.Concat(made).DistinctBy(s => s.Id).Take(MostThings)],
            Activity.Current?.TraceId.ToHexString(), time.GetUtcNow());
    }

    /// <summary>The one organisation to which these things belong; null when there is none, or several.</summary>
    private static Guid? OrganisationOf(IEnumerable<EntityEntry> entries)
    {
        var named = entries.Select(e => e.Metadata.FindProperty("OrganisationId") is { } property ? e.Property(property).CurrentValue as Guid?
            : e.Metadata.ClrType.Name == "Organisation" ? KeyOf(e) : null).OfType<Guid>().Distinct().Take(2).ToArray();
        return named.Length == 1 ? named[0] : null;
    }

    private static Guid? KeyOf(EntityEntry entry) =>
        entry.Metadata.FindPrimaryKey() is { Properties: [{ Name: "Id" } key] } && !entry.Metadata.IsOwned() ? entry.Property((IProperty)key).CurrentValue as Guid? : null;

    private static Guid? IdIn(string? text) => Guid.TryParse(text, out var id) ? id : null;

    private static string Kebab(string name) => string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));
}
