using Microsoft.AspNetCore.DataProtection;

namespace Charter.Identity.Tokens;

/// <summary>Data protection is set up the same way for the service and for its command line, or one could not read what the other wrote.</summary>
internal static class Protection
{
    public static void Configure(IDataProtectionBuilder protection) => protection.SetApplicationName("charter");
}
