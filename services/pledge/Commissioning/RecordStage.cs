using System.ComponentModel.DataAnnotations;
using Charter.Contracts;
using Charter.Pledges.Pledges;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Commissioning;

/// <summary>An editor of the commissioner records how social value came into one stage, or why the stage does not apply.</summary>
internal static class RecordStage
{
    /// <param name="Account">What was done, in words.</param>
    /// <param name="DoneOn">Day on which the stage was done, today or earlier.</param>
    /// <param name="Weighting">Of the evaluation, and needed there: the share of the whole score that social value has, in per cent.</param>
    /// <param name="EvidenceIds">Items of evidence of the organisation that show it; whether they are verified decides how far the stage is.</param>
    /// <param name="NotApplicable">Why the stage does not apply, such as a direct award under the Provider Selection Regime; nothing else is given then.</param>
    internal sealed record Request(
        [AtMost(4_000)] string? Account = null,
        DateOnly? DoneOn = null,
        [Figure] decimal? Weighting = null,
        [Entries(0, 20, What = "item of evidence")] IReadOnlyList<Guid>? EvidenceIds = null,
        [Reason] string? NotApplicable = null) : IValidatableObject
    {
        public IEnumerable<ValidationResult> Validate(ValidationContext context)
        {
            var applies = string.IsNullOrWhiteSpace(NotApplicable);
            if (applies && string.IsNullOrWhiteSpace(Account))
                yield return new("Say how social value came into this stage, or why the stage does not apply.", ["account"]);
            if (applies && DoneOn is null)
                yield return new("Give the day on which this was done.", ["doneOn"]);
            if (!applies && (!string.IsNullOrWhiteSpace(Account) || DoneOn is not null || Weighting is not null || EvidenceIds is { Count: > 0 }))
                yield return new("A stage that does not apply has a reason and nothing else. Take one of the two away.", ["notApplicable"]);
            if (Weighting is < 0 or > 100 || (Weighting is { } share && decimal.Round(share, 2) != share))
                yield return new("Give the share of the whole score in per cent, from 0 to 100, with at most two decimal places.", ["weighting"]);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/commissioning/{contractId}/stages/{stage}", Handle)
        .Allow(Roles.Editor).Refuses(404, "not-found").Refuses(409, "stage-of-the-buyer", "changed-meanwhile").WithTags("Commissioning").WithSummary("Record a stage")
        .WithDescription($"stage: {string.Join(", ", CommissioningStages.All)}. What was recorded before stays readable.");

    private static async Task<Ok<ContractView>> Handle(Guid contractId, string stage, Request request, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        var contract = await db.ContractToChange(contractId, caller, cancel);
        if (!CommissioningStages.All.Contains(stage))
            throw PledgeErrors.NoStage();
        var now = time.GetUtcNow();
        var errors = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        var applies = string.IsNullOrWhiteSpace(request.NotApplicable);
        if (request.DoneOn > now.LocalDay())
            errors["doneOn"] = ["This must be today or earlier: what is still to be done is recorded when it is."];
        if (stage == CommissioningStages.Evaluation && applies && request.Weighting is null)
            errors["weighting"] = ["Give the share of the whole score that social value had, in per cent. Write 0 if it had none."];
        if (stage != CommissioningStages.Evaluation && request.Weighting is not null)
            errors["weighting"] = ["The weighting belongs to the evaluation."];
        var named = request.EvidenceIds?.ToArray() ?? [];
        var own = await db.Evidence.Where(e => named.Contains(e.Id) && e.OrganisationId == contract.OrganisationId).Select(e => e.Id).ToListAsync(cancel);
        foreach (var (id, i) in named.Select((id, i) => (id, i)))
            if (!own.Contains(id))
                errors[$"evidenceIds[{i}]"] = ["This is no evidence of the organisation whose contract it is."];
        if (errors.Count > 0)
            throw new InvalidRequest(errors);
        if (contract.Record(stage, request, caller.Subject, now) is { } entry)
        {
            db.CommissionedStages.Add(entry);
            db.Publish(new CommissioningRecorded(contract.Facts(), caller.Subject, now));
            await db.SaveChangesAsync(cancel);
        }
        return TypedResults.Ok(await ContractView.Of(contract, db, cancel));
    }
}
