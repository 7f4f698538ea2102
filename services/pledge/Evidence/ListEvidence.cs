using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Evidence;

/// <summary>The review queue, oldest first: without what the reviewer may not review, which is what comes from organisations of their own or from themself.</summary>
internal static class ListEvidence
{
    internal sealed record Item(
        Guid Id, Guid PledgeId, string PledgeTitle, Guid OrganisationId, string? OrganisationName, string Commitment, string Title, DateOnly IntroducedOn,
        bool HasFile, string State, DateOnly SubmittedOn);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/evidence", Handle)
        .Allow(Roles.EvidenceReviewer).WithTags("Evidence").WithSummary("List evidence to review")
        .WithDescription("state: submitted (the queue) when not given.");

    private static async Task<Ok<Page<Item>>> Handle(string? state, string? after, int? size, Caller caller, PledgeDb db, CancellationToken cancel)
    {
        var wanted = string.IsNullOrEmpty(state) ? EvidenceStates.Submitted : state;
        if (!EvidenceStates.All.Contains(wanted))
            throw InvalidRequest.For("state", $"Choose a state: {string.Join(", ", EvidenceStates.All)}.");
        var take = Paging.Size(size);
        var own = caller.Organisations.ToArray();
        var list = db.Evidence.AsNoTracking().Where(e => e.State == wanted && !own.Contains(e.OrganisationId) && e.SubmittedBy != caller.Subject);
        if (Paging.After<Guid>(after) is { } last)
            list = list.Where(e => e.Id > last);
        var read = await list.OrderBy(e => e.Id).Take(take + 1).Select(e => new
        {
            Evidence = e,
            PledgeTitle = db.Pledges.Where(p => p.Id == e.PledgeId).Select(p => p.Title).Single(),
            OrganisationName = db.Organisations.Where(o => o.OrganisationId == e.OrganisationId).Select(o => o.Name).SingleOrDefault(),
        }).ToListAsync(cancel);
        var page = Paging.Page(read, take, r => r.Evidence.Id);
        return TypedResults.Ok(new Page<Item>([.. page.Items.Select(r => new Item(
            r.Evidence.Id, r.Evidence.PledgeId, r.PledgeTitle, r.Evidence.OrganisationId, r.OrganisationName, r.Evidence.Commitment, r.Evidence.Title,
            r.Evidence.IntroducedOn, r.Evidence.Sha256 is not null, r.Evidence.State, r.Evidence.SubmittedAt.LocalDay()))], page.Next));
    }
}
