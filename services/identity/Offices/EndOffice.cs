using Charter.Contracts;
using Charter.Identity.Memberships;
using Charter.Identity.Sessions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Offices;

/// <summary>A registrar ends an office before its last day, an own one too as long as another registrar is left.</summary>
internal static class EndOffice
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/offices/{officeId}", Handle)
        .Allow(Roles.Registrar).Refuses(404, "not-found").Refuses(409, "office-ended", "last-registrar").WithTags("Offices").WithSummary("End an office");

    private static Task<NoContent> Handle(Guid officeId, Caller caller, IdentityDb db, HttpContext http, Letters letters, TimeProvider time, CancellationToken cancel) =>
        db.Alone(OfficeRules.Registrars, async () =>
        {
            var (now, today) = (time.GetUtcNow(), time.Today());
            var office = await db.RoleAssignments.SingleOrDefaultAsync(r => r.Id == officeId, cancel) ?? throw IdentityErrors.NoOffice();
            if (office.Role == Roles.Registrar && office.IsHeld(today)
                && !await db.OfficesHeld(today).AnyAsync(r => r.Role == Roles.Registrar && r.Subject != office.Subject, cancel))
                throw IdentityErrors.LastRegistrar();
            office.End(caller.Subject, now);
            db.Publish(new MembershipsChanged(office.Subject, now));
            if (office.Subject == caller.Subject)
                http.ChangesOwnToken();
            else
                await letters.OfficeEnded(office, cancel);
            return TypedResults.NoContent();
        }, cancel);
}
