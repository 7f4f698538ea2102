using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Security.Cryptography;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charter.Identity.SecondFactors;

/// <summary>A key for the person's authenticator app. It counts once a code of it has come back.</summary>
internal static class StartAuthenticator
{
    internal sealed record Request([Required(ErrorMessage = "Enter your password, or a code from your authenticator app."), AtMost(600)] string Proof);

    /// <param name="Key">As typed into an app (base32).</param>
    /// <param name="Uri">The same for a QR code.</param>
    /// <param name="Ticket">To be sent back with the first code.</param>
    internal sealed record Started(string Key, string Uri, string Ticket);

    /// <summary>What the ticket says: this key was made for this person.</summary>
    internal sealed record KeyMade(Guid Subject, byte[] Key);

    private static readonly TimeSpan TimeToConfirm = TimeSpan.FromMinutes(30);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/me/authenticator/key", Handle)
        .Allow(Roles.SignedIn).ShownOnce().Refuses(403, "second-factor-first").Refuses(429, "too-many-attempts")
        .WithTags("Second factors").WithSummary("Get a key for an authenticator app");

    private static async Task<Ok<Started>> Handle(
        Request request, ClaimsPrincipal user, FreshProof proof, IdentityDb db, Tickets tickets, IConfiguration configuration, CancellationToken cancel)
    {
        var (account, _) = await proof.Check(user, request.Proof, cancel);
        await db.SaveChangesAsync(cancel);   // a code that was the proof is used up
        var key = RandomNumberGenerator.GetBytes(Totp.KeyBytes);
        return TypedResults.Ok(new Started(Totp.Base32(key), UriOf(key, account.Email!, configuration), tickets.Write(new KeyMade(account.Id, key), TimeToConfirm)));
    }

    /// <summary>The address that apps read from a QR code (Key Uri Format). Installations are told apart by their host.</summary>
    internal static string UriOf(byte[] key, string email, IConfiguration configuration)
    {
        var issuer = System.Uri.TryCreate(configuration["Charter:PublicAddress"], UriKind.Absolute, out var address) ? $"Charter {address.Host}" : "Charter";
        return $"otpauth://totp/{System.Uri.EscapeDataString(issuer)}:{System.Uri.EscapeDataString(email)}?secret={Totp.Base32(key)}&issuer={System.Uri.EscapeDataString(issuer)}";
    }
}
