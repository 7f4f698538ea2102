using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Memberships;

/// <summary>The organisations to which the caller belongs, to choose among.</summary>
internal static class ListMyOrganisations
{
    /// <param name="Name">Null while the news of its name is under way.</param>
    /// <param name="IsLastSignatory">The caller cannot leave it before somebody else is signatory.</param>
    internal sealed record Mine(Guid OrganisationId, string? Name, IReadOnlyList<string> Roles, bool IsActedFor, bool IsLastSignatory);

    internal sealed record Answer(IReadOnlyList<Mine> Items);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/me/organisations", Handle)
        .Allow(Roles.SignedIn).WithTags("Accounts").WithSummary("To which organisations I belong");

    private static async Task<Ok<Answer>> Handle(Caller caller, IdentityDb db, CancellationToken cancel)
    {
        var held = await db.CurrentMemberships.Where(m => m.Subject == caller.Subject && !db.CarriedOver.Any(c => c.OrganisationId == m.OrganisationId)).Select(m => new { m.OrganisationId, m.Role }).ToListAsync(cancel);
        var ids = held.Select(m => m.OrganisationId).Distinct().ToArray();
        var names = await db.Organisations.Where(o => ids.Contains(o.OrganisationId)).ToDictionaryAsync(o => o.OrganisationId, o => o.Name, cancel);
        var signatories = await db.CurrentMemberships.Where(m => ids.Contains(m.OrganisationId) && m.Role == Roles.Signatory)
            .GroupBy(m => m.OrganisationId).Select(g => new { Organisation = g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Organisation, g => g.Count, cancel);
        return TypedResults.Ok(new Answer([.. held.GroupBy(m => m.OrganisationId, m => m.Role)
            .Select(o => new Mine(o.Key, names.GetValueOrDefault(o.Key), [.. o.Order()], caller.ActingFor == o.Key, o.Contains(Roles.Signatory) && signatories[o.Key] == 1))
            .OrderBy(o => o.Name, StringComparer.CurrentCultureIgnoreCase).ThenBy(o => o.OrganisationId)]));
    }
}
