using Charter.Contracts;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Charter.ServiceDefaults;

/// <summary>A succession as the signatory service last stated it.</summary>
public sealed class SuccessionCopy
{
    /// <summary>The succession.</summary>
    public Guid Id { get; init; }
    /// <summary>Of the succession.</summary>
    public int Version { get; init; }
    /// <summary>See <see cref="SuccessionKinds"/>.</summary>
    public required string Kind { get; init; }
    /// <summary>Whose place was taken.</summary>
    public Guid PredecessorId { get; init; }
    /// <summary>Who took it.</summary>
    public Guid SuccessorId { get; init; }
    /// <summary>Day from which it holds in law.</summary>
    public DateOnly On { get; init; }
    /// <summary>Name of the successor; empty once reversed.</summary>
    public string SuccessorName { get; init; } = "";
    /// <summary>Places of the successor; none once reversed.</summary>
    public string[] SuccessorPlaces { get; init; } = [];
    /// <summary>Null while it stands.</summary>
    public DateTimeOffset? ReversedAt { get; init; }
}

/// <summary>Who stands at the end of all successions in the place of an organisation. Drawn from the successions, so that nobody has to follow them one by one.</summary>
public sealed class CarriedOver
{
    /// <summary>The predecessor.</summary>
    public Guid OrganisationId { get; init; }
    /// <summary>The organisation that acts in its place now.</summary>
    public Guid HolderId { get; init; }
}

/// <summary>
/// What belongs to whom after successions. Rows keep the organisation for which they were made; whose they are now is looked up. So a reversal restores
/// exactly what was, events may come in any order, and what is made late for a predecessor is the successor's at once.
/// </summary>
public static class Successions
{
    /// <summary>Tables of a service that keeps a copy of the successions.</summary>
    public static void AddSuccessions(this ModelBuilder model)
    {
        model.Entity<SuccessionCopy>(e =>
        {
            e.ToTable("succession");
            e.HasIndex(x => x.PredecessorId);
        });
        model.AddCarriedOver();
    }

    /// <summary>The table of who stands in whose place, for the service whose own the successions are.</summary>
    public static void AddCarriedOver(this ModelBuilder model) => model.Entity<CarriedOver>(e =>
    {
        e.ToTable("carried_over").HasKey(x => x.OrganisationId);
        e.HasIndex(x => x.HolderId);
    });

    /// <summary>The organisation that acts in the place of this one now; itself as a rule.</summary>
    public static async Task<Guid> HolderOf(this DbContext db, Guid organisation, CancellationToken cancel) =>
        await db.Set<CarriedOver>().Where(c => c.OrganisationId == organisation).Select(c => (Guid?)c.HolderId).SingleOrDefaultAsync(cancel) ?? organisation;

    /// <summary>The organisations whose things are this one's now: itself first, then those whose place it has taken; none when another has taken its own.</summary>
    public static async Task<Guid[]> HeldBy(this DbContext db, Guid organisation, CancellationToken cancel)
    {
        var rows = await db.Set<CarriedOver>().AsNoTracking().Where(c => c.HolderId == organisation || c.OrganisationId == organisation).ToListAsync(cancel);
        return rows.Exists(c => c.OrganisationId == organisation) ? [] : [organisation, .. rows.Select(c => c.OrganisationId).Order()];
    }

    /// <summary>Keeps all others from changing successions until the transaction ends.</summary>
    public static Task LockSuccessions(this DbContext db, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended('successions', 0))", cancel);

    /// <summary>Keeps successions as they are until the transaction ends; for what is made for an organisation and shown with the one in its place.</summary>
    public static Task HoldSuccessions(this DbContext db, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock_shared(hashtextextended('successions', 0))", cancel);

    /// <summary>
    /// Draws <see cref="CarriedOver"/> anew from the table of successions. While events are under way, two may stand for one predecessor, of which the later
    /// counts, or some may form a ring, of which none does.
    /// </summary>
    public static Task RedrawCarriedOver(this DbContext db, CancellationToken cancel) => db.Database.ExecuteSqlAsync($"""
        with recursive standing as (
          select distinct on (predecessor_id) predecessor_id, successor_id from succession where reversed_at is null order by predecessor_id, id desc
        ), follow as (
          select predecessor_id as organisation_id, successor_id as holder_id from standing
          union
          select f.organisation_id, s.successor_id from follow f join standing s on s.predecessor_id = f.holder_id
        ), ends as (
          select organisation_id, holder_id from follow where not exists (select from standing s where s.predecessor_id = follow.holder_id)
        ), gone as (
          delete from carried_over c where not exists (select from ends where ends.organisation_id = c.organisation_id)
        )
        insert into carried_over (organisation_id, holder_id) select organisation_id, holder_id from ends
        on conflict (organisation_id) do update set holder_id = excluded.holder_id where carried_over.holder_id <> excluded.holder_id
        """, cancel);
}

/// <summary>Keeps the copy of the successions, unless it is newer. A service derives its consumer from it, and says what else is to be done.</summary>
public abstract class SuccessionConsumer(DbContext db) : IConsumer<OrganisationSucceeded>, IConsumer<SuccessionReversed>
{
    /// <inheritdoc />
    public Task Consume(ConsumeContext<OrganisationSucceeded> context)
    {
        var s = context.Message;
        return Record(s.SuccessionId, s.Version, s.Kind, s.PredecessorId, s.SuccessorId, s.On, s.SuccessorName, [.. s.SuccessorPlaces], null, () => Carried(s, context.CancellationToken), context.CancellationToken);
    }

    /// <inheritdoc />
    public Task Consume(ConsumeContext<SuccessionReversed> context)
    {
        var s = context.Message;
        return Record(s.SuccessionId, s.Version, s.Kind, s.PredecessorId, s.SuccessorId, s.On, "", [], s.OccurredAt, () => Reversed(s, context.CancellationToken), context.CancellationToken);
    }

    /// <summary>After the copy has changed, in the same transaction.</summary>
    protected virtual Task Carried(OrganisationSucceeded succession, CancellationToken cancel) => Task.CompletedTask;

    /// <inheritdoc cref="Carried"/>
    protected virtual Task Reversed(SuccessionReversed succession, CancellationToken cancel) => Task.CompletedTask;

    private async Task Record(Guid id, int version, string kind, Guid predecessor, Guid successor, DateOnly on, string name, string[] places, DateTimeOffset? reversedAt, Func<Task> then, CancellationToken cancel)
    {
        await db.LockSuccessions(cancel);
        var isNewer = await db.Database.ExecuteSqlAsync($"""
            insert into succession (id, version, kind, predecessor_id, successor_id, "on", successor_name, successor_places, reversed_at)
            values ({id}, {version}, {kind}, {predecessor}, {successor}, {on}, {name}, {places}, {reversedAt})
            on conflict (id) do update set version = excluded.version, successor_name = excluded.successor_name, successor_places = excluded.successor_places, reversed_at = excluded.reversed_at
            where succession.version < excluded.version
            """, cancel) == 1;
        if (!isNewer)
            return;
        await db.RedrawCarriedOver(cancel);
        await then();
    }
}
