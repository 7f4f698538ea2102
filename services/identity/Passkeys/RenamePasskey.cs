using System.ComponentModel.DataAnnotations;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charter.Identity.Passkeys;

/// <summary>Another name for a passkey, by which the person tells it from others.</summary>
internal static class RenamePasskey
{
    internal sealed record Request([Required(ErrorMessage = "Give the passkey a name, such as the device that it is on."), AtMost(60)] string Name);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/me/passkeys/{passkeyId}/name", Handle)
        .Allow(Roles.SignedIn).Refuses(404, "not-found").WithTags("Second factors").WithSummary("Rename a passkey");

    private static async Task<NoContent> Handle(string passkeyId, Request request, Caller caller, IdentityDb db, CancellationToken cancel)
    {
        var passkey = await PasskeyRules.Find(db, caller.Subject, passkeyId, cancel);
        passkey.Data.Name = request.Name.Trim();
        await db.SaveChangesAsync(cancel);
        return TypedResults.NoContent();
    }
}
