using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Charter.Identity.Mail;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Accounts;

/// <summary>The link at the new address was followed: it is the account's now, and the old one is told how to undo it.</summary>
internal static class ConfirmAddress
{
    private static readonly TimeSpan CanBeUndone = TimeSpan.FromDays(14);

    internal sealed record Request([Required(ErrorMessage = "Open the link in the mail again."), AtMost(100)] string Code);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/addresses", Handle).AllowEveryone().WithSummary("Confirm a new address");

    private static async Task<NoContent> Handle(Request request, IdentityDb db, ILookupNormalizer normalizer, TimeProvider time, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var link = await OneTimeLink.Find(db, LinkPurposes.ChangeAddress, request.Code, now, cancel) ?? throw IdentityErrors.LinkNotGood();
        var account = await db.Users.SingleOrDefaultAsync(u => u.Id == link.Subject, cancel) ?? throw IdentityErrors.LinkNotGood();
        var (old, email) = (account.Email!, JsonSerializer.Deserialize<LinkPurposes.Address>(link.Data!)!.Email);
        if (await db.Users.AnyAsync(u => u.NormalizedEmail == normalizer.NormalizeEmail(email), cancel))
            throw IdentityErrors.AddressTaken();

        link.Use(now);
        await OneTimeLink.UseAll(db, account.Id, [LinkPurposes.ChangeAddress, LinkPurposes.ResetPassword], now, cancel);
        account.ChangeAddress(email, normalizer.NormalizeEmail(email), db, now);
        var (undo, secret) = OneTimeLink.Make(LinkPurposes.UndoAddress, account.Id, JsonSerializer.Serialize(new LinkPurposes.Address(old)), CanBeUndone, now);
        db.Add(undo);
        db.Post(Letter.To(old, "address-changed", now, ("when", Account.Day(now)), ("undo", $"/account/email/undo?code={secret}")));
        await db.SaveChangesAsync(cancel);
        return TypedResults.NoContent();
    }
}
