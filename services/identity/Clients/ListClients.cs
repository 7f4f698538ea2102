using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Clients;

/// <summary>The programs of an organisation, newest first, also those that may no longer be used.</summary>
internal static class ListClients
{
    internal sealed record Clients(IReadOnlyList<ApiClientView> Items);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/{organisationId}/clients", Handle)
        .Allow(Roles.Signatory).WithTags("API clients").WithSummary("List the organisation's API clients");

    private static async Task<Ok<Clients>> Handle(Guid organisationId, Caller caller, IdentityDb db, TimeProvider time, CancellationToken cancel)
    {
        caller.MustBe(Roles.Signatory, organisationId);
        var clients = await db.ApiClients.AsNoTracking().Where(c => c.OrganisationId == organisationId).OrderByDescending(c => c.Id).Take(100).ToListAsync(cancel);
        var now = time.GetUtcNow();
        return TypedResults.Ok(new Clients([.. clients.Select(c => ApiClientView.Of(c, now))]));
    }
}
