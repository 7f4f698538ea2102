using Charter.Contracts;
using Charter.ServiceDefaults;
using Charter.Signatories.Charters;
using Charter.Signatories.Organisations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Signatures;

/// <summary>A registrar countersigns what everybody of the organisation has signed. It is in force from then on.</summary>
internal static class CountersignSignature
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/signatures/open/{signatureId}/countersignature", Handle)
        .Allow(Roles.Registrar).Refuses(403, "own-organisation").Refuses(404, "not-found")
        .Refuses(409, "signature-roles-missing", "open-signature-ended", "charter-version-superseded", "organisation-not-confirmed", "organisation-succeeded")
        .WithTags("Signatures").WithSummary("Countersign a signature");

    private static async Task<Created<SignatureView>> Handle(Guid signatureId, Caller caller, SignatoryDb db, TimeProvider time, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var today = now.LocalDay();
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        var open = await db.OpenSignatures.SingleOrDefaultAsync(o => o.Id == signatureId, cancel) ?? throw SignatoryErrors.NoOpenSignature();
        var organisation = await db.Hold(open.OrganisationId).SingleAsync(cancel);
        open.CheckCountersigning(caller, organisation, await db.HeldBy(open.OrganisationId, cancel));
        var versions = await db.PublishedFrom(open.CharterId, open.CharterVersion, cancel);
        OpenSignature.Check(versions.Single(v => v.Number == open.CharterVersion), versions.InForce(today), open.ContentHash, organisation, today);
        var before = await db.SignaturesTo(open.CharterId, open.OrganisationId, cancel);
        var signature = Signature.Of(open, organisation, before, caller.Subject, now);
        db.OpenSignatures.Remove(open);
        await db.PutInForce(signature, organisation, before, cancel);
        await db.SaveChangesAsync(cancel);
        if (own is not null)
            await own.CommitAsync(cancel);
        return TypedResults.Created($"/api/register/{organisation.Id}", SignatureView.Of(signature));
    }
}
