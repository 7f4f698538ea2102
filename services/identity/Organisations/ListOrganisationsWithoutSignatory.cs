using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Organisations;

/// <summary>Organisations that nobody can bind, because their last signatory's account was erased. A registrar appoints a new one by invitation.</summary>
internal static class ListOrganisationsWithoutSignatory
{
    private readonly record struct Key(string Name, Guid Id);

    /// <param name="Members">How many people still hold another role in it.</param>
    /// <param name="InvitedUntil">When an open invitation to become its signatory ends; null when there is none.</param>
    internal sealed record Leaderless(Guid OrganisationId, string Name, int Members, DateOnly? InvitedUntil);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/without-signatory", Handle)
        .Allow(Roles.Registrar).WithTags("Members").WithSummary("List organisations without a signatory");

    private static async Task<Ok<Page<Leaderless>>> Handle(string? after, int? size, IdentityDb db, TimeProvider time, CancellationToken cancel)
    {
        var take = Paging.Size(size);
        var now = time.GetUtcNow();
        var list = Find(db);
        if (Paging.After<Key>(after) is { } last)
            list = list.Where(o => EF.Functions.GreaterThan(ValueTuple.Create(o.Name, o.OrganisationId), ValueTuple.Create(last.Name, last.Id)));
        var read = await list.OrderBy(o => o.Name).ThenBy(o => o.OrganisationId).Take(take + 1).Select(o => new
        {
            o.OrganisationId,
            o.Name,
            Members = db.CurrentMemberships.Where(m => m.OrganisationId == o.OrganisationId).Select(m => m.Subject).Distinct().Count(),
            Until = db.Invitations.Where(i => i.OrganisationId == o.OrganisationId && i.State == Invitations.InvitationStates.Open && i.ExpiresAt > now && i.Roles.Contains(Roles.Signatory))
                .Max(i => (DateTimeOffset?)i.ExpiresAt),
        }).ToListAsync(cancel);
        var page = Paging.Page(read, take, o => new Key(o.Name, o.OrganisationId));
        return TypedResults.Ok(new Page<Leaderless>([.. page.Items.Select(o => new Leaderless(o.OrganisationId, o.Name, o.Members, o.Until?.LocalDay()))], page.Next));
    }

    /// <summary>Confirmed organisations without anybody who may bind them.</summary>
    public static IQueryable<Organisation> Find(IdentityDb db) =>
        db.Organisations.Where(o => !db.CarriedOver.Any(c => c.OrganisationId == o.OrganisationId) && !db.CurrentMemberships.Any(m => m.OrganisationId == o.OrganisationId && m.Role == Roles.Signatory));
}
