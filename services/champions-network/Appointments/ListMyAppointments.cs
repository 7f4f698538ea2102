using Charter.Champions.Members;
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
        var organisations = appointments.Select(c => c.OrganisationId).ToArray();
        var members = await db.Members.AsNoTracking().Where(m => organisations.Contains(m.OrganisationId)).ToDictionaryAsync(m => m.OrganisationId, cancel);
        return TypedResults.Ok(new Answer([.. appointments.Select(c => ChampionView.Of(c, members[c.OrganisationId]))]));
    }
}
