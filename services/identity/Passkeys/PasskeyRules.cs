using System.Buffers.Text;
using Charter.Identity.Accounts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Passkeys;

/// <summary>How passkeys (WebAuthn level 3) are used here; the checking itself is ASP.NET Core Identity's.</summary>
internal static class PasskeyRules
{
    /// <summary>So many an account may have.</summary>
    public const int Most = 20;
    /// <summary>From the question to the browser until its answer.</summary>
    public static readonly TimeSpan TimeToAnswer = TimeSpan.FromMinutes(5);

    public static void AddPasskeys(this WebApplicationBuilder builder)
    {
        var address = new Uri(builder.Configuration["Charter:PublicAddress"] ?? throw new InvalidOperationException("Charter:PublicAddress is not configured."));
        builder.Services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        builder.Services.Configure<IdentityPasskeyOptions>(o =>
        {
            o.ServerDomain = address.Host;
            o.UserVerificationRequirement = "required";   // which makes it two factors
            o.ResidentKeyRequirement = "required";        // which makes it a way to sign in without typing an address
            o.AuthenticatorTimeout = TimeToAnswer;
            // The answer reaches us through gateway and portal, so it is not the request's own address that counts.
            o.ValidateOrigin = origin => ValueTask.FromResult(!origin.CrossOrigin
                && string.Equals(origin.Origin, address.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase));
        });
    }

    /// <summary>A passkey of this person, for changing it.</summary>
    public static async Task<IdentityUserPasskey<Guid>> Find(IdentityDb db, Guid subject, string id, CancellationToken cancel)
    {
        if (!Base64Url.IsValid(id))
            throw Refusal.NotFound("passkey");
        var credential = Base64Url.DecodeFromChars(id);
        return await db.UserPasskeys.SingleOrDefaultAsync(p => p.UserId == subject && p.CredentialId == credential, cancel) ?? throw Refusal.NotFound("passkey");
    }
}
