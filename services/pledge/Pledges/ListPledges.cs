using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Pledges;

/// <summary>The pledges of one organisation and of those whose place it has taken, oldest first. They are on the public register, so anybody signed in may list them.</summary>
internal static class ListPledges
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/{organisationId}/pledges", Handle)
        .Allow(Roles.SignedIn).WithTags("Pledges").WithSummary("List an organisation's pledges");

    private static async Task<Ok<Page<PledgeView>>> Handle(Guid organisationId, string? after, int? size, PledgeDb db, CancellationToken cancel)
    {
        var take = Paging.Size(size);
        var held = await db.HeldBy(organisationId, cancel);
        var list = db.Pledges.AsNoTracking().Where(p => held.Contains(p.OrganisationId));
        if (Paging.After<Guid>(after) is { } last)
            list = list.Where(p => p.Id > last);
        var read = await list.OrderBy(p => p.Id).Take(take + 1).ToListAsync(cancel);
        var page = Paging.Page(read, take, p => p.Id);
        return TypedResults.Ok(new Page<PledgeView>([.. page.Items.Select(p => PledgeView.Of(p, organisationId))], page.Next));
    }
}
