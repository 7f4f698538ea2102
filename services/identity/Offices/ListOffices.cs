using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Offices;

/// <summary>Who holds or held which office: those held in the order in which they run out, all others newest first.</summary>
internal static class ListOffices
{
    private readonly record struct Key(DateOnly Until, Guid Id);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/offices", Handle)
        .Allow(Roles.Registrar).WithTags("Offices").WithSummary("List offices")
        .WithDescription("state: held (unless another is asked for), expired or ended. role: one office only.");

    private static async Task<Ok<Page<OfficeView>>> Handle(string? state, string? role, string? after, int? size, IdentityDb db, TimeProvider time, CancellationToken cancel)
    {
        state ??= OfficeStates.Held;
        if (!OfficeStates.All.Contains(state))
            throw InvalidRequest.For("state", $"Choose a state: {string.Join(", ", OfficeStates.All)}.");
        if (role is not null && !Roles.PartnershipWide.Contains(role))
            throw InvalidRequest.For("role", $"Choose an office: {string.Join(", ", Roles.PartnershipWide)}.");
        var (take, today) = (Paging.Size(size), time.Today());
        var list = db.RoleAssignments.AsNoTracking().Where(r => role == null || r.Role == role);
        list = state switch
        {
            OfficeStates.Held => list.Where(r => r.EndedAt == null && r.Until >= today),
            OfficeStates.Expired => list.Where(r => r.EndedAt == null && r.Until < today),
            _ => list.Where(r => r.EndedAt != null),
        };
        var last = Paging.After<Key>(after);
        if (state == OfficeStates.Held)
        {
            if (last is { } key)
                list = list.Where(r => EF.Functions.GreaterThan(ValueTuple.Create(r.Until, r.Id), ValueTuple.Create(key.Until, key.Id)));
            list = list.OrderBy(r => r.Until).ThenBy(r => r.Id);
        }
        else
        {
            if (last is { } key)
                list = list.Where(r => r.Id < key.Id);
            list = list.OrderByDescending(r => r.Id);
        }
        var read = await list.Take(take + 1).Select(r => new
        {
            Office = r,
            Holder = db.Users.Where(u => u.Id == r.Subject).Select(u => new { u.Name, u.Email }).FirstOrDefault(),
        }).ToListAsync(cancel);
        var page = Paging.Page(read, take, r => new Key(r.Office.Until, r.Office.Id));
        return TypedResults.Ok(new Page<OfficeView>([.. page.Items.Select(r => OfficeView.Of(r.Office, r.Holder?.Name ?? "", r.Holder?.Email ?? "", today))], page.Next));
    }
}
