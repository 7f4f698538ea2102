using Charter.Contracts;
using Charter.Identity.Accounts;
using Charter.Identity.Audit;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Memberships;

/// <summary>
/// A role that a person holds for one organisation; somebody with several roles has several. Events may be stated again long after they happened, so
/// an event grants a role once, and the row is what remembers that: memberships are not deleted. One that is taken away has to stay as a row that
/// has ended, or the next restatement would grant it anew.
/// </summary>
internal sealed class Membership
{
    public Guid Id { get; init; }
    public Guid Subject { get; init; }
    public Guid OrganisationId { get; init; }
    public required string Role { get; init; }
    public DateTimeOffset HeldFrom { get; init; }

    /// <summary>Adds those of the roles that the person does not hold yet, and tells the gateway; what it returns was added.</summary>
    public static async Task<IReadOnlyList<Membership>> Grant(IdentityDb db, Guid subject, Guid organisationId, string[] roles, DateTimeOffset now, CancellationToken cancel)
    {
        var held = await db.Memberships.Where(m => m.Subject == subject && m.OrganisationId == organisationId).Select(m => m.Role).ToListAsync(cancel);
        Membership[] added = [.. roles.Except(held).Select(role =>
            new Membership { Id = Guid.CreateVersion7(), Subject = subject, OrganisationId = organisationId, Role = role, HeldFrom = now })];
        if (added.Length > 0)
        {
            db.AddRange(added);
            db.Publish(new MembershipsChanged(subject, now));
        }
        return added;
    }

    /// <summary>The same for a consumer: an account that was erased meanwhile gets nothing.</summary>
    public static async Task GrantIfKnown(IdentityDb db, Guid subject, Guid organisationId, string[] roles, DateTimeOffset now, CancellationToken cancel)
    {
        if (await db.Users.AnyAsync(u => u.Id == subject, cancel) && (await Grant(db, subject, organisationId, roles, now, cancel)).Count > 0)
            db.Add(AuditEntry.BySystem($"Grant the role {string.Join(" and ", roles)}", subject, organisationId, now));
    }
}
