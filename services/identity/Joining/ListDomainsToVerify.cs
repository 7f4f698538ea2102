using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Joining;

/// <summary>A registrar's work list: domains that no signatory's own address proves, or that another organisation has too; oldest first.</summary>
internal static class ListDomainsToVerify
{
    private readonly record struct Key(DateTimeOffset At, Guid Id);

    /// <param name="Others">How many other organisations have it verified.</param>
    internal sealed record Waiting(Guid OrganisationId, string? OrganisationName, string Domain, DateOnly StatedOn, int Others);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/domains-to-verify", Handle)
        .Allow(Roles.Registrar).WithTags("Joining").WithSummary("List e-mail domains that wait to be verified");

    private static async Task<Ok<Page<Waiting>>> Handle(string? after, int? size, IdentityDb db, CancellationToken cancel)
    {
        var take = Paging.Size(size);
        var list = db.OrganisationDomains.AsNoTracking().Where(d => d.VerifiedAt == null);
        if (Paging.After<Key>(after) is { } last)
            list = list.Where(d => EF.Functions.GreaterThan(ValueTuple.Create(d.StatedAt, d.OrganisationId), ValueTuple.Create(last.At, last.Id)));
        var read = await list.OrderBy(d => d.StatedAt).ThenBy(d => d.OrganisationId).Take(take + 1).Select(d => new
        {
            d.OrganisationId,
            d.Domain,
            d.StatedAt,
            Name = db.Organisations.Where(o => o.OrganisationId == d.OrganisationId).Select(o => o.Name).FirstOrDefault(),
            Others = db.OrganisationDomains.Count(o => o.Domain == d.Domain && o.VerifiedAt != null),
        }).ToListAsync(cancel);
        var page = Paging.Page(read, take, d => new Key(d.StatedAt, d.OrganisationId));
        return TypedResults.Ok(new Page<Waiting>([.. page.Items.Select(d => new Waiting(d.OrganisationId, d.Name, d.Domain, d.StatedAt.LocalDay(), d.Others))], page.Next));
    }
}
