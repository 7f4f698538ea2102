using Charter.ServiceDefaults;
using Charter.Signatories.Gazetteer;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Organisations;

/// <summary>A registrar's work list, oldest first, or the caller's own organisations (<c>mine=true</c>).</summary>
internal static class ListOrganisations
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations", Handle)
        .Allow(Roles.SignedIn).WithTags("Organisations").WithSummary("List organisations")
        .WithDescription("q: words, or beginnings of words, of the name.");

    private static async Task<Ok<Page<OrganisationView>>> Handle(string? q, string? status, bool? mine, string? after, int? size, Caller caller, SignatoryDb db, CancellationToken cancel)
    {
        if (status is not null && !OrganisationStatus.All.Contains(status))
            throw InvalidRequest.For("status", $"Choose a status: {string.Join(", ", OrganisationStatus.All)}.");
        if (mine != true && !caller.Has(Roles.Registrar))
            throw Refusal.Forbidden("Only a registrar lists every organisation. Ask for your own with mine=true, or search the register.");
        var take = Paging.Size(size);
        var list = db.Organisations.AsNoTracking().Where(o => status == null || o.Status == status);
        if (mine == true)
        {
            var own = caller.Memberships.Select(m => m.Organisation).Distinct().ToArray();
            list = list.Where(o => (o.RegisteredBy == caller.Subject && o.Status == OrganisationStatus.Registered) || own.Contains(o.Id));
        }
        if (WordSearch.Of(q) is { } query)
            list = list.Where(o => o.Search.Matches(EF.Functions.ToTsQuery("simple", EF.Constant(query))));
        if (Paging.After<Guid>(after) is { } last)
            list = list.Where(o => o.Id > last);
        var read = await list.OrderBy(o => o.Id).Take(take + 1).ToListAsync(cancel);
        var page = Paging.Page(read, take, o => o.Id);
        var places = await db.PlaceNames(page.Items.SelectMany(o => o.Places), cancel);
        return TypedResults.Ok(new Page<OrganisationView>([.. page.Items.Select(o => OrganisationView.Of(o, places))], page.Next));
    }
}
