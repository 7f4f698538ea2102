using System.Security.Cryptography;
using System.Text;
using Charter.Identity.SecondFactors;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Accounts;

/// <summary>The people of the sample partnership: one for every role. A local installation only.</summary>
internal static class SampleAccounts
{
    private static readonly (string Address, string Name, string? Role)[] People =
    [
        ("registrar", "Rowena Marchbank", Roles.Registrar),
        ("case-officer", "Callum Osgood", Roles.CaseOfficer),
        ("reviewer", "Iris Fenwick-Rao", Roles.EvidenceReviewer),
        ("panel-chair", "Pauline Chivers", Roles.PanelChair),
        ("panel-member", "Piotr Marlowe", Roles.PanelMember),
        ("assessor-one", "Asha Onslow", Roles.Assessor),
        ("assessor-two", "Arthur Tweddle", Roles.Assessor),
        ("moderator", "Mina Southcote", Roles.Moderator),
        ("appeals-member", "Alec Wainfleet", Roles.AppealsMember),
        ("signatory", "Sunita Garside", null),
        ("editor", "Edwin Talbot-Shah", null),
        ("champion", "Chidi Hartwell", null),
        ("newcomer", "Nell Cowdrey", null),
    ];

    /// <summary>Whether this is a local installation, which is for trying things out.</summary>
    public static bool BelongTo(IConfiguration configuration) => string.Equals(configuration["Charter:Local"], "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Makes those that are missing; safe to repeat and with several replicas.</summary>
    public static async Task Seed(IServiceProvider services, string password)
    {
        var db = services.GetRequiredService<IdentityDb>();
        var normalizer = services.GetRequiredService<ILookupNormalizer>();
        var time = services.GetRequiredService<TimeProvider>();
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('sample-accounts'))");
        var known = await db.Users.Where(u => u.Email!.EndsWith("@example.org")).Select(u => u.Email).ToListAsync();
        var missing = People.Where(p => !known.Contains(p.Address + "@example.org")).ToList();
        // One hash for all: they share the password, and hashing is slow by design.
        var hash = missing.Count > 0 ? services.GetRequiredService<Passwords>().Hash(password) : null;
        foreach (var (address, name, role) in missing)
        {
            var email = address + "@example.org";
            var account = new Account(email, name, normalizer.NormalizeEmail(email), hash);
            db.Add(account);
            if (role is not null)
                db.Add(new RoleAssignment { Subject = account.Id, Role = role, HeldFrom = now, Until = time.Today().AddYears(1) });
        }
        await db.SaveChangesAsync();
        await GiveAuthenticators(db, services.GetRequiredService<AuthenticatorKeys>(), password, now);
        await transaction.CommitAsync();
    }

    /// <summary>The key of a sample account's authenticator app follows from the sample password, so that programs that know the one can make the codes of the other.</summary>
    internal static byte[] KeyOf(string password, string email) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(password), Encoding.UTF8.GetBytes(email))[..Totp.KeyBytes];

    /// <summary>Offices need two factors, from the start.</summary>
    private static async Task GiveAuthenticators(IdentityDb db, AuthenticatorKeys keys, string password, DateTimeOffset now)
    {
        var holders = People.Where(p => p.Role is not null).Select(p => p.Address + "@example.org").ToList();
        foreach (var account in await db.Users.Where(u => holders.Contains(u.Email!)
            && !db.Authenticators.Any(a => a.Subject == u.Id) && !db.UserPasskeys.Any(p => p.UserId == u.Id)).ToListAsync())
        {
            var authenticator = new Authenticator(account.Id);
            authenticator.SetUp(keys.Protect(account.Id, KeyOf(password, account.Email!)), step: 0, now);
            db.Add(authenticator);
        }
        await db.SaveChangesAsync();
    }
}
