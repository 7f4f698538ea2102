using System.Diagnostics.Metrics;
using Charter.Contracts;
using Charter.Pledges.Frameworks;
using Charter.Pledges.Ledgers;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Pledges;

/// <summary>An editor makes a pledge for the organisation; its commitment is in place from then on.</summary>
internal static class MakePledge
{
    internal sealed record Request : PledgeTerms
    {
        /// <summary>Day on which it was promised, when that was before it is entered here: then it may have been due before today too, and is marked as entered afterwards. It cannot be amended.</summary>
        public DateOnly? PromisedOn { get; init; }
    }

    private static readonly Counter<long> Pledged = Telemetry.Meter.CreateCounter<long>("charter.pledges", "{pledge}", "Pledges made, by commitment");

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/organisations/{organisationId}/pledges", Handle)
        .Allow(Roles.Editor).Refuses(409, "charter-not-signed", "charter-signature-ended", "organisation-succeeded").InOneTransaction().WithTags("Pledges").WithSummary("Make a pledge");

    private static async Task<Created<PledgeView>> Handle(Guid organisationId, Request request, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        caller.MustBe(Roles.Editor, organisationId);
        var now = time.GetUtcNow();
        if (await db.HeldBy(organisationId, cancel) is not { Length: > 0 } held)
            throw PledgeErrors.OrganisationSucceeded();
        var ledger = await db.CurrentLedger(held, cancel) ?? throw PledgeErrors.CharterNotSigned();
        if (await db.EndedSignatures.AsNoTracking().SingleOrDefaultAsync(e => e.SignatureId == ledger.SignatureId, cancel) is { } ended)
            throw PledgeErrors.SignatureEnded(ended.EndedOn, ended.Reason);
        var charter = await db.Charters.AsNoTracking().SingleAsync(c => c.CharterId == ledger.CharterId && c.Version == ledger.CharterVersion, cancel);
        if (ledger.OrganisationId != organisationId && await db.Ledgers.Include(l => l.Duties.OrderBy(d => d.Position))
            .SingleOrDefaultAsync(l => l.OrganisationId == organisationId && l.CharterId == ledger.CharterId && l.CharterVersion == ledger.CharterVersion, cancel) is { } begun)
        {
            begun.GoBy(ledger);
            ledger = begun;
        }
        if (ledger.OrganisationId != organisationId)
        {
            ledger = ledger.CarryOn(organisationId);
            db.Ledgers.Add(ledger);
            db.Publish(await db.OpenAsync(ledger, charter, now, cancel));
            await db.SaveChangesAsync(cancel);   // before its duties move
        }
        var measure = request.FrameworkMeasure is { } named ? await db.MeasureOf(named, await db.ChartersOf([organisationId], cancel), cancel) : null;
        var pledge = Pledge.Make(request, request.PromisedOn, ledger, charter, measure, caller.Subject, now);
        db.Pledges.Add(pledge);
        db.Publish(new PledgeMade(pledge.Facts(), caller.Subject, now));
        await db.AdvanceDutiesAsync(pledge, now, cancel);
        await db.SaveChangesAsync(cancel);
        Pledged.Add(1, new KeyValuePair<string, object?>("commitment", pledge.Commitment));
        return TypedResults.Created($"/api/pledges/{pledge.Id}", PledgeView.Of(pledge, organisationId, now.LocalDay()));
    }
}
