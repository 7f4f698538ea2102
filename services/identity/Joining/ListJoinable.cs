using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Joining;

/// <summary>Organisations that the caller may ask to join because of the domain of the own confirmed address, and what was asked already.</summary>
internal static class ListJoinable
{
    /// <param name="RequestId">The caller's open request, if there is one.</param>
    internal sealed record Joinable(Guid OrganisationId, string? Name, string Domain, Guid? RequestId, DateOnly? AskedOn);

    internal sealed record Answer(IReadOnlyList<Joinable> Items);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/me/joinable-organisations", Handle)
        .Allow(Roles.SignedIn).WithTags("Joining").WithSummary("Which organisations I can ask to join");

    private static async Task<Ok<Answer>> Handle(Caller caller, IdentityDb db, CancellationToken cancel)
    {
        var found = await Of(db, caller.Subject, await DomainOf(db, caller.Subject, cancel)).OrderBy(d => d.OrganisationId).Take(100).Select(d => new
        {
            d.OrganisationId,
            d.Domain,
            Name = db.Organisations.Where(o => o.OrganisationId == d.OrganisationId).Select(o => o.Name).FirstOrDefault(),
            Request = db.JoinRequests.Where(r => r.OrganisationId == d.OrganisationId && r.Subject == caller.Subject && r.State == JoinStates.Open)
                .Select(r => new { r.Id, r.AskedAt }).FirstOrDefault(),
        }).ToListAsync(cancel);
        return TypedResults.Ok(new Answer([.. found.Select(d => new Joinable(d.OrganisationId, d.Name, d.Domain, d.Request?.Id, d.Request?.AskedAt.LocalDay()))]));
    }

    /// <summary>Domain of the account's confirmed address; null when there is none.</summary>
    public static async Task<string?> DomainOf(IdentityDb db, Guid subject, CancellationToken cancel) =>
        await db.Users.Where(u => u.Id == subject && u.EmailConfirmed).Select(u => u.Email).SingleOrDefaultAsync(cancel) is { } email ? OrganisationDomain.Of(email) : null;

    /// <summary>Verified domains like this of organisations that act for themselves and to which the person does not belong.</summary>
    public static IQueryable<OrganisationDomain> Of(IdentityDb db, Guid subject, string? domain) => db.OrganisationDomains.AsNoTracking().Where(d => d.Domain == domain && d.VerifiedAt != null
        && !db.CarriedOver.Any(c => c.OrganisationId == d.OrganisationId)
        && !db.CurrentMemberships.Any(m => m.OrganisationId == d.OrganisationId && m.Subject == subject));
}
