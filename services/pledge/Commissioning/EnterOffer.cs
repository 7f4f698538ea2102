using System.ComponentModel.DataAnnotations;
using Charter.Contracts;
using Charter.Pledges.Pledges;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charter.Pledges.Commissioning;

/// <summary>An editor records a social value that was offered with the tender; or that came about in the contract, though nobody had offered it.</summary>
internal static class EnterOffer
{
    public const int Most = 100;

    /// <param name="Stage">core (asked of every contract), added (offered, and put into this contract) or unpredicted.</param>
    /// <param name="What">What was offered, with what it is counted by.</param>
    /// <param name="Amount">How much; not for what is unpredicted.</param>
    /// <param name="DueOn">By when; not for what is unpredicted.</param>
    internal sealed record Request(
        [Required(ErrorMessage = "Choose a stage of value: core, added, unpredicted."), OneOf("a stage of value", typeof(ValueStages))] string Stage,
        [Required(ErrorMessage = "Choose a pillar: social, environmental, economic."), OneOf("a pillar", typeof(Pillars))] string Pillar,
        [Required(ErrorMessage = "Say what was offered."), AtMost(300)] string What,
        [Required(ErrorMessage = "Give the unit of the figures, such as hours or apprentices."), AtMost(50)] string Unit,
        [Figure] decimal? Amount = null,
        DateOnly? DueOn = null) : IValidatableObject
    {
        public IEnumerable<ValidationResult> Validate(ValidationContext context)
        {
            if (Stage == ValueStages.Unpredicted && (Amount is not null || DueOn is not null))
                yield return new("What is unpredicted was not offered, so it has no amount and no day. Report what was delivered of it.", ["amount"]);
            if (Stage != ValueStages.Unpredicted && (Amount is null or <= 0))
                yield return new("Give how much was offered, more than 0.", ["amount"]);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/commissioning/{contractId}/offers", Handle)
        .Allow(Roles.Editor).Refuses(404, "not-found").Refuses(409, "contract-is-full", "changed-meanwhile").WithTags("Commissioning").WithSummary("Record an offer");

    private static async Task<Created<ContractView>> Handle(Guid contractId, Request request, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        var contract = await db.ContractToChange(contractId, caller, cancel);
        var now = time.GetUtcNow();
        db.CommissionedOffers.Add(contract.Offer(request, caller.Subject, now));
        db.Publish(new CommissioningRecorded(contract.Facts(), caller.Subject, now));
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created($"/api/commissioning/{contract.Id}", await ContractView.Of(contract, db, cancel));
    }
}
