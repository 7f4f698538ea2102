using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charter.Signatories.Organisations;

/// <summary>The places that organisations can say they serve.</summary>
internal static class ListPlaces
{
    internal sealed record Answer(IReadOnlyList<Place> Items);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/places", Handle)
        .Allow(Roles.SignedIn).WithTags("Organisations").WithSummary("List places");

    private static Ok<Answer> Handle() => TypedResults.Ok(new Answer(Places.All));
}
