using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charter.Identity.Accounts;

/// <summary>Tells the signed-in person who they are and what they may do.</summary>
internal static class ShowMe
{
    internal sealed record HeldMembership(Guid OrganisationId, string Role);

    /// <param name="NeedsSecondFactor">The person holds an office that counts only once they have shown a second factor.</param>
    /// <param name="ActingFor">The organisation acted for; null while somebody with several has not chosen.</param>
    internal sealed record Me(
        Guid Subject, string Name, string Email, IReadOnlyList<string> Roles, IReadOnlyList<HeldMembership> Memberships, bool NeedsSecondFactor, Guid? ActingFor);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/me", Handle)
        .Allow(Roles.SignedIn).WithTags("Accounts").WithSummary("Who am I");

    // The token was made from the current facts and is dropped when they change, so there is nothing fresher to read.
    private static Ok<Me> Handle(Caller caller) => TypedResults.Ok(new Me(caller.Subject, caller.Name, caller.Email,
        [.. caller.PartnershipRoles.Order()], [.. caller.Memberships.Select(m => new HeldMembership(m.Organisation, m.Role))], caller.NeedsSecondFactor, caller.ActingFor));
}
