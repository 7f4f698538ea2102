using System.ComponentModel.DataAnnotations;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Charter.Signatories.History;
using Charter.Signatories.Organisations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Successions;

/// <summary>A registrar enters that an organisation has been succeeded by another, merged into it, or is the same one registered twice.</summary>
internal static class EnterSuccession
{
    /// <param name="On">Day from which it holds in law; on the register it holds from today.</param>
    /// <param name="Note">For the registrars: where it is published, why it is thought to be a duplicate.</param>
    internal sealed record Request(
        Guid SuccessorId,
        [Required(ErrorMessage = "Choose what happened: succession, merge, duplicate."), OneOf("what happened", typeof(SuccessionKinds))] string Kind,
        DateOnly On,
        [AtMost(2_000)] string? Note = null);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/organisations/{organisationId}/succession", Handle)
        .Allow(Roles.Registrar).Refuses(403, "own-organisation").Refuses(404, "not-found").Refuses(409, "organisation-not-confirmed", "organisation-succeeded", "succession-onto-itself", "succession-cycle", "successor-succeeded")
        .WithTags("Successions").WithSummary("Enter that another organisation takes an organisation's place");

    private static async Task<Created<SuccessionView>> Handle(Guid organisationId, Request request, Caller caller, SignatoryDb db, TimeProvider time, CancellationToken cancel)
    {
        // Within an idempotency key there is a transaction already.
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        await db.LockSuccessions(cancel);
        await db.Lock([organisationId, request.SuccessorId], cancel);
        var (predecessor, successor) = await Find(db, organisationId, request.SuccessorId, cancel);
        MustBeOfNeither(caller, predecessor, successor);
        var succession = Succession.Enter(predecessor, successor, request, caller.Subject, time.GetUtcNow());
        db.Add(succession);
        // What it had begun to sign nobody can bring to an end any more.
        foreach (var open in await db.OpenSignatures.Where(o => o.OrganisationId == predecessor.Id && o.EndedAt == null).ToListAsync(cancel))
            open.Abandon(succession.EnteredAt);
        db.Publish(succession.Entry(successor));
        db.Record(HistoryEntry.Succeeded(succession));
        db.Record(HistoryEntry.TookOver(succession));
        await db.SaveChangesAsync(cancel);
        await db.RedrawCarriedOver(cancel);
        await db.DrawEntries([predecessor.Id, successor.Id], time.Today(), cancel);
        if (own is not null)
            await own.CommitAsync(cancel);
        return TypedResults.Created($"/api/organisations/successions?organisationId={predecessor.Id}", SuccessionView.Of(succession, predecessor.Name, successor.Name, isSuccessorSucceeded: false, time.Today()));
    }

    /// <summary>Who gains or loses by it must not be the one who enters it or takes it back.</summary>
    public static void MustBeOfNeither(Caller registrar, Organisation predecessor, Organisation successor)
    {
        foreach (var organisation in new[] { predecessor, successor })
            if (registrar.BelongsTo(organisation.Id) || organisation.WasRegisteredBy(registrar.Subject))
                throw SignatoryErrors.OwnOrganisation();
    }

    /// <summary>Both organisations, if the one may take the other's place.</summary>
    public static async Task<(Organisation Predecessor, Organisation Successor)> Find(SignatoryDb db, Guid predecessorId, Guid successorId, CancellationToken cancel)
    {
        var found = await db.Organisations.Where(o => o.Id == predecessorId || o.Id == successorId).ToListAsync(cancel);
        var predecessor = found.Find(o => o.Id == predecessorId) ?? throw SignatoryErrors.NoOrganisation();
        var successor = found.Find(o => o.Id == successorId) ?? throw InvalidRequest.For("successorId", "There is no organisation with this id.");
        if (predecessorId == successorId)
            throw SignatoryErrors.SuccessionOntoItself();
        foreach (var organisation in found)
            if (!organisation.IsConfirmed)
                throw SignatoryErrors.SuccessionOfUnconfirmed(organisation.Name);
        if (await db.HolderOf(successorId, cancel) is var holder && holder == predecessorId)
            throw SignatoryErrors.SuccessionCycle(successor.Name, predecessor.Name);
        if (predecessor.IsSucceeded)
            throw SignatoryErrors.Succeeded();
        if (successor.IsSucceeded)
            throw SignatoryErrors.SuccessorSucceeded(successor.Name, await db.Organisations.Where(o => o.Id == holder).Select(o => o.Name).SingleAsync(cancel));
        return (predecessor, successor);
    }
}
