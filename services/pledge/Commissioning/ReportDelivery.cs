using System.ComponentModel.DataAnnotations;
using Charter.Contracts;
using Charter.Pledges.Pledges;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charter.Pledges.Commissioning;

/// <summary>An editor reports how much of an offer was delivered up to a day.</summary>
internal static class ReportDelivery
{
    /// <param name="Amount">All of it so far, in the offer's unit.</param>
    /// <param name="On">Day up to which it was delivered, today or earlier.</param>
    internal sealed record Request(
        [Figure] decimal Amount,
        DateOnly On,
        [Required(ErrorMessage = "Say how well the figure is known: measured, estimated, guessed."), OneOf("how well the figure is known", typeof(Confidence))] string Confidence,
        [Required(ErrorMessage = "Say where the figure comes from."), AtMost(300)] string Source,
        [AtMost(2_000)] string? Note = null) : IValidatableObject
    {
        public IEnumerable<ValidationResult> Validate(ValidationContext context)
        {
            if (Amount < 0)
                yield return new("Give all that was delivered so far, 0 or more.", ["amount"]);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/commissioning/{contractId}/offers/{offerId}/deliveries", Handle)
        .Allow(Roles.Editor).Refuses(404, "not-found").Refuses(409, "changed-meanwhile").WithTags("Commissioning").WithSummary("Report what was delivered");

    private static async Task<Created<ContractView>> Handle(Guid contractId, Guid offerId, Request request, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        var contract = await db.ContractToChange(contractId, caller, cancel);
        var offer = contract.Offers.SingleOrDefault(o => o.Id == offerId) ?? throw PledgeErrors.NoOffer();
        var now = time.GetUtcNow();
        if (request.On > now.LocalDay())
            throw InvalidRequest.For("on", "This must be today or earlier.");
        db.CommissionedDeliveries.Add(contract.Deliver(offer, request, caller.Subject, now));
        db.Publish(new CommissioningRecorded(contract.Facts(), caller.Subject, now));
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created($"/api/commissioning/{contract.Id}", await ContractView.Of(contract, db, cancel));
    }
}
