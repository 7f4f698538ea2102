using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charter.KiteMarks.Schemes;

/// <summary>The rules by which marks are awarded: the version in use, and every earlier one for the awards made under it.</summary>
internal static class ReadScheme
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/kite-marks/schemes/current", () => TypedResults.Ok(PublishedSchemes.Current))
            .AllowEveryone().WithTags("Schemes").WithSummary("Read the scheme in use");
        routes.MapGet("/kite-marks/schemes/{schemeId}", Handle)
            .AllowEveryone().Refuses(404, "not-found").WithTags("Schemes").WithSummary("Read a version of the scheme");
    }

    private static Ok<Scheme> Handle(string schemeId) => TypedResults.Ok(PublishedSchemes.Find(schemeId) ?? throw KiteMarkErrors.NoScheme());
}
