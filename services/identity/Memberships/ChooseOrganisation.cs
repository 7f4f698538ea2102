using System.Security.Claims;
using Charter.Contracts;
using Charter.Identity.Sessions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Memberships;

/// <summary>Somebody in several organisations says for which of them this session acts; null takes the choice back.</summary>
internal static class ChooseOrganisation
{
    internal sealed record Request(Guid? OrganisationId);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/me/acting-for", Handle)
        .Allow(Roles.SignedIn).Refuses(404, "not-found").WithTags("Accounts").WithSummary("Choose the organisation I act for");

    private static async Task<NoContent> Handle(Request request, Caller caller, ClaimsPrincipal user, IdentityDb db, HttpContext http, TimeProvider time, CancellationToken cancel)
    {
        if (!Guid.TryParse(user.FindFirstValue("sid"), out var id)
            || await db.Sessions.SingleOrDefaultAsync(s => s.Id == id && s.Subject == caller.Subject, cancel) is not { } session)
            throw IdentityErrors.NoSession();   // an API client's token has none: it acts for one organisation anyway, or for all
        if (request.OrganisationId is { } organisation && !await db.CurrentMemberships.AnyAsync(m => m.Subject == caller.Subject && m.OrganisationId == organisation, cancel))
            throw Refusal.Forbidden("You do not belong to this organisation.");
        session.ActingFor = request.OrganisationId;
        db.Publish(new MembershipsChanged(caller.Subject, time.GetUtcNow()));
        await db.SaveChangesAsync(cancel);
        http.ChangesOwnToken();
        return TypedResults.NoContent();
    }
}
