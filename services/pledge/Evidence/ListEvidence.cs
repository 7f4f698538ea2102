using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Evidence;

/// <summary>An item of evidence in a list.</summary>
/// <param name="HasFile">Otherwise it is a link.</param>
/// <param name="Edition">More than 1 for a new version.</param>
internal sealed record EvidenceLine(
    Guid Id, Guid PledgeId, string PledgeTitle, Guid OrganisationId, string? OrganisationName, string Commitment, string Title, DateOnly IntroducedOn,
    bool HasFile, string State, DateOnly SubmittedOn, string Kind, DateOnly ValidUntil, int Edition, int Files)
{
    /// <summary>A page of the list, oldest first.</summary>
    public static async Task<Page<EvidenceLine>> PageOf(PledgeDb db, IQueryable<EvidenceItem> list, string? after, int? size, bool newestFirst, CancellationToken cancel)
    {
        var take = Paging.Size(size);
        if (Paging.After<Guid>(after) is { } last)
            list = newestFirst ? list.Where(e => e.Id < last) : list.Where(e => e.Id > last);
        list = newestFirst ? list.OrderByDescending(e => e.Id) : list.OrderBy(e => e.Id);
        var read = await list.AsNoTracking().Take(take + 1).Select(e => new
        {
            Evidence = e,
            PledgeTitle = db.Pledges.Where(p => p.Id == e.PledgeId).Select(p => p.Title).Single(),
            OrganisationName = db.Organisations.Where(o => o.OrganisationId == e.OrganisationId).Select(o => o.Name).SingleOrDefault(),
            Files = e.Files.Count,
        }).ToListAsync(cancel);
        var page = Paging.Page(read, take, r => r.Evidence.Id);
        return new([.. page.Items.Select(r => new EvidenceLine(
            r.Evidence.Id, r.Evidence.PledgeId, r.PledgeTitle, r.Evidence.OrganisationId, r.OrganisationName, r.Evidence.Commitment, r.Evidence.Title,
            r.Evidence.IntroducedOn, r.Files > 0, r.Evidence.State, r.Evidence.SubmittedAt.LocalDay(), r.Evidence.Kind, r.Evidence.ValidUntil, r.Evidence.Edition, r.Files))], page.Next);
    }

    /// <summary>The word, if it is one of the list or nothing; 400 on the field otherwise.</summary>
    public static string? Chosen(string field, string? word, IReadOnlyList<string> all) =>
        string.IsNullOrEmpty(word) ? null : all.Contains(word) ? word : throw InvalidRequest.For(field, $"Choose one of these: {string.Join(", ", all)}.");
}

/// <summary>
/// The review queue, oldest first: without what is in quarantine, and without what the reviewer may not review, which is what comes from organisations of
/// their own or from themself.
/// </summary>
internal static class ListEvidence
{
    private static readonly string[] Seen = [.. EvidenceStates.All.Except([EvidenceStates.Scanning, EvidenceStates.Refused, EvidenceStates.Withdrawn])];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/evidence", Handle)
        .Allow(Roles.EvidenceReviewer).WithTags("Evidence").WithSummary("List evidence to review")
        .WithDescription("state: submitted (the queue) when not given. commitment, kind and organisationId narrow the list; newVersions=true leaves only new versions of evidence.");

    private static async Task<Ok<Page<EvidenceLine>>> Handle(
        string? state, string? commitment, string? kind, Guid? organisationId, bool? newVersions, string? after, int? size, Caller caller, PledgeDb db, CancellationToken cancel)
    {
        var wanted = EvidenceLine.Chosen("state", state, Seen) ?? EvidenceStates.Submitted;
        var own = caller.Organisations.ToArray();
        var list = db.Evidence.Where(e => e.State == wanted && !own.Contains(e.OrganisationId) && e.SubmittedBy != caller.Subject);
        if (EvidenceLine.Chosen("commitment", commitment, Commitments.All) is { } to)
            list = list.Where(e => e.Commitment == to);
        if (EvidenceLine.Chosen("kind", kind, EvidenceKinds.All) is { } of)
            list = list.Where(e => e.Kind == of);
        if (organisationId is { } organisation)
            list = list.Where(e => e.OrganisationId == organisation);
        if (newVersions == true)
            list = list.Where(e => e.Edition > 1);
        return TypedResults.Ok(await EvidenceLine.PageOf(db, list, after, size, newestFirst: false, cancel));
    }
}
