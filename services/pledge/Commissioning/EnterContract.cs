using System.ComponentModel.DataAnnotations;
using Charter.Contracts;
using Charter.Pledges.Ledgers;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Commissioning;

/// <summary>An editor enters a contract, to record how social value goes through its commissioning.</summary>
internal static class EnterContract
{
    internal sealed record Request : ContractTerms
    {
        /// <summary>commissioner or provider.</summary>
        [Required(ErrorMessage = "Say on which side you stand: commissioner, provider."), OneOf("a side", typeof(Sides))]
        public required string Side { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/organisations/{organisationId}/commissioning", Handle)
        .Allow(Roles.Editor).Refuses(409, "charter-not-signed", "charter-signature-ended", "organisation-succeeded").WithTags("Commissioning").WithSummary("Enter a contract");

    private static async Task<Created<ContractView>> Handle(Guid organisationId, Request request, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        caller.MustBe(Roles.Editor, organisationId);
        if (await db.HeldBy(organisationId, cancel) is not { Length: > 0 } held)
            throw PledgeErrors.OrganisationSucceeded();
        var ledger = await db.CurrentLedger(held, cancel) ?? throw PledgeErrors.CharterNotSigned();
        if (await db.EndedSignatures.AsNoTracking().SingleOrDefaultAsync(e => e.SignatureId == ledger.SignatureId, cancel) is { } ended)
            throw PledgeErrors.SignatureEnded(ended.EndedOn, ended.Reason);
        var now = time.GetUtcNow();
        var name = await db.Organisations.Where(o => o.OrganisationId == organisationId).Select(o => o.Name).SingleOrDefaultAsync(cancel) ?? "";
        var contract = CommissionedContract.Enter(organisationId, name, ledger.Kind, request, request.Side, caller.Subject, now);
        db.CommissionedContracts.Add(contract);
        db.Publish(new CommissioningRecorded(contract.Facts(), caller.Subject, now));
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created($"/api/commissioning/{contract.Id}", await ContractView.Of(contract, db, cancel));
    }
}
