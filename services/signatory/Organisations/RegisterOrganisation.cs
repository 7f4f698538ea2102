using System.ComponentModel.DataAnnotations;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Charter.Signatories.Gazetteer;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Organisations;

/// <summary>
/// Anybody with an account registers an organisation, and becomes its first signatory and editor once a registrar confirms it. One that may be on the
/// register already is answered with a question: is it one of these?
/// </summary>
internal static class RegisterOrganisation
{
    /// <param name="Identifiers">None for a group that is on no official list.</param>
    /// <param name="Places">Codes of the places that it serves.</param>
    /// <param name="Aliases">Other names under which people look for it.</param>
    /// <param name="IsAnother">It is none of the organisations with a similar name that the register asked about.</param>
    internal sealed record Request(
        [Required(ErrorMessage = "Enter the name of the organisation."), AtMost(200)] string Name,
        [OneOf("a sector", typeof(Sectors))] string Sector,
        [OneOf("what the organisation does", typeof(OrganisationKinds))] string Kind,
        [Entries(1, 50, What = "place"), PlaceCodes] IReadOnlyList<string> Places,
        [OneOf("a size band", typeof(SizeBands))] string SizeBand,
        [Entries(0, 10)] IReadOnlyList<GivenIdentifier>? Identifiers = null,
        [Entries(0, Organisation.MostAliases), Names] IReadOnlyList<string>? Aliases = null,
        bool IsAnother = false);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/organisations", Handle)
        .Allow(Roles.SignedIn).Refuses(409, "organisation-identifier-taken", "organisation-maybe-registered").WithTags("Organisations").WithSummary("Register an organisation")
        .WithDescription("When there are organisations with a similar name where it works, it is refused as organisation-maybe-registered with those under candidates. If it is none of them, send it again with isAnother. "
            + "An identifier that is malformed in a way that shows what was meant is answered with that under suggestions.");

    private static async Task<Created<OrganisationView>> Handle(Request request, Caller caller, SignatoryDb db, TimeProvider time, CancellationToken cancel)
    {
        await db.MustKnow(request.Places, cancel);
        var organisation = Organisation.Register(request.Name, request.Identifiers ?? [],
            new(request.Sector, request.Kind, request.SizeBand, request.Places, request.Aliases ?? []), caller.Subject, time.GetUtcNow());
        foreach (var identifier in organisation.Identifiers)
            if (await db.Set<Identifier>().AnyAsync(i => i.Scheme == identifier.Scheme && i.Value == identifier.Value, cancel))
                throw SignatoryErrors.IdentifierTaken(identifier.Scheme);
        if (!request.IsAnother && await SimilarOrganisations.To(organisation.Name, organisation.Places, db, cancel) is { Count: > 0 } similar)
            throw SignatoryErrors.MaybeRegistered([.. similar]);
        db.Organisations.Add(organisation);
        db.Publish(new OrganisationRegistered(organisation.Id, organisation.Version, organisation.Name, organisation.Sector, organisation.Kind, organisation.SizeBand,
            organisation.Places, [.. organisation.Identifiers.Select(i => new OrganisationIdentifier(i.Scheme, i.Value))], caller.Subject, organisation.RegisteredAt));
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created($"/api/organisations/{organisation.Id}", await OrganisationView.Of(organisation, db, cancel));
    }
}

/// <summary>Every entry is a name of at most 200 characters on one line.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class NamesAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext context) =>
        value is IEnumerable<string> names && names.Any(n => n.Trim().Length > 200 || n.Contains('\n') || n.Contains('\r'))
            ? new("Each name may be at most 200 characters long and has one line.")
            : ValidationResult.Success;
}
