using Charter.Contracts;
using Charter.ServiceDefaults;
using Charter.Signatories.Gazetteer;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Organisations;

/// <summary>The organisation's signatory or a registrar states anew what it is and where it works. The name is changed by a registrar alone.</summary>
internal static class ChangeOrganisation
{
    /// <param name="Kind">Duties of charters signed before stay those of the kind it was then.</param>
    /// <param name="Aliases">All of them: those left out are given up.</param>
    internal sealed record Request(
        [OneOf("a sector", typeof(Sectors))] string Sector,
        [OneOf("what the organisation does", typeof(OrganisationKinds))] string Kind,
        [Entries(1, 50, What = "place"), PlaceCodes] IReadOnlyList<string> Places,
        [OneOf("a size band", typeof(SizeBands))] string SizeBand,
        [Entries(0, Organisation.MostAliases), Names] IReadOnlyList<string>? Aliases = null);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/organisations/{organisationId}", Handle)
        .Allow(Roles.Registrar, Roles.Signatory).Refuses(404, "not-found").Refuses(409, "organisation-not-confirmed").WithTags("Organisations").WithSummary("Change an organisation");

    private static async Task<Ok<OrganisationView>> Handle(Guid organisationId, Request request, Caller caller, SignatoryDb db, TimeProvider time, CancellationToken cancel)
    {
        if (!caller.Has(Roles.Registrar))
            caller.MustBe(Roles.Signatory, organisationId);
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        await db.Lock([organisationId], cancel);
        var organisation = await db.Organisations.SingleOrDefaultAsync(o => o.Id == organisationId, cancel) ?? throw SignatoryErrors.NoOrganisation();
        if (!organisation.IsConfirmed)
            throw SignatoryErrors.NotConfirmed();
        if (organisation.IsSucceeded && !caller.Has(Roles.Registrar))
            throw SignatoryErrors.Succeeded();
        await db.MustKnow(request.Places.Except(organisation.Places), cancel);
        if (organisation.Change(new(request.Sector, request.Kind, request.SizeBand, request.Places, request.Aliases ?? []), caller.Subject, time.GetUtcNow()))
        {
            (await db.Register.FindAsync([organisationId], cancel))?.Describe(organisation);
            db.Publish(organisation.Alteration());
            await db.SaveChangesAsync(cancel);
        }
        if (own is not null)
            await own.CommitAsync(cancel);
        return TypedResults.Ok(await OrganisationView.Of(organisation, db, cancel));
    }
}
