using Charter.Champions.Successions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Champions.Appointments;

/// <summary>One champion of the directory.</summary>
internal static class ReadChampion
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/network/champions/{championId}", Handle)
        .Allow(Roles.SignedIn).Refuses(404, "not-found").WithTags("Champions").WithSummary("Read a champion");

    private static async Task<Ok<ChampionView>> Handle(Guid championId, ChampionsDb db, CancellationToken cancel)
    {
        var found = await db.ActingChampions().AsNoTracking().SingleOrDefaultAsync(x => x.Champion.Id == championId, cancel)
            ?? throw ChampionsErrors.NoChampion();
        return TypedResults.Ok(ChampionView.Of(found.Champion, found.Member));
    }
}
