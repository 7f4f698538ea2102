using System.ComponentModel.DataAnnotations;
using Charter.Identity.Memberships;
using Charter.Identity.Organisations;
using Charter.Identity.Sessions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Invitations;

/// <summary>
/// A signatory invites a colleague by e-mail, or hands over to one; a registrar invites a signatory where there is none. The answer is the same whether
/// or not somebody with this address has an account.
/// </summary>
internal static class InviteColleague
{
    /// <param name="HandOver">I leave the organisation when the invitation, which has to offer the role of signatory, is accepted.</param>
    internal sealed record Request(
        [Required(ErrorMessage = "Enter the e-mail address of the person."), Email] string Email,
        [Required(ErrorMessage = "Choose what the person may do."), GivenRoles] IReadOnlyList<string> Roles,
        bool HandOver = false) : IValidatableObject
    {
        public IEnumerable<ValidationResult> Validate(ValidationContext context)
        {
            if (HandOver && !Roles.Contains(ServiceDefaults.Roles.Signatory))
                yield return new("Whoever takes over from you has to be a signatory.", ["roles"]);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/organisations/{organisationId}/invitations", Handle)
        .Allow(Roles.Signatory, Roles.Registrar).Refuses(404, "not-found").Refuses(409, "already-a-member", "already-invited", "has-signatory", "organisation-succeeded").Refuses(429, "too-many-attempts")
        .WithTags("Invitations").WithSummary("Invite somebody to an organisation, or hand over to them");

    private static async Task<Created<InvitationView>> Handle(Guid organisationId, Request request, Caller caller, IdentityDb db, ILookupNormalizer normalizer,
        Throttle throttle, Letters letters, TimeProvider time, CancellationToken cancel)
    {
        var email = request.Email.Trim();
        var normalized = normalizer.NormalizeEmail(email);
        if (!caller.Has(Roles.Registrar))
            caller.MustBe(Roles.Signatory, organisationId);
        // Each is a mail to somebody who did not ask for it.
        if (await throttle.Attempt([new(Throttle.Key("invite", caller.Subject.ToString()), Free: 30, Longest: TimeSpan.FromMinutes(1)),
            new(Throttle.Key("invite-to", normalized), Free: 10, Longest: TimeSpan.FromMinutes(5))], cancel) is { } wait)
            throw IdentityErrors.TooManyAttempts(wait);

        return await db.Alone(OneAtATime.PeopleOf(organisationId), async () =>
        {
            var now = time.GetUtcNow();
            if (await db.HolderOf(organisationId, cancel) != organisationId)
                throw IdentityErrors.OrganisationSucceeded();
            if (!caller.Has(Roles.Signatory, organisationId))
                await MustBeWithoutSignatory(db, organisationId, request, cancel);
            var held = await db.CurrentMemberships.Where(m => m.OrganisationId == organisationId && db.Users.Any(u => u.Id == m.Subject && u.NormalizedEmail == normalized))
                .Select(m => m.Role).ToListAsync(cancel);
            if (request.Roles.All(held.Contains))
                throw IdentityErrors.AlreadyMember();
            var before = await db.Invitations.SingleOrDefaultAsync(i => i.OrganisationId == organisationId && i.NormalizedEmail == normalized && i.State == InvitationStates.Open, cancel);
            if (before?.IsOpen(now) == true)
                throw IdentityErrors.AlreadyInvited();
            if (before is not null)
            {
                before.Lapse(now);
                await db.SaveChangesAsync(cancel);   // before the new one: only one may be open
            }
            var invitation = Invitation.Of(organisationId, email, normalized, request.Roles, request.HandOver, caller.Subject, now);
            db.Add(invitation);
            await letters.Invite(invitation, caller.Name, cancel);
            return TypedResults.Created($"/api/organisations/{organisationId}/invitations", InvitationView.Of(invitation, caller.Name, now));
        }, cancel);
    }

    private static async Task MustBeWithoutSignatory(IdentityDb db, Guid organisationId, Request request, CancellationToken cancel)
    {
        if (!await db.Organisations.AnyAsync(o => o.OrganisationId == organisationId, cancel))
            throw IdentityErrors.NoOrganisation();
        if (!await ListOrganisationsWithoutSignatory.Find(db).AnyAsync(o => o.OrganisationId == organisationId, cancel))
            throw IdentityErrors.HasSignatory();
        if (request.HandOver || !request.Roles.Contains(Roles.Signatory))
            throw InvalidRequest.For("roles", "A registrar appoints signatories; they invite everybody else.");
    }
}
