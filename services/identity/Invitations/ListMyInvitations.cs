using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Invitations;

/// <summary>Invitations to the confirmed address of the caller's account that are still open.</summary>
internal static class ListMyInvitations
{
    /// <param name="InvitedBy">Name of the inviter; empty when that account is gone.</param>
    /// <param name="HandsOver">The inviter leaves the organisation when it is accepted.</param>
    internal sealed record Offer(Guid Id, Guid OrganisationId, string? OrganisationName, IReadOnlyList<string> Roles, string InvitedBy, bool HandsOver, DateOnly GoodUntil);

    internal sealed record Answer(IReadOnlyList<Offer> Items);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/me/invitations", Handle)
        .Allow(Roles.SignedIn).WithTags("Invitations").WithSummary("List my open invitations");

    private static async Task<Ok<Answer>> Handle(Caller caller, IdentityDb db, TimeProvider time, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        return TypedResults.Ok(new Answer(await Offers(db, db.Invitations.Where(i => i.State == InvitationStates.Open && i.ExpiresAt > now
            && db.Users.Any(u => u.Id == caller.Subject && u.EmailConfirmed && u.NormalizedEmail == i.NormalizedEmail)), cancel)));
    }

    /// <summary>Invitations as those see them who may answer.</summary>
    public static async Task<IReadOnlyList<Offer>> Offers(IdentityDb db, IQueryable<Invitation> invitations, CancellationToken cancel)
    {
        var found = await invitations.AsNoTracking().OrderBy(i => i.Id).Select(i => new
        {
            Invitation = i,
            Organisation = db.Organisations.Where(o => o.OrganisationId == i.OrganisationId).Select(o => o.Name).FirstOrDefault(),
            Inviter = db.Users.Where(u => u.Id == i.InvitedBy).Select(u => u.Name).FirstOrDefault(),
        }).ToListAsync(cancel);
        return [.. found.Select(f => new Offer(f.Invitation.Id, f.Invitation.OrganisationId, f.Organisation, f.Invitation.Roles, f.Inviter ?? "", f.Invitation.HandsOver, f.Invitation.ExpiresAt.LocalDay()))];
    }
}
