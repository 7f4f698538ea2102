using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Calculators;

/// <summary>A signatory or an editor lets everybody read a calculation of the organisation, or no longer.</summary>
internal static class PublishCalculation
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/calculations/{calculationId}/publication", (Guid calculationId, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel) =>
                Handle(calculationId, caller, db, c => c.Publish(time.Today()), cancel))
            .Allow(Roles.Signatory, Roles.Editor).Refuses(404, "not-found").WithTags("Calculators").WithSummary("Publish a calculation");
        routes.MapDelete("/calculations/{calculationId}/publication", (Guid calculationId, Caller caller, PledgeDb db, CancellationToken cancel) =>
                Handle(calculationId, caller, db, c => c.TakeBack(), cancel))
            .Allow(Roles.Signatory, Roles.Editor).Refuses(404, "not-found").WithTags("Calculators").WithSummary("Take the publication of a calculation back");
    }

    private static async Task<Ok<CalculationView>> Handle(Guid id, Caller caller, PledgeDb db, Action<Calculation> change, CancellationToken cancel)
    {
        var calculation = await db.Calculations.SingleOrDefaultAsync(c => c.Id == id, cancel);
        if (calculation is null || !calculation.IsVisibleTo(caller))
            throw PledgeErrors.NoCalculation();
        if (!caller.Has(Roles.Signatory, calculation.OrganisationId))
            caller.MustBe(Roles.Editor, calculation.OrganisationId);
        change(calculation);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(await CalculationView.Of(calculation, db, cancel));
    }
}
