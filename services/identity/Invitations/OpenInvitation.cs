using System.ComponentModel.DataAnnotations;
using Charter.Identity.Accounts;
using Charter.Identity.Memberships;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Invitations;

/// <summary>
/// What the link in the mail opens, signed in or not: the invitation, and the way to decline it. It does not accept: a mail may be passed on, and whoever
/// binds an organisation should be the one who was asked.
/// </summary>
internal static class OpenInvitation
{
    internal sealed record Request([Required, AtMost(100)] string Secret);

    /// <param name="Email">The address invited, whose account may accept.</param>
    internal sealed record Opened(ListMyInvitations.Offer Invitation, string Email);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/invitations/opened", Show).AllowEveryone().WithSummary("Look at an invitation from a mail");
        routes.MapPost("/invitations/declined", Decline).AllowEveryone().WithSummary("Decline an invitation from a mail");
    }

    private static async Task<Ok<Opened>> Show(Request request, IdentityDb db, TimeProvider time, CancellationToken cancel)
    {
        var (_, invitation) = await Find(request.Secret, db, time.GetUtcNow(), cancel);
        return TypedResults.Ok(new Opened((await ListMyInvitations.Offers(db, db.Invitations.Where(i => i.Id == invitation.Id), cancel)).Single(), invitation.Email));
    }

    private static async Task<NoContent> Decline(Request request, IdentityDb db, Letters letters, TimeProvider time, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var (link, invitation) = await Find(request.Secret, db, now, cancel);
        link.Use(now);
        invitation.Decline(by: null, now);
        await letters.InvitationAnswered(invitation, by: null, cancel);
        await db.SaveChangesAsync(cancel);
        return TypedResults.NoContent();
    }

    private static async Task<(OneTimeLink, Invitation)> Find(string secret, IdentityDb db, DateTimeOffset now, CancellationToken cancel) =>
        await OneTimeLink.Find(db, Invitation.Purpose, secret, now, cancel) is { Subject: { } id } link
            && await db.Invitations.SingleOrDefaultAsync(i => i.Id == id, cancel) is { } invitation && invitation.IsOpen(now)
            ? (link, invitation)
            : throw IdentityErrors.NoInvitation();
}
