using System.ComponentModel.DataAnnotations;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Accounts;

/// <summary>The name that colleagues see. What was signed under the old one stays as it was signed.</summary>
internal static class ChangeName
{
    internal sealed record Request([Required(ErrorMessage = "Enter your name."), AtMost(PersonNameAttribute.Longest), PersonName] string Name);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/me/name", Handle).Allow(Roles.SignedIn).WithTags("Accounts").WithSummary("Change my name");

    private static async Task<NoContent> Handle(Request request, Caller caller, IdentityDb db, TimeProvider time, CancellationToken cancel)
    {
        var account = await db.Users.SingleAsync(u => u.Id == caller.Subject, cancel);
        account.Rename(request.Name.Trim());
        db.Publish(new MembershipsChanged(account.Id, time.GetUtcNow()));   // tokens state the name
        await db.SaveChangesAsync(cancel);
        return TypedResults.NoContent();
    }
}
