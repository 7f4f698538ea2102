using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using Charter.Contracts;
using Charter.Pledges.Ledgers;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Pledges;

/// <summary>An editor makes a pledge for the organisation; its commitment is in place from then on.</summary>
internal static class MakePledge
{
    private static readonly Counter<long> Pledged = Telemetry.Meter.CreateCounter<long>("charter.pledges", "{pledge}", "Pledges made, by commitment");

    /// <param name="Outcome">A label of the signed charter's outcome menu.</param>
    /// <param name="Measure">What is counted or measured, in words.</param>
    /// <param name="Unit">Of baseline, target and every figure reported.</param>
    /// <param name="Duty">Code of a commissioner's or provider's duty of the organisation's ledger that the pledge serves.</param>
    internal sealed record Request(
        [Required(ErrorMessage = "Choose a commitment: embed, deliver, demonstrate."), OneOf("a commitment", typeof(Commitments))] string Commitment,
        [Required(ErrorMessage = "Choose a pillar: social, environmental, economic."), OneOf("a pillar", typeof(Pillars))] string Pillar,
        [Required(ErrorMessage = "Choose an outcome from the charter's menu.")] string Outcome,
        [Required(ErrorMessage = "Give the pledge a title."), AtMost(200)] string Title,
        [Required(ErrorMessage = "Say what is measured."), AtMost(500)] string Measure,
        [Required(ErrorMessage = "Give the unit of the figures, such as people or tonnes CO₂e."), AtMost(50)] string Unit,
        [Figure] decimal Baseline,
        [Figure] decimal Target,
        DateOnly DueOn,
        [AtMost(20)] string? Duty = null);

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
            (ledger, var opened) = ledger.CarryOn(organisationId, charter, now);
            db.Ledgers.Add(ledger);
            db.Publish(opened);
            await db.SaveChangesAsync(cancel);   // before its duties move
        }
        var pledge = Pledge.Make(request, ledger, charter, caller.Subject, now);
        db.Pledges.Add(pledge);
        db.Publish(new PledgeMade(pledge.Facts(), caller.Subject, now));
        await db.AdvanceDutiesAsync(pledge, DutyStates.InPlace, now, cancel);
        await db.SaveChangesAsync(cancel);
        Pledged.Add(1, new KeyValuePair<string, object?>("commitment", pledge.Commitment));
        return TypedResults.Created($"/api/pledges/{pledge.Id}", PledgeView.Of(pledge, organisationId));
    }
}
