using System.ComponentModel.DataAnnotations;
using Charter.Identity.Mail;
using Charter.Identity.Sessions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Accounts;

/// <summary>Somebody asks for an account. Answer and time are the same whether the address has one: the mail to it says which.</summary>
internal static class CreateAccount
{
    internal sealed record Request(
        [Required(ErrorMessage = "Enter your name."), AtMost(PersonNameAttribute.Longest), PersonName] string Name,
        [Required(ErrorMessage = "Enter your e-mail address."), Email] string Email,
        [Required(ErrorMessage = "Choose a password.")] string Password) : IValidatableObject
    {
        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => PasswordRules.Judge(Password, "password", Name, Email);
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/accounts", Handle).AllowEveryone().WithSummary("Ask for an account");

    private static async Task<Accepted> Handle(Request request, HttpContext http, IdentityDb db, Throttle throttle, Passwords passwords,
        ILookupNormalizer normalizer, TimeProvider time, CancellationToken cancel)
    {
        var normalized = normalizer.NormalizeEmail(request.Email.Trim());
        var maySend = await throttle.MaySendTo(normalized, http, cancel);
        var hash = passwords.Hash(request.Password);   // also when it is for nothing: it takes most of the time
        var known = await db.Users.Where(u => u.NormalizedEmail == normalized).Select(u => u.Email).SingleOrDefaultAsync(cancel);
        if (!maySend)
            return TypedResults.Accepted((string?)null);
        var now = time.GetUtcNow();
        if (known is not null)
            db.Post(Letter.To(known, "account-exists", now, ("signin", "/sign-in"), ("forgotten", "/account/forgotten")));
        else
        {
            var signUp = new SignUp
            {
                Id = Guid.CreateVersion7(),
                Email = request.Email.Trim(),
                NormalizedEmail = normalized,
                Name = request.Name.Trim(),
                PasswordHash = hash,
                CreatedAt = now,
            };
            db.Add(signUp);
            signUp.PostConfirmation(db, now);
        }
        await db.SaveChangesAsync(cancel);
        return TypedResults.Accepted((string?)null);
    }
}
