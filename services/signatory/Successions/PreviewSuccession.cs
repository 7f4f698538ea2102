using Charter.Contracts;
using Charter.ServiceDefaults;
using Charter.Signatories.Register;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Successions;

/// <summary>What would pass to the successor, before a registrar enters it. Refuses what entering would refuse.</summary>
internal static class PreviewSuccession
{
    /// <param name="Signatures">Signatures of the predecessor that the successor would show.</param>
    /// <param name="CarriesSignature">The successor has not signed, so it would be on the register with the predecessor's signature.</param>
    /// <param name="Mark">Mark of the predecessor.</param>
    /// <param name="CarriesMark">The mark would be the successor's; otherwise that has one which is worth as much.</param>
    internal sealed record Answer(
        Guid PredecessorId, string PredecessorName, Guid SuccessorId, string SuccessorName, int Signatures, bool CarriesSignature, int Pledges, int Evidence, string? Mark, bool CarriesMark,
        DateOnly ReversibleUntil);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/{organisationId}/succession/preview", Handle)
        .Allow(Roles.Registrar).Refuses(404, "not-found").Refuses(409, "organisation-not-confirmed", "organisation-succeeded", "succession-onto-itself", "succession-cycle", "successor-succeeded")
        .WithTags("Successions").WithSummary("See what a succession would carry over");

    private static async Task<Ok<Answer>> Handle(Guid organisationId, Guid successor, SignatoryDb db, TimeProvider time, CancellationToken cancel)
    {
        var (from, to) = await EnterSuccession.Find(db, organisationId, successor, cancel);
        var held = await db.HeldBy(from.Id, cancel);
        var marks = await db.RegisterMarks.AsNoTracking().Where(m => held.Contains(m.OrganisationId) || m.OrganisationId == to.Id).ToListAsync(cancel);
        var mark = RegisterMark.BestOf(marks.Where(m => m.OrganisationId != to.Id), from.Id, time.Today());
        var signatures = await db.Signatures.CountAsync(s => held.Contains(s.OrganisationId), cancel);
        return TypedResults.Ok(new Answer(
            from.Id, from.Name, to.Id, to.Name, signatures, signatures > 0 && !await db.Signatures.AnyAsync(s => s.OrganisationId == to.Id, cancel),
            await db.RegisterPledges.CountAsync(p => held.Contains(p.OrganisationId), cancel), await db.RegisterEvidence.CountAsync(e => held.Contains(e.OrganisationId) && !EvidenceStates.Hidden.Contains(e.State), cancel),
            mark?.Level, mark is not null && RegisterMark.BestOf(marks, to.Id, time.Today()) == mark, time.Today().AddDays(Succession.ReversibleDays)));
    }
}
