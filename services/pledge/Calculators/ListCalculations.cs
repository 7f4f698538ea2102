using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Calculators;

/// <summary>The calculations of one organisation, newest first; to whoever does not belong to it, those that it has published.</summary>
internal static class ListCalculations
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/{organisationId}/calculations", Handle)
        .AllowEveryone().WithTags("Calculators").WithSummary("List an organisation's calculations");

    private static async Task<Ok<Page<CalculationLine>>> Handle(Guid organisationId, string? after, int? size, Caller? caller, PledgeDb db, CancellationToken cancel)
    {
        var take = Paging.Size(size);
        var held = await db.HeldBy(organisationId, cancel);
        var list = db.Calculations.AsNoTracking().Where(c => held.Contains(c.OrganisationId));
        if (!Calculation.MaySeeAll(caller, organisationId))
            list = list.Where(c => c.PublishedOn != null);
        if (Paging.After<Guid>(after) is { } last)
            list = list.Where(c => c.Id < last);
        var read = await list.OrderByDescending(c => c.Id).Take(take + 1).Select(c => new CalculationLine(c.Id, organisationId, c.Kind, c.Title, c.MadeOn, c.PublishedOn)).ToListAsync(cancel);
        return TypedResults.Ok(Paging.Page(read, take, c => c.Id));
    }
}
