using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Audit;

/// <summary>What of the audit trail is asked for.</summary>
internal sealed record AuditFilter(Guid? Actor, Guid? Organisation, string? Action, Guid? Subject, string? Outcome, DateOnly? From, DateOnly? To, string? Trace)
{
    private static readonly DateOnly Earliest = new(2000, 1, 1), Latest = new(2200, 1, 1);

    /// <summary>The entries that fit; 400 on what cannot be asked for.</summary>
    public IQueryable<AuditEntry> Of(IQueryable<AuditEntry> entries)
    {
        if (!string.IsNullOrEmpty(Outcome) && !Outcomes.All.Contains(Outcome))
            throw InvalidRequest.For("outcome", $"Choose an outcome: {string.Join(", ", Outcomes.All)}.");
        foreach (var (field, day) in new[] { ("from", From), ("to", To) })
            if (day < Earliest || day > Latest)
                throw InvalidRequest.For(field, "This must be a date of this century, such as 2026-11-21.");
        if (Actor is { } actor)
            entries = entries.Where(e => e.Actor == actor);
        if (Organisation is { } organisation)
            entries = entries.Where(e => e.OrganisationId == organisation);
        if (!string.IsNullOrWhiteSpace(Action) && Action.Trim() is var action)
            entries = entries.Where(e => e.Action == action);
        if (Subject is { } subject)
            entries = entries.Where(e => e.SubjectIds.Contains(subject));
        if (Outcome is { Length: > 0 } outcome)
            entries = entries.Where(e => e.Outcome == outcome);
        if (From?.Begins() is { } from)
            entries = entries.Where(e => e.OccurredAt >= from);
        if (To?.AddDays(1).Begins() is { } to)
            entries = entries.Where(e => e.OccurredAt < to);
        if (!string.IsNullOrWhiteSpace(Trace) && Trace.Trim().ToLowerInvariant() is var trace)
            entries = entries.Where(e => e.TraceId == trace);
        return entries.AsNoTracking().OrderByDescending(e => e.OccurredAt).ThenByDescending(e => e.Id);
    }
}
