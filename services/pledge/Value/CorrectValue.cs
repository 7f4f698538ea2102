using System.ComponentModel.DataAnnotations;
using Charter.Pledges.Frameworks;
using Charter.Pledges.Ledgers;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Value;

/// <summary>An editor of the organisation that recorded it enters a figure that takes the place of the one before, and says why. Both stay to be read.</summary>
internal static class CorrectValue
{
    /// <param name="Amount">0 takes the value back.</param>
    internal sealed record Request(
        string Stage, string Pillar, string Outcome, string Title, decimal Amount, string Unit, string Confidence, string Source, DateOnly PeriodFrom, DateOnly PeriodUntil,
        [Required(ErrorMessage = "Say why the figure before was wrong."), AtMost(500)] string Reason, string? Place = null, NamedMeasure? FrameworkMeasure = null)
        : ValueFigure(Stage, Pillar, Outcome, Title, Amount, Unit, Confidence, Source, PeriodFrom, PeriodUntil, Place, FrameworkMeasure);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/value/{valueId}/corrections", Handle)
        .Allow(Roles.Editor).Refuses(404, "not-found").Refuses(409, "value-joined", "changed-meanwhile").WithTags("Value").WithSummary("Correct recorded value");

    private static async Task<Ok<ValueView>> Handle(Guid valueId, Request request, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        var record = await db.FindValue(valueId, cancel) ?? throw PledgeErrors.NoValue();
        caller.MustBe(Roles.Editor, record.OrganisationId);
        var holder = await db.HolderOf(record.OrganisationId, cancel);
        var held = await db.HeldBy(holder, cancel);
        var menu = await db.CurrentLedger(held, cancel) is { } ledger
            ? await db.Charters.Where(c => c.CharterId == ledger.CharterId && c.Version == ledger.CharterVersion).Select(c => c.Outcomes).SingleAsync(cancel) : [];
        var now = time.GetUtcNow();
        var measure = request.FrameworkMeasure is { } named ? await db.MeasureOf(named, await db.ChartersOf([holder], cancel), cancel) : null;
        record.Correct(request, request.Reason, menu.Contains, measure, caller.Subject, now);
        db.Publish(record.Stated());
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(await ValueView.Of(record, caller, db, cancel));
    }
}
