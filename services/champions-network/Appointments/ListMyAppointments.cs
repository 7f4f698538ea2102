using Charter.Champions.Members;
using Charter.Champions.Successions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Champions.Appointments;

/// <summary>For which organisations the caller is a champion. Asking is enough to be known as the person whom a signatory named.</summary>
internal static class ListMyAppointments
{
    internal sealed record Answer(IReadOnlyList<ChampionView> Items);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/network/champions/me", Handle)
        .Allow(Roles.SignedIn).WithTags("Champions").WithSummary("List my appointments");

    private static async Task<Ok<Answer>> Handle(Caller caller, ChampionsDb db, TimeProvider time, CancellationToken cancel)
    {
        var appointments = await LinkChampion.AppointmentsOf(caller, db, time, cancel);
        var ids = appointments.Select(c => c.Id).ToArray();
        var mine = await db.ActingChampions().AsNoTracking().Where(x => ids.Contains(x.Champion.Id)).OrderBy(x => x.Champion.Id).ToListAsync(cancel);
        return TypedResults.Ok(new Answer([.. mine.Select(x => ChampionView.Of(x.Champion, x.Member))]));
    }
}
