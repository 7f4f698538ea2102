using System.Diagnostics;
using Charter.Contracts;
using Charter.Identity.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Audit;

internal static class Outcomes
{
    public const string Done = "done";
    public const string Refused = "refused";

    public static IReadOnlyList<string> All { get; } = [Done, Refused];
}

/// <summary>
/// Who did or tried what, when and for whom. A row is never changed, and deleted only when it is older than <see cref="Retention.AuditYears"/>: a
/// trigger sees to both. It names people and things by their ids alone; names are looked up when it is read.
/// </summary>
internal sealed class AuditEntry
{
    /// <summary>Id of the message that told of it, so that it stands here once.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public DateTimeOffset OccurredAt { get; init; }
    public required string Service { get; init; }
    /// <summary>See <see cref="ActorKinds"/>.</summary>
    public required string ActorKind { get; init; }
    public Guid? Actor { get; init; }
    public Guid? Client { get; init; }
    public Guid? ActingFor { get; init; }
    /// <summary>Organisation whose affairs it concerns, and whose people may read of it.</summary>
    public Guid? OrganisationId { get; init; }
    public required string Method { get; init; }
    public required string Route { get; init; }
    /// <summary>What the endpoint does, in words; null when the attempt reached none.</summary>
    public string? Action { get; init; }
    public required string[] SubjectKinds { get; init; }
    public required Guid[] SubjectIds { get; init; }
    public required string Outcome { get; init; }
    public int? Status { get; init; }
    public string? Code { get; init; }
    /// <summary>How many attempts within a minute it stands for.</summary>
    public int Count { get; init; } = 1;
    public string? TraceId { get; init; }

    public static AuditEntry Of(ActionTaken a, Guid? id = null) => new()
    {
        Id = id ?? Guid.CreateVersion7(a.OccurredAt),
        OccurredAt = a.OccurredAt,
        Service = a.Service,
        ActorKind = a.ActorKind,
        Actor = a.Actor,
        Client = a.Client,
        ActingFor = a.ActingFor,
        OrganisationId = a.OrganisationId,
        Method = a.Method,
        Route = a.Route,
        Action = a.Action,
        SubjectKinds = [.. a.ActedOn.Select(s => s.Kind)],
        SubjectIds = [.. a.ActedOn.Select(s => s.Id)],
        Outcome = Outcomes.Done,
        TraceId = a.TraceId,
    };

    public static AuditEntry Of(AttemptRefused a, Guid id) => new()
    {
        Id = id,
        OccurredAt = a.OccurredAt,
        Service = "gateway",
        ActorKind = a.ActorKind,
        Actor = a.Actor,
        Client = a.Client,
        ActingFor = a.ActingFor,
        OrganisationId = a.OrganisationId,
        Method = a.Method,
        Route = a.Route,
        Action = a.Action,
        SubjectKinds = [.. a.ActedOn.Select(s => s.Kind)],
        SubjectIds = [.. a.ActedOn.Select(s => s.Id)],
        Outcome = Outcomes.Refused,
        Status = a.Status,
        Code = a.Code,
        Count = a.Count,
        TraceId = a.TraceId,
    };

    /// <summary>An action of this service, which keeps it itself. Whoever has just signed in is known by the session that began.</summary>
    public static object OfThisService(DbContext db, ActionTaken a) =>
        Of(a.Actor is null && db.ChangeTracker.Entries<Session>().FirstOrDefault(s => s.State == EntityState.Added) is { } begun
            ? a with { ActorKind = ActorKinds.Person, Actor = begun.Entity.Subject }
            : a);

    /// <summary>What followed by a rule from what another service said.</summary>
    public static AuditEntry BySystem(string action, Guid subject, Guid? organisation, DateTimeOffset now) => new()
    {
        OccurredAt = now,
        Service = "identity",
        ActorKind = ActorKinds.System,
        OrganisationId = organisation,
        Method = "",
        Route = "",
        Action = action,
        SubjectKinds = ["account"],
        SubjectIds = [subject],
        Outcome = Outcomes.Done,
        TraceId = Activity.Current?.TraceId.ToHexString(),
    };

    /// <summary>Refuses to change or shorten what was recorded.</summary>
    public const string Trigger = """
        create function keep_audit_entry() returns trigger language plpgsql as $$
        begin
          if tg_op = 'DELETE' and old.occurred_at < now() - interval '6 years' then
            return old;
          end if;
          raise exception 'audit_entry is append-only' using errcode = 'restrict_violation';
        end $$;
        create trigger keep_audit_entry before update or delete on audit_entry for each row execute function keep_audit_entry();
        create trigger keep_audit_entries before truncate on audit_entry for each statement execute function keep_audit_entry();
        """;
}
