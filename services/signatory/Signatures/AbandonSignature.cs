using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Signatures;

/// <summary>The organisation gives up a signature that is not in force yet. Who had signed is forgotten; it can begin anew.</summary>
internal static class AbandonSignature
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/signatures/open/{signatureId}", Handle)
        .Allow(Roles.Signatory).Refuses(404, "not-found").Refuses(409, "open-signature-ended").WithTags("Signatures").WithSummary("Abandon a signature under way");

    private static async Task<NoContent> Handle(Guid signatureId, Caller caller, SignatoryDb db, TimeProvider time, CancellationToken cancel)
    {
        var open = await db.OpenSignatures.SingleOrDefaultAsync(o => o.Id == signatureId, cancel) ?? throw SignatoryErrors.NoOpenSignature();
        caller.MustBe(Roles.Signatory, open.OrganisationId);
        open.Abandon(time.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return TypedResults.NoContent();
    }
}
