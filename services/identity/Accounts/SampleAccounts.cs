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
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('sample-accounts'))");
        var known = await db.Users.Where(u => u.Email!.EndsWith("@example.org")).Select(u => u.Email).ToListAsync();
        var missing = People.Where(p => !known.Contains(p.Address + "@example.org")).ToList();
        // One hash for all: they share the password, and hashing is slow by design.
        var hash = missing.Count > 0 ? services.GetRequiredService<IPasswordHasher<Account>>().HashPassword(new(), password) : null;
        foreach (var (address, name, role) in missing)
        {
            var account = new Account(address + "@example.org", name) { EmailConfirmed = true, PasswordHash = hash };
            account.NormalizedEmail = account.NormalizedUserName = normalizer.NormalizeEmail(account.Email);
            db.Add(account);
            if (role is not null)
                db.Add(new RoleAssignment { Subject = account.Id, Role = role, HeldFrom = time.GetUtcNow(), Until = time.Today().AddYears(1) });
        }
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }
}
