using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charter.Pledges.Calculators;

/// <summary>Works something out and keeps nothing.</summary>
internal static class Calculate
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var calculators = routes.MapGroup("/calculators").WithTags("Calculators");
        calculators.MapPost($"/{CalculationKinds.Lm3}", (Lm3.Request request) => Answer(Lm3.Calculate(request))).Allow(Roles.SignedIn).WithSummary("Work out a local multiplier (LM3)");
        calculators.MapPost($"/{CalculationKinds.Sroi}", (Sroi.Request request, TimeProvider time) => Answer(Sroi.Calculate(request, time.Today()))).Allow(Roles.SignedIn).WithSummary("Work out a social return on investment");
        calculators.MapPost($"/{CalculationKinds.CostPerQaly}", (CostPerQaly.Request request, TimeProvider time) => Answer(CostPerQaly.Calculate(request, time.Today()))).Allow(Roles.SignedIn).WithSummary("Work out a cost per QALY");
    }

    private static Ok<Working> Answer(Working working) => TypedResults.Ok(working.Rounded());
}
