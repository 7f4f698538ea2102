using System.ComponentModel.DataAnnotations;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Organisations;

/// <summary>Anybody with an account registers an organisation, and becomes its first signatory and editor once a registrar confirms it.</summary>
internal static class RegisterOrganisation
{
    /// <param name="Identifiers">None for a group that is on no official list.</param>
    /// <param name="Places">GSS codes of the places that it serves.</param>
    internal sealed record Request(
        [Required(ErrorMessage = "Enter the name of the organisation."), AtMost(200)] string Name,
        [OneOf("a sector", typeof(Sectors))] string Sector,
        [OneOf("what the organisation does", typeof(OrganisationKinds))] string Kind,
        [Entries(1, 50, What = "place"), KnownPlaces] IReadOnlyList<string> Places,
        [OneOf("a size band", typeof(SizeBands))] string SizeBand,
        [Entries(0, 10)] IReadOnlyList<GivenIdentifier>? Identifiers = null);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/organisations", Handle)
        .Allow(Roles.SignedIn).Refuses(409, "organisation-identifier-taken").WithTags("Organisations").WithSummary("Register an organisation");

    private static async Task<Created<OrganisationView>> Handle(Request request, Caller caller, SignatoryDb db, TimeProvider time, CancellationToken cancel)
    {
        var organisation = Organisation.Register(request, caller.Subject, time.GetUtcNow());
        foreach (var identifier in organisation.Identifiers)
            if (await db.Set<Identifier>().AnyAsync(i => i.Scheme == identifier.Scheme && i.Value == identifier.Value, cancel))
                throw SignatoryErrors.IdentifierTaken(identifier.Scheme);
        db.Organisations.Add(organisation);
        db.Publish(new OrganisationRegistered(organisation.Id, organisation.Version, organisation.Name, organisation.Sector, organisation.Kind, organisation.SizeBand,
            organisation.Places, [.. organisation.Identifiers.Select(i => new OrganisationIdentifier(i.Scheme, i.Value))], caller.Subject, organisation.RegisteredAt));
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created($"/api/organisations/{organisation.Id}", OrganisationView.Of(organisation));
    }
}
