using System.ComponentModel.DataAnnotations;
using Charter.Pledges.Frameworks;
using Charter.Pledges.Ledgers;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Value;

/// <summary>An editor enters what came about through the organisation, or what it has contracted to bring about.</summary>
internal static class RecordValue
{
    /// <param name="Share">Which part of the outcome is the organisation's own; the whole without a word.</param>
    internal sealed record Request(
        string Stage, string Pillar, string Outcome, string Title, decimal Amount, string Unit, string Confidence, string Source, DateOnly PeriodFrom, DateOnly PeriodUntil,
        string? Place = null, NamedMeasure? FrameworkMeasure = null, [Share] decimal? Share = null)
        : ValueFigure(Stage, Pillar, Outcome, Title, Amount, Unit, Confidence, Source, PeriodFrom, PeriodUntil, Place, FrameworkMeasure);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/organisations/{organisationId}/value", Handle)
        .Allow(Roles.Editor).Refuses(409, "charter-not-signed", "organisation-succeeded").WithTags("Value").WithSummary("Record value");

    private static async Task<Created<ValueView>> Handle(Guid organisationId, Request request, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        caller.MustBe(Roles.Editor, organisationId);
        var menu = await db.OutcomesFor(organisationId, cancel) ?? throw PledgeErrors.CharterNotSigned();
        var now = time.GetUtcNow();
        var measure = request.FrameworkMeasure is { } named ? await db.MeasureOf(named, await db.ChartersOf([organisationId], cancel), cancel) : null;
        var record = ValueRecord.Begin(organisationId, request, request.Share ?? 1, menu.Contains, measure, caller.Subject, now);
        db.Values.Add(record);
        db.Publish(record.Stated());
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created($"/api/value/{record.Id}", await ValueView.Of(record, caller, db, cancel));
    }

    /// <summary>The outcome menu of the charter that the organisation signed; null when it has signed none. Refuses for an organisation whose place another has taken.</summary>
    public static async Task<string[]?> OutcomesFor(this PledgeDb db, Guid organisation, CancellationToken cancel)
    {
        if (await db.HeldBy(organisation, cancel) is not { Length: > 0 } held)
            throw PledgeErrors.OrganisationSucceeded();
        return await db.CurrentLedger(held, cancel) is { } ledger
            ? await db.Charters.Where(c => c.CharterId == ledger.CharterId && c.Version == ledger.CharterVersion).Select(c => c.Outcomes).SingleAsync(cancel)
            : null;
    }
}
