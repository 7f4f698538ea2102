using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Successions;

/// <summary>A succession as registrars see it.</summary>
/// <param name="On">Day from which it holds in law.</param>
/// <param name="EnteredOn">Day from which the register shows it.</param>
/// <param name="Status">standing or reversed.</param>
/// <param name="ReversibleUntil">Last day on which it can be taken back.</param>
/// <param name="IsReversible">It can be taken back today.</param>
internal sealed record SuccessionView(
    Guid Id, string Kind, Guid PredecessorId, string PredecessorName, Guid SuccessorId, string SuccessorName, DateOnly On, string? Note, DateOnly EnteredOn,
    string Status, DateOnly ReversibleUntil, bool IsReversible, DateOnly? ReversedOn, string? ReversalReason)
{
    public static SuccessionView Of(Succession s, string predecessor, string successor, bool isSuccessorSucceeded, DateOnly today) => new(
        s.Id, s.Kind, s.PredecessorId, predecessor, s.SuccessorId, successor, s.On, s.Note, s.EnteredOn, s.ReversedAt is null ? "standing" : "reversed",
        s.ReversibleUntil, s.IsReversible(today) && !isSuccessorSucceeded, s.ReversedOn, s.ReversalReason);
}

/// <summary>Every succession, newest first, or those of one organisation on either side.</summary>
internal static class ListSuccessions
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/successions", Handle)
        .Allow(Roles.Registrar).WithTags("Successions").WithSummary("List successions").WithDescription("organisationId: only those in which it is predecessor or successor.");

    private static async Task<Ok<Page<SuccessionView>>> Handle(Guid? organisationId, string? after, int? size, SignatoryDb db, TimeProvider time, CancellationToken cancel)
    {
        var take = Paging.Size(size);
        var list = db.Successions.AsNoTracking();
        if (organisationId is not null)
            list = list.Where(s => s.PredecessorId == organisationId || s.SuccessorId == organisationId);
        if (Paging.After<Guid>(after) is { } last)
            list = list.Where(s => s.Id < last);
        var read = await list.OrderByDescending(s => s.Id).Take(take + 1).Select(s => new
        {
            Succession = s,
            Predecessor = db.Organisations.Where(o => o.Id == s.PredecessorId).Select(o => o.Name).Single(),
            Successor = db.Organisations.Where(o => o.Id == s.SuccessorId).Select(o => new { o.Name, IsSucceeded = o.SuccessionId != null }).Single(),
        }).ToListAsync(cancel);
        var page = Paging.Page(read, take, x => x.Succession.Id);
        return TypedResults.Ok(new Page<SuccessionView>(
            [.. page.Items.Select(x => SuccessionView.Of(x.Succession, x.Predecessor, x.Successor.Name, x.Successor.IsSucceeded, time.Today()))], page.Next));
    }
}
