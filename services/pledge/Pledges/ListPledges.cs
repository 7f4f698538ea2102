using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Pledges;

/// <summary>The pledges of one organisation and of those whose place it has taken, oldest first. They are on the public register, so anybody signed in may list them.</summary>
internal static class ListPledges
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/{organisationId}/pledges", Handle)
        .Allow(Roles.SignedIn).WithTags("Pledges").WithSummary("List an organisation's pledges")
        .WithDescription("status: active, completed, missed or withdrawn; commitment: embed, deliver or demonstrate; all when not given.");

    private static async Task<Ok<Page<PledgeView>>> Handle(
        Guid organisationId, string? status, string? commitment, string? after, int? size, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        if (!string.IsNullOrEmpty(status) && !PledgeStatuses.All.Contains(status))
            throw InvalidRequest.For("status", $"Choose a status: {string.Join(", ", PledgeStatuses.All)}.");
        if (!string.IsNullOrEmpty(commitment) && !Commitments.All.Contains(commitment))
            throw InvalidRequest.For("commitment", $"Choose a commitment: {string.Join(", ", Commitments.All)}.");
        var take = Paging.Size(size);
        var held = await db.HeldBy(organisationId, cancel);
        var list = db.Pledges.AsNoTracking().Where(p => held.Contains(p.OrganisationId));
        if (!string.IsNullOrEmpty(status))
            list = list.Where(p => p.Status == status);
        if (!string.IsNullOrEmpty(commitment))
            list = list.Where(p => p.Commitment == commitment);
        if (Paging.After<Guid>(after) is { } last)
            list = list.Where(p => p.Id > last);
        var read = await list.OrderBy(p => p.Id).Take(take + 1).ToListAsync(cancel);
        var page = Paging.Page(read, take, p => p.Id);
        var today = time.Today();
        return TypedResults.Ok(new Page<PledgeView>([.. page.Items.Select(p => PledgeView.Of(p, organisationId, today))], page.Next));
    }
}
