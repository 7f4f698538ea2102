using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Joining;

/// <summary>Takes a domain back: the signatory of the organisation, or a registrar who finds that it is not theirs. Who has joined stays.</summary>
internal static class DropDomain
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/organisations/{organisationId}/domains/{domain}", Handle)
        .Allow(Roles.Signatory, Roles.Registrar).Refuses(404, "not-found").WithTags("Joining").WithSummary("Take back or refuse an e-mail domain of the organisation");

    private static async Task<NoContent> Handle(Guid organisationId, string domain, Caller caller, IdentityDb db, CancellationToken cancel)
    {
        if (!caller.Has(Roles.Registrar))
            caller.MustBe(Roles.Signatory, organisationId);
        db.Remove(await VerifyDomain.Find(db, organisationId, domain, cancel));
        await db.SaveChangesAsync(cancel);
        return TypedResults.NoContent();
    }
}
