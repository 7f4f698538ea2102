using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Calculators;

/// <summary>One calculation with its working. Until it is published only the organisation and the partnership's offices know of it.</summary>
internal static class ReadCalculation
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/calculations/{calculationId}", Handle)
        .AllowEveryone().Refuses(404, "not-found").WithTags("Calculators").WithSummary("Read a calculation");

    private static async Task<Ok<CalculationView>> Handle(Guid calculationId, Caller? caller, PledgeDb db, CancellationToken cancel) =>
        await db.Calculations.AsNoTracking().SingleOrDefaultAsync(c => c.Id == calculationId, cancel) is { } calculation && calculation.IsVisibleTo(caller)
            ? TypedResults.Ok(await CalculationView.Of(calculation, db, cancel))
            : throw PledgeErrors.NoCalculation();
}
