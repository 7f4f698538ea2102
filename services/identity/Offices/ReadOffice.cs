using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Offices;

/// <summary>One office, to renew or end it.</summary>
internal static class ReadOffice
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/offices/{officeId}", Handle)
        .Allow(Roles.Registrar).Refuses(404, "not-found").WithTags("Offices").WithSummary("Read an office");

    private static async Task<Ok<OfficeView>> Handle(Guid officeId, IdentityDb db, TimeProvider time, CancellationToken cancel)
    {
        var office = await db.RoleAssignments.AsNoTracking().SingleOrDefaultAsync(r => r.Id == officeId, cancel) ?? throw IdentityErrors.NoOffice();
        var holder = await db.Users.Where(u => u.Id == office.Subject).Select(u => new { u.Name, u.Email }).SingleOrDefaultAsync(cancel);
        return TypedResults.Ok(OfficeView.Of(office, holder?.Name ?? "", holder?.Email ?? "", time.Today()));
    }
}
