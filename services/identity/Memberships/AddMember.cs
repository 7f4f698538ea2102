using System.ComponentModel.DataAnnotations;
using Charter.Identity.Sessions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Memberships;

/// <summary>A signatory lets a colleague who has an account act for the organisation.</summary>
internal static class AddMember
{
    /// <summary>Roles that a signatory gives; champions are appointed in the champions network.</summary>
    private static class GivenRoles
    {
        public static IReadOnlyList<string> All { get; } = [Roles.Signatory, Roles.Editor];
    }

    internal sealed record Request(
        [Required(ErrorMessage = "Enter the e-mail address of the person's account."), AtMost(254)] string Email,
        [OneOf("a role", typeof(GivenRoles))] string Role);

    internal sealed record Added(Guid Id, Guid Subject, string Role);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/organisations/{organisationId}/members", Handle)
        .Allow(Roles.Signatory).Refuses(404, "account-not-found").Refuses(409, "already-a-member", "holds-partnership-office").Refuses(429, "too-many-attempts")
        .WithTags("Members").WithSummary("Give a colleague a role in the organisation");

    private static async Task<Created<Added>> Handle(
        Guid organisationId, Request request, Caller caller, IdentityDb db, ILookupNormalizer normalizer, Throttle throttle, TimeProvider time, CancellationToken cancel)
    {
        caller.MustBe(Roles.Signatory, organisationId);
        // The answer tells whether an address has an account, so nobody may ask for many.
        if (await throttle.Attempt([new(Throttle.Key("add-member", caller.Subject.ToString()), Free: 30, Longest: TimeSpan.FromMinutes(1))], cancel) is { } wait)
            throw IdentityErrors.TooManyAttempts(wait);
        var email = normalizer.NormalizeEmail(request.Email.Trim());
        var account = await db.Users.SingleOrDefaultAsync(u => u.NormalizedEmail == email, cancel) ?? throw IdentityErrors.NoAccount();
        // Who belongs to an organisation may not judge it, so nobody may make a member of somebody whose office is to judge.
        if (await db.RoleAssignments.AnyAsync(r => r.Subject == account.Id, cancel))
            throw IdentityErrors.HoldsOffice();
        if (await Membership.Grant(db, account.Id, organisationId, [request.Role], time.GetUtcNow(), cancel) is not [var added])
            throw IdentityErrors.AlreadyMember(request.Role);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created($"/api/organisations/{organisationId}/members", new Added(added.Id, account.Id, added.Role));
    }
}
