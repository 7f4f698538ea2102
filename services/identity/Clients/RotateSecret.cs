using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Clients;

/// <summary>A signatory has a new secret made; the old one is good for a day more.</summary>
internal static class RotateSecret
{
    /// <param name="ClientSecret">Shown this once, and null when the same request is repeated.</param>
    /// <param name="PreviousSecretUntil">Until then the secret before is good too.</param>
    internal sealed record Rotated(Guid ClientId, string? ClientSecret, DateTimeOffset PreviousSecretUntil) : IShowsSecret
    {
        public object Without() => this with { ClientSecret = null };
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/organisations/{organisationId}/clients/{clientId}/secret", Handle)
        .Allow(Roles.Signatory).Refuses(404, "not-found").Refuses(409, "client-ended", "changed-meanwhile").WithTags("API clients").WithSummary("Make a new secret")
        .WithDescription("The secret before is good for 24 hours more. If somebody else may know it, revoke the client and create another.");

    private static async Task<Ok<Rotated>> Handle(Guid organisationId, Guid clientId, Caller caller, IdentityDb db, TimeProvider time, CancellationToken cancel)
    {
        caller.MustBe(Roles.Signatory, organisationId);
        var client = await db.ApiClients.SingleOrDefaultAsync(c => c.Id == clientId && c.OrganisationId == organisationId, cancel) ?? throw IdentityErrors.NoClient();
        var secret = client.Rotate(time.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(new Rotated(client.Id, secret, client.PreviousSecretUntil!.Value));
    }
}
