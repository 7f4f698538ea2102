using System.ComponentModel.DataAnnotations;
using Charter.Identity.Memberships;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Offices;

/// <summary>A registrar gives an office to somebody who has an account, until a day. Nobody gives one to themself.</summary>
internal static class GiveOffice
{
    /// <summary>The offices there are, for the rule on the request.</summary>
    private static class PartnershipOffices
    {
        public static IReadOnlyList<string> All => Roles.PartnershipWide;
    }

    /// <param name="Until">The last day on which it is held.</param>
    internal sealed record Request(
        [Required(ErrorMessage = "Enter the e-mail address of the person's account."), Email] string Email,
        [OneOf("an office", typeof(PartnershipOffices))] string Role,
        [Required(ErrorMessage = "Enter the last day on which the office is held.")] DateOnly? Until);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/offices", Handle)
        .Allow(Roles.Registrar).Refuses(404, "account-not-found").Refuses(409, "own-office", "belongs-to-organisation", "office-held").WithTags("Offices").WithSummary("Give somebody an office");

    private static async Task<Created<OfficeView>> Handle(
        Request request, Caller caller, IdentityDb db, ILookupNormalizer normalizer, Letters letters, TimeProvider time, CancellationToken cancel)
    {
        var (today, email) = (time.Today(), normalizer.NormalizeEmail(request.Email.Trim()));
        OfficeRules.CheckUntil(request.Until!.Value, today);
        var account = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.NormalizedEmail == email && u.EmailConfirmed, cancel) ?? throw IdentityErrors.NoAccount();
        if (account.Id == caller.Subject)
            throw IdentityErrors.OwnOffice();
        return await db.Alone(OfficeRules.Registrars, async () =>
        {
            if (await db.OfficesHeld(today).AnyAsync(r => r.Subject == account.Id && r.Role == request.Role, cancel))
                throw IdentityErrors.OfficeHeld();
            await OfficeRules.MayHold(db, account.Id, request.Role, cancel);
            var given = await OfficeRules.Give(db, account.Id, request.Role, request.Until.Value, caller.Subject, time.GetUtcNow(), cancel);
            letters.OfficeGiven(account, given);
            return TypedResults.Created("/api/offices", OfficeView.Of(given, account.Name, account.Email!, today));
        }, cancel);
    }
}
