using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Accounts;

/// <summary>All that this service holds on the person who asks.</summary>
internal static class ShowPersonalData
{
    /// <param name="Actions">What the audit trail has of the person's own actions, newest first.</param>
    internal sealed record Answer(
        AccountFacts Account, IReadOnlyList<MembershipFacts> Memberships, IReadOnlyList<OfficeFacts> Offices, IReadOnlyList<SessionFacts> Sessions,
        IReadOnlyList<PasskeyFacts> Passkeys, IReadOnlyList<ActionFacts> Actions);

    internal sealed record AccountFacts(Guid Id, string Name, string? Email, bool EmailConfirmed, bool HasPassword, bool HasTwoFactors);

    internal sealed record MembershipFacts(Guid OrganisationId, string Role, DateTimeOffset HeldFrom);

    internal sealed record OfficeFacts(string Role, DateTimeOffset HeldFrom);

    internal sealed record SessionFacts(Guid Id, string? Device, string SignedInWith, DateTimeOffset SignedInAt, DateTimeOffset LastUsedAt, DateTimeOffset ExpiresAt);

    internal sealed record PasskeyFacts(string? Name, DateTimeOffset MadeAt);

    internal sealed record ActionFacts(DateTimeOffset OccurredAt, string? Action, string Method, string Route, Guid? OrganisationId, IReadOnlyList<ActedOn> Subjects, string Outcome, string? TraceId);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/personal-data/identity", Handle)
        .Allow(Roles.SignedIn).Refuses(404, "not-found").WithTags("Personal data").WithSummary("What identity holds on me");

    private static async Task<Ok<Answer>> Handle(Caller caller, IdentityDb db, CancellationToken cancel)
    {
        var me = caller.Subject;
        var account = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == me, cancel) ?? throw Refusal.NotFound("account");
        var passkeys = await db.Set<IdentityUserPasskey<Guid>>().AsNoTracking().Where(p => p.UserId == me).ToListAsync(cancel);
        var actions = await db.AuditEntries.AsNoTracking().Where(e => e.Actor == me).OrderByDescending(e => e.OccurredAt).ThenByDescending(e => e.Id).ToListAsync(cancel);
        return TypedResults.Ok(new Answer(
            new(account.Id, account.Name, account.Email, account.EmailConfirmed, account.PasswordHash is not null, (await SecondFactors.Factors.Of(db, me, cancel)).Any),
            await db.Memberships.Where(m => m.Subject == me).OrderBy(m => m.HeldFrom).Select(m => new MembershipFacts(m.OrganisationId, m.Role, m.HeldFrom)).ToListAsync(cancel),
            await db.RoleAssignments.Where(r => r.Subject == me).OrderBy(r => r.HeldFrom).Select(r => new OfficeFacts(r.Role, r.HeldFrom)).ToListAsync(cancel),
            await db.Sessions.Where(s => s.Subject == me).OrderBy(s => s.CreatedAt).Select(s => new SessionFacts(s.Id, s.Device, s.SignedInWith, s.CreatedAt, s.LastUsedAt, s.ExpiresAt)).ToListAsync(cancel),
            [.. passkeys.Select(p => new PasskeyFacts(p.Data.Name, p.Data.CreatedAt))],
            [.. actions.Select(e => new ActionFacts(e.OccurredAt, e.Action, e.Method, e.Route, e.OrganisationId, [.. e.SubjectKinds.Zip(e.SubjectIds, (kind, id) => new ActedOn(kind, id))], e.Outcome, e.TraceId))]));
    }
}
