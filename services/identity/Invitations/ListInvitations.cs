using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Invitations;

/// <summary>What an organisation has not been answered yet, newest first. Addresses are for those who invite: registrars see what registrars sent.</summary>
internal static class ListInvitations
{
    internal sealed record Answer(IReadOnlyList<InvitationView> Items);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/{organisationId}/invitations", Handle)
        .Allow(Roles.Signatory, Roles.Registrar).WithTags("Invitations").WithSummary("List open invitations to an organisation");

    private static async Task<Ok<Answer>> Handle(Guid organisationId, Caller caller, IdentityDb db, TimeProvider time, CancellationToken cancel)
    {
        if (!caller.Has(Roles.Registrar))
            caller.MustBe(Roles.Signatory, organisationId);
        var seen = caller.Has(Roles.Signatory, organisationId) ? db.Invitations : ResendInvitation.ByRegistrars(db);
        var open = await (from invitation in seen.AsNoTracking()
                          join person in db.Users on invitation.InvitedBy equals person.Id into inviters
                          from inviter in inviters.DefaultIfEmpty()
                          where invitation.OrganisationId == organisationId && invitation.State == InvitationStates.Open
                          orderby invitation.Id descending
                          select new { Invitation = invitation, Name = inviter == null ? "" : inviter.Name }).ToListAsync(cancel);
        var now = time.GetUtcNow();
        return TypedResults.Ok(new Answer([.. open.Select(i => InvitationView.Of(i.Invitation, i.Name, now))]));
    }
}
