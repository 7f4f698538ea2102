using System.ComponentModel.DataAnnotations;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charter.Pledges.Calculators;

/// <summary>An editor keeps a calculation for the organisation. It is not public.</summary>
internal static class KeepCalculation
{
    internal sealed record Request([Required(ErrorMessage = "Say what was calculated."), AtMost(200)] string Title, CalculationInputs Inputs);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/organisations/{organisationId}/calculations", Handle)
        .Allow(Roles.Editor).Refuses(409, "organisation-succeeded").WithTags("Calculators").WithSummary("Keep a calculation");

    private static async Task<Created<CalculationView>> Handle(Guid organisationId, Request request, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        caller.MustBe(Roles.Editor, organisationId);
        if (await db.HeldBy(organisationId, cancel) is [])
            throw PledgeErrors.OrganisationSucceeded();
        var calculation = Calculation.Keep(organisationId, request.Title, request.Inputs, caller.Subject, time.GetUtcNow());
        db.Calculations.Add(calculation);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created($"/api/calculations/{calculation.Id}", await CalculationView.Of(calculation, db, cancel));
    }
}
