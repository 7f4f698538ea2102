using System.ComponentModel.DataAnnotations;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charter.Pledges.Value;

/// <summary>A registrar decides a dispute on which the parties have not agreed by lowering their claims.</summary>
internal static class SettleDispute
{
    internal sealed record Decided(Guid OrganisationId, [Share] decimal Share);

    /// <param name="Shares">Of every organisation that claims one, together at most 1; 0 for none.</param>
    /// <param name="Reason">The parties read it.</param>
    internal sealed record Request(
        [Entries(1, 100, What = "share")] IReadOnlyList<Decided> Shares,
        [Required(ErrorMessage = "Say why the shares are so."), AtMost(2_000)] string Reason);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/value/{valueId}/settlement", Handle)
        .Allow(Roles.Registrar).Refuses(403, "own-organisation").Refuses(404, "not-found").Refuses(409, "value-not-disputed", "value-joined", "changed-meanwhile")
        .WithTags("Value").WithSummary("Settle a dispute about shares");

    private static async Task<Ok<ValueView>> Handle(Guid valueId, Request request, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        var record = await db.FindValue(valueId, cancel) ?? throw PledgeErrors.NoValue();
        if (record.Parts.Any(p => caller.BelongsTo(p.Organisation)))
            throw PledgeErrors.OwnDispute();
        if (request.Shares.DistinctBy(s => s.OrganisationId).Count() < request.Shares.Count)
            throw InvalidRequest.For("shares", "The same organisation stands here twice.");
        var now = time.GetUtcNow();
        record.Decide(request.Shares.ToDictionary(s => s.OrganisationId, s => s.Share), request.Reason, caller.Subject, now);
        db.Publish(record.Stated());
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(await ValueView.Of(record, caller, db, cancel));
    }
}
