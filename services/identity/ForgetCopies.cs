using Microsoft.EntityFrameworkCore;

namespace Charter.Identity;

/// <summary>The names of organisations and successions are copies of what the signatory service states; they stay until it states them again, which then replaces them.</summary>
internal static class ForgetCopies
{
    public static Task Run(IdentityDb db) => db.Database.ExecuteSqlAsync($"update organisation set version = 0; update succession set version = 0");
}
