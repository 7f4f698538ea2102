using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Organisations;

/// <summary>A registrar confirms that an organisation is what it says; whoever registered it may from now on act for it.</summary>
internal static class ConfirmOrganisation
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/organisations/{organisationId}/confirmation", Handle)
        .Allow(Roles.Registrar).Refuses(403, "own-organisation").Refuses(404, "not-found").Refuses(409, "organisation-already-confirmed").WithTags("Organisations").WithSummary("Confirm an organisation");

    private static async Task<Ok<OrganisationView>> Handle(Guid organisationId, Caller caller, SignatoryDb db, TimeProvider time, CancellationToken cancel)
    {
        var organisation = await db.Organisations.SingleOrDefaultAsync(o => o.Id == organisationId, cancel) ?? throw SignatoryErrors.NoOrganisation();
        if (organisation.WasRegisteredBy(caller.Subject))
            throw SignatoryErrors.OwnOrganisation();
        organisation.Confirm(caller.Subject, time.GetUtcNow());
        db.Publish(organisation.Confirmation());
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(await OrganisationView.Of(organisation, db, cancel));
    }
}
