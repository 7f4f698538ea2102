using Charter.Identity.Memberships;
using Charter.Identity.Sessions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Invitations;

/// <summary>Sends an unanswered invitation once more, also one whose time is over; it is good for another fourteen days.</summary>
internal static class ResendInvitation
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/organisations/{organisationId}/invitations/{invitationId}/mail", Handle)
        .Allow(Roles.Signatory, Roles.Registrar).Refuses(404, "not-found").Refuses(409, "invitation-settled").Refuses(429, "too-many-attempts")
        .WithTags("Invitations").WithSummary("Send an invitation again");

    private static async Task<Ok<InvitationView>> Handle(Guid organisationId, Guid invitationId, Caller caller, IdentityDb db, Throttle throttle, Letters letters,
        TimeProvider time, CancellationToken cancel)
    {
        var invitation = await Mine(db, organisationId, invitationId, caller, cancel);
        if (await throttle.Attempt([new(Throttle.Key("invite-to", invitation.NormalizedEmail), Free: 10, Longest: TimeSpan.FromMinutes(5))], cancel) is { } wait)
            throw IdentityErrors.TooManyAttempts(wait);
        await letters.Invite(invitation, caller.Name, cancel);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(InvitationView.Of(invitation, caller.Name, time.GetUtcNow()));
    }

    /// <summary>An invitation that the caller may manage: any of an own organisation, as a registrar those of registrars.</summary>
    public static async Task<Invitation> Mine(IdentityDb db, Guid organisationId, Guid invitationId, Caller caller, CancellationToken cancel)
    {
        if (!caller.Has(Roles.Registrar))
            caller.MustBe(Roles.Signatory, organisationId);
        var invitation = await db.Invitations.SingleOrDefaultAsync(i => i.Id == invitationId && i.OrganisationId == organisationId, cancel);
        return invitation is not null && (caller.Has(Roles.Signatory, organisationId)
            || await ByRegistrars(db).AnyAsync(i => i.Id == invitationId, cancel))
            ? invitation
            : throw IdentityErrors.NoInvitation();
    }

    /// <summary>Given by registrars, to organisations without a signatory.</summary>
    public static IQueryable<Invitation> ByRegistrars(IdentityDb db) =>
        db.Invitations.Where(i => db.RoleAssignments.Any(r => r.Subject == i.InvitedBy && r.Role == Roles.Registrar));
}
