using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Charter.Identity.Accounts;
using Charter.Identity.SecondFactors;
using Charter.Identity.Sessions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Passkeys;

/// <summary>Keeps the passkey that the person's browser has made.</summary>
internal static class AddPasskey
{
    /// <param name="Credential">What <c>navigator.credentials.create()</c> gave, as JSON.</param>
    internal sealed record Request(
        [Required(ErrorMessage = "Start again: the question to the browser is missing."), AtMost(4000)] string Ticket,
        [Required(ErrorMessage = "Give the passkey a name, such as the device that it is on."), AtMost(60)] string Name,
        [Required(ErrorMessage = "The browser did not make a passkey. Try again."), AtMost(15_000)] string Credential);

    /// <param name="RecoveryCodes">With the first second factor; shown only now.</param>
    /// <param name="Elevation">By which the portal makes this session one with two factors; null when it is.</param>
    internal sealed record Added(string Id, string Name, IReadOnlyList<string> RecoveryCodes, string? Elevation);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/me/passkeys", Handle)
        .Allow(Roles.SignedIn).ShownOnce().Refuses(409, "passkey-not-accepted", "set-up-expired")
        .WithTags("Second factors").WithSummary("Add a passkey");

    private static async Task<Created<Added>> Handle(Request request, Caller caller, ClaimsPrincipal user, HttpContext http, IdentityDb db,
        IPasskeyHandler<Account> passkeys, Tickets tickets, TimeProvider time, CancellationToken cancel)
    {
        if (tickets.Read<OfferPasskey.Asked>(request.Ticket) is not { } ticket || ticket.Content.Subject != caller.Subject || !await Tickets.Use(db, ticket, cancel))
            throw IdentityErrors.SetUpExpired();
        var result = await passkeys.PerformAttestationAsync(new() { HttpContext = http, CredentialJson = request.Credential, AttestationState = ticket.Content.State });
        if (!result.Succeeded || !result.Passkey.IsUserVerified || result.UserEntity.Id != caller.Subject.ToString())
            throw IdentityErrors.PasskeyNotAccepted();
        var (made, name, now) = (result.Passkey, request.Name.Trim(), time.GetUtcNow());
        db.Add(new IdentityUserPasskey<Guid>
        {
            UserId = caller.Subject,
            CredentialId = made.CredentialId,
            Data = new()
            {
                Name = name,
                PublicKey = made.PublicKey,
                CreatedAt = now,
                SignCount = made.SignCount,
                Transports = made.Transports,
                IsUserVerified = made.IsUserVerified,
                IsBackupEligible = made.IsBackupEligible,
                IsBackedUp = made.IsBackedUp,
                AttestationObject = made.AttestationObject,
                ClientDataJson = made.ClientDataJson,
            },
        });
        var session = await Factors.SessionOf(user, db, cancel);
        var (codes, elevation) = await Factors.Added(db, caller.Subject, session, SignedInWith.Passkey, tickets, now, cancel);
        Factors.Tell(db, await db.Users.AsNoTracking().SingleAsync(u => u.Id == caller.Subject, cancel), "A passkey was added", now);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created("/api/me/second-factors", new Added(Base64Url.EncodeToString(made.CredentialId), name, codes, elevation));
    }
}
