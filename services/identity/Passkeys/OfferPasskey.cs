using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Text.Json;
using Charter.Identity.Accounts;
using Charter.Identity.SecondFactors;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Passkeys;

/// <summary>What the browser needs to make a passkey for the signed-in person.</summary>
internal static class OfferPasskey
{
    internal sealed record Request([Required(ErrorMessage = "Enter your password, or a code from your authenticator app."), AtMost(600)] string Proof);

    /// <param name="Options">For <c>navigator.credentials.create()</c>.</param>
    /// <param name="Ticket">To be sent back with what that gives.</param>
    internal sealed record Offer(JsonElement Options, string Ticket);

    /// <summary>What the ticket says: this person was asked this.</summary>
    internal sealed record Asked(Guid Subject, string State);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/me/passkeys/options", Handle)
        .Allow(Roles.SignedIn).ShownOnce().Refuses(403, "second-factor-first").Refuses(409, "too-many-passkeys").Refuses(429, "too-many-attempts")
        .WithTags("Second factors").WithSummary("Get what a browser needs to make a passkey");

    private static async Task<Ok<Offer>> Handle(
        Request request, ClaimsPrincipal user, HttpContext http, FreshProof proof, IdentityDb db, IPasskeyHandler<Account> passkeys, Tickets tickets, CancellationToken cancel)
    {
        var (account, _) = await proof.Check(user, request.Proof, cancel);
        await db.SaveChangesAsync(cancel);   // a code that was the proof is used up
        if (await db.UserPasskeys.CountAsync(p => p.UserId == account.Id, cancel) >= PasskeyRules.Most)
            throw IdentityErrors.TooManyPasskeys(PasskeyRules.Most);
        var made = await passkeys.MakeCreationOptionsAsync(new() { Id = account.Id.ToString(), Name = account.Email!, DisplayName = account.Name is "" ? account.Email! : account.Name }, http);
        return TypedResults.Ok(new Offer(JsonElement.Parse(made.CreationOptionsJson), tickets.Write(new Asked(account.Id, made.AttestationState!), PasskeyRules.TimeToAnswer)));
    }
}
