using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Value;

/// <summary>Records of which more than the whole is claimed, oldest first.</summary>
internal static class ListDisputes
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/value/disputes", Handle)
        .Allow(Roles.Registrar).WithTags("Value").WithSummary("List disputes about shares");

    private static async Task<Ok<Page<ValueLine>>> Handle(string? after, int? size, PledgeDb db, CancellationToken cancel)
    {
        var list = db.Values.AsNoTracking().Where(v => v.Disputes.Any(d => d.SettledAt == null));
        if (Paging.After<Guid>(after) is { } last)
            list = list.Where(v => v.Id > last);
        return TypedResults.Ok(await ListValue.Lines(list.OrderBy(v => v.Id), [], Paging.Size(size), db, cancel));
    }
}
