using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charter.Pledges.Value;

/// <summary>One record of value with its corrections, claims and disputes. What people wrote about claims is for the parties and the partnership's offices.</summary>
internal static class ReadValue
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/value/{valueId:guid}", Handle)
        .AllowEveryone().Refuses(404, "not-found").WithTags("Value").WithSummary("Read recorded value");

    private static async Task<Ok<ValueView>> Handle(Guid valueId, Caller? caller, PledgeDb db, CancellationToken cancel) =>
        TypedResults.Ok(await ValueView.Of(await db.FindValue(valueId, cancel) ?? throw PledgeErrors.NoValue(), caller, db, cancel));
}
