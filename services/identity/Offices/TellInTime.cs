using Charter.Contracts;
using Charter.Identity.Memberships;
using Charter.Identity.Organisations;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Offices;

/// <summary>
/// What people are told because a day has come: an office that is about to run out, and one that has; an organisation that has lost its last signatory.
/// Whoever was told is marked in the same transaction as the mail, so with any number of replicas everybody is told once.
/// </summary>
internal sealed class TellInTime(IServiceScopeFactory scopes, IConfiguration configuration, TimeProvider time, ILogger<TellInTime> log) : Beat(configuration.GetValue("Reminders:Every", TimeSpan.FromMinutes(1)), time, log)
{
    /// <summary>The name of a new organisation may be known a moment before its first signatory is.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(5);

    protected override async Task Look(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        await TellAll(scope.ServiceProvider.GetRequiredService<IdentityDb>(), scope.ServiceProvider.GetRequiredService<Letters>(), stop);
    }

    /// <summary>Tells all of whom it is time to be told.</summary>
    private Task TellAll(IdentityDb db, Letters letters, CancellationToken cancel) => db.Alone("tell in time", async () =>
    {
        var (now, today) = (Time.GetUtcNow(), Time.Today());
        var soon = today.AddDays(OfficeRules.RemindedDaysBefore);
        // Marked by the statement itself, so that what is read here is told now and never again.
        foreach (var office in await db.RoleAssignments.FromSql(
            $"update role_assignment set reminded_at = {now} where ended_at is null and reminded_at is null and until >= {today} and until <= {soon} returning *, xmin").AsNoTracking().ToListAsync(cancel))
            await letters.OfficeRunsOut(office, today, cancel);
        foreach (var office in await db.RoleAssignments.FromSql(
            $"update role_assignment set dropped_at = {now} where ended_at is null and dropped_at is null and until < {today} returning *, xmin").AsNoTracking().ToListAsync(cancel))
            db.Publish(new MembershipsChanged(office.Subject, now));

        await db.Database.ExecuteSqlAsync($"""
            update organisation o set registrars_told_at = null where registrars_told_at is not null
              and exists (select from membership m where m.organisation_id = o.organisation_id and m.role = {Roles.Signatory} and m.ended_at is null)
            """, cancel);
        var settled = now - Settled;
        foreach (var organisation in await db.Organisations.FromSql($"""
            update organisation o set registrars_told_at = {now} where registrars_told_at is null and recorded_at < {settled}
              and not exists (select from membership m where m.organisation_id = o.organisation_id and m.role = {Roles.Signatory} and m.ended_at is null)
            returning o.*
            """).AsNoTracking().ToListAsync(cancel))
            await letters.NoSignatory(organisation, today, cancel);
        return true;
    }, cancel);
}
