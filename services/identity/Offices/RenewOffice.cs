using System.ComponentModel.DataAnnotations;
using Charter.Identity.Memberships;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Offices;

/// <summary>Gives an office anew until a later day, also one that has run out. What was given before is kept as it was.</summary>
internal static class RenewOffice
{
    internal sealed record Request([Required(ErrorMessage = "Enter the last day on which the office is held.")] DateOnly? Until);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/offices/{officeId}/renewal", Handle)
        .Allow(Roles.Registrar).Refuses(404, "not-found").Refuses(409, "own-office", "office-ended", "belongs-to-organisation").WithTags("Offices").WithSummary("Renew an office");

    private static Task<Created<OfficeView>> Handle(Guid officeId, Request request, Caller caller, IdentityDb db, Letters letters, TimeProvider time, CancellationToken cancel)
    {
        var today = time.Today();
        OfficeRules.CheckUntil(request.Until!.Value, today);
        return db.Alone(OfficeRules.Registrars, async () =>
        {
            var office = await db.RoleAssignments.SingleOrDefaultAsync(r => r.Id == officeId, cancel) ?? throw IdentityErrors.NoOffice();
            var holder = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == office.Subject, cancel) ?? throw IdentityErrors.NoOffice();
            if (office.Subject == caller.Subject)
                throw IdentityErrors.OwnOffice();
            if (office.EndedAt is not null)
                throw IdentityErrors.OfficeEnded();
            await OfficeRules.MayHold(db, office.Subject, office.Role, cancel);
            var given = await OfficeRules.Give(db, office.Subject, office.Role, request.Until.Value, caller.Subject, time.GetUtcNow(), cancel);
            letters.OfficeGiven(holder, given);
            return TypedResults.Created("/api/offices", OfficeView.Of(given, holder.Name, holder.Email!, today));
        }, cancel);
    }
}
