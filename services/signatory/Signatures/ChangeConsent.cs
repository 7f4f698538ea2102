using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Signatures;

/// <summary>Whoever signed lets the public see their name and role, or no longer. The register shows it from the next request on.</summary>
internal static class ChangeConsent
{
    internal sealed record Request(bool ConsentsToPublish);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/signatures/{signatureId}/consent", Handle)
        .Allow(Roles.SignedIn).Refuses(404, "not-found").WithTags("Signatures").WithSummary("Give or withdraw consent to be named");

    // Also for somebody who has left the organisation since: it is their name.
    private static async Task<Ok<SignatureView>> Handle(Guid signatureId, Request request, Caller caller, SignatoryDb db, CancellationToken cancel)
    {
        var signature = await db.Signatures.SingleOrDefaultAsync(s => s.Id == signatureId && (s.SignedBy == caller.Subject || s.Others.Any(o => o.SignedBy == caller.Subject)), cancel)
            ?? throw SignatoryErrors.NoSignature();
        signature.Consent(caller.Subject, request.ConsentsToPublish);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(SignatureView.Of(signature));
    }
}
