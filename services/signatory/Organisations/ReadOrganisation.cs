using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Organisations;

/// <summary>One organisation. Until it is confirmed, only the registrar and its own people know of it.</summary>
internal static class ReadOrganisation
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/{organisationId}", Handle)
        .Allow(Roles.SignedIn).Refuses(404, "not-found").WithTags("Organisations").WithSummary("Read an organisation");

    private static async Task<Ok<OrganisationView>> Handle(Guid organisationId, Caller caller, SignatoryDb db, CancellationToken cancel)
    {
        var organisation = await db.Organisations.AsNoTracking().SingleOrDefaultAsync(o => o.Id == organisationId, cancel);
        return organisation is not null && (organisation.IsConfirmed || organisation.RegisteredBy == caller.Subject || caller.Has(Roles.Registrar))
            ? TypedResults.Ok(await OrganisationView.Of(organisation, db, cancel))
            : throw SignatoryErrors.NoOrganisation();
    }
}
