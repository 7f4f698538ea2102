using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Clients;

/// <summary>A signatory ends a client for good: its secrets get no more tokens, and the tokens it has are worth nothing within seconds.</summary>
internal static class RevokeClient
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/organisations/{organisationId}/clients/{clientId}", Handle)
        .Allow(Roles.Signatory).Refuses(404, "not-found").Refuses(409, "client-ended").WithTags("API clients").WithSummary("Revoke an API client");

    private static async Task<NoContent> Handle(Guid organisationId, Guid clientId, Caller caller, IdentityDb db, TimeProvider time, CancellationToken cancel)
    {
        caller.MustBe(Roles.Signatory, organisationId);
        var client = await db.ApiClients.SingleOrDefaultAsync(c => c.Id == clientId && c.OrganisationId == organisationId, cancel) ?? throw IdentityErrors.NoClient();
        client.Revoke(time.GetUtcNow());
        db.Publish(new MembershipsChanged(client.Id, time.GetUtcNow()));
        await db.SaveChangesAsync(cancel);
        return TypedResults.NoContent();
    }
}
