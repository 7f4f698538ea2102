using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Charter.Identity.Mail;
using Charter.Identity.SecondFactors;
using Charter.Identity.Sessions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Accounts;

/// <summary>
/// Whoever has the old address says that it was not they who changed it. The account is theirs again: everybody is signed out, the password is
/// worth nothing any more, second factors that were added since go, and the answer is the code with which to choose one.
/// </summary>
internal static class UndoAddress
{
    internal sealed record Request([Required(ErrorMessage = "Open the link in the mail again."), AtMost(100)] string Code);

    /// <param name="Reset">For POST /identity/passwords.</param>
    internal sealed record Undone(string Reset);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/addresses/undo", Handle).AllowEveryone().WithSummary("Undo a change of address");

    private static async Task<Ok<Undone>> Handle(Request request, IdentityDb db, ILookupNormalizer normalizer, TimeProvider time, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var link = await OneTimeLink.Find(db, LinkPurposes.UndoAddress, request.Code, now, cancel) ?? throw IdentityErrors.LinkNotGood();
        var account = await db.Users.SingleOrDefaultAsync(u => u.Id == link.Subject, cancel) ?? throw IdentityErrors.LinkNotGood();
        var (wrong, email) = (account.Email!, JsonSerializer.Deserialize<LinkPurposes.Address>(link.Data!)!.Email);
        if (await db.Users.AnyAsync(u => u.Id != account.Id && u.NormalizedEmail == normalizer.NormalizeEmail(email), cancel))
            throw IdentityErrors.AddressTaken();

        link.Use(now);
        await OneTimeLink.UseAll(db, account.Id, [LinkPurposes.ChangeAddress, LinkPurposes.ResetPassword], now, cancel);
        // Undoing what came after this change is undone with it; what came before can still be, or a thief's second change would save the first.
        foreach (var later in await db.OneTimeLinks.Where(l => l.Subject == account.Id && l.Purpose == LinkPurposes.UndoAddress && l.UsedAt == null && l.CreatedAt >= link.CreatedAt).ToListAsync(cancel))
            later.Use(now);
        account.ChangeAddress(email, normalizer.NormalizeEmail(email), db, now);
        account.PasswordHash = null;
        await Session.EndAll(db, account.Id, except: null, now, cancel);
        await Factors.RemoveSince(db, account.Id, link.CreatedAt, cancel);
        var (reset, secret) = OneTimeLink.Make(LinkPurposes.ResetPassword, account.Id, null, RequestReset.Good, now);
        db.Add(reset);
        if (!string.Equals(wrong, email, StringComparison.OrdinalIgnoreCase))
            db.Post(Letter.To(wrong, "address-restored", now, ("when", Account.Day(now))));
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(new Undone(secret));
    }
}
