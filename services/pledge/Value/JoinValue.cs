using System.ComponentModel.DataAnnotations;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charter.Pledges.Value;

/// <summary>Two organisations have recorded one outcome. Whoever recorded the one, or a registrar, says that it is the other, where it counts from then on.</summary>
internal static class JoinValue
{
    /// <param name="SameAs">The record that stays.</param>
    internal sealed record Request(
        [Required(ErrorMessage = "Give the record of the same outcome.")] Guid? SameAs,
        [Required(ErrorMessage = "Say how you know that both are the same outcome."), AtMost(500)] string Reason);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/value/{valueId}/joining", Handle)
        .Allow(Roles.Editor, Roles.Registrar).Refuses(403, "own-organisation").Refuses(404, "not-found").Refuses(409, "value-joined", "value-taken-back", "value-not-alike", "changed-meanwhile")
        .WithTags("Value").WithSummary("Join value to another record of the same outcome");

    private static async Task<Ok<ValueView>> Handle(Guid valueId, Request request, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        var record = await db.FindValue(valueId, cancel) ?? throw PledgeErrors.NoValue();
        if (!caller.PartnershipRoles.Contains(Roles.Registrar))
            caller.MustBe(Roles.Editor, record.OrganisationId);
        var other = await db.FindValue(request.SameAs!.Value, cancel) ?? throw InvalidRequest.For("sameAs", "There is no such record.");
        if (!caller.Has(Roles.Editor, record.OrganisationId) && record.Parts.Concat(other.Parts).Any(p => caller.BelongsTo(p.Organisation)))
            throw PledgeErrors.OwnDispute();
        var now = time.GetUtcNow();
        record.Join(other, request.Reason, caller.Subject, now);
        db.Publish(record.Stated());
        db.Publish(other.Stated());
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(await ValueView.Of(other, caller, db, cancel));
    }
}
