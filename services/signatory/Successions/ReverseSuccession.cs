using System.ComponentModel.DataAnnotations;
using Charter.ServiceDefaults;
using Charter.Signatories.History;
using Charter.Signatories.Organisations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Successions;

/// <summary>A registrar takes a succession back within thirty days. What was the predecessor's is its own again; what was added since stays with the successor.</summary>
internal static class ReverseSuccession
{
    internal sealed record Request([Required(ErrorMessage = "Say why it is taken back."), AtMost(2_000)] string Reason);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/organisations/{organisationId}/succession/reversal", Handle)
        .Allow(Roles.Registrar).Refuses(403, "own-organisation").Refuses(404, "not-found").Refuses(409, "succession-final", "succession-later").WithTags("Successions").WithSummary("Take a succession back");

    private static async Task<Ok<SuccessionView>> Handle(Guid organisationId, Request request, Caller caller, SignatoryDb db, TimeProvider time, CancellationToken cancel)
    {
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        await db.LockSuccessions(cancel);
        var succession = await db.Successions.SingleOrDefaultAsync(s => s.PredecessorId == organisationId && s.ReversedAt == null, cancel) ?? throw SignatoryErrors.NoSuccession();
        await db.Lock([succession.PredecessorId, succession.SuccessorId], cancel);
        var predecessor = await db.Organisations.SingleAsync(o => o.Id == succession.PredecessorId, cancel);
        var successor = await db.Organisations.SingleAsync(o => o.Id == succession.SuccessorId, cancel);
        EnterSuccession.MustBeOfNeither(caller, predecessor, successor);
        succession.Reverse(predecessor, successor, request.Reason, caller.Subject, time.GetUtcNow());
        db.Publish(succession.Reversal());
        db.Record(HistoryEntry.SuccessionReversed(succession));
        db.Record(HistoryEntry.TakeOverReversed(succession));
        await db.SaveChangesAsync(cancel);
        await db.RedrawCarriedOver(cancel);
        await db.DrawEntries([predecessor.Id, successor.Id], time.Today(), cancel);
        if (own is not null)
            await own.CommitAsync(cancel);
        return TypedResults.Ok(SuccessionView.Of(succession, predecessor.Name, successor.Name, isSuccessorSucceeded: false, time.Today()));
    }
}
