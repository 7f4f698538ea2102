using System.ComponentModel.DataAnnotations;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charter.Identity.Accounts;

/// <summary>Whether a link can still be used, so that a page need not ask for what would be in vain. Uses nothing: mail filters open links too.</summary>
internal static class CheckLink
{
    internal sealed record Request([Required, AtMost(50)] string Purpose, [Required, AtMost(100)] string Code);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/links", Handle).AllowEveryone().WithSummary("Look at a link from a mail");

    private static async Task<NoContent> Handle(Request request, IdentityDb db, TimeProvider time, CancellationToken cancel) =>
        await OneTimeLink.Find(db, request.Purpose, request.Code, time.GetUtcNow(), cancel) is null ? throw IdentityErrors.LinkNotGood() : TypedResults.NoContent();
}
