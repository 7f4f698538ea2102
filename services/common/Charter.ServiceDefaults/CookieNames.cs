using Microsoft.Extensions.Configuration;

namespace Charter.ServiceDefaults;

/// <summary>
/// How cookies are named and protected: the one rule for the gateway, which reads the session's, and the portal, which sets it. Where people use
/// https, every cookie has the prefix <c>__Host-</c>, so that browsers take it only from this very host and only over TLS.
/// </summary>
public static class CookieNames
{
    /// <summary>Name of the cookie that holds nothing but a session's secret.</summary>
    public static string Session(IConfiguration configuration) => Of("charter-session", configuration);

    /// <summary>The name that a cookie gets here.</summary>
    public static string Of(string cookie, IConfiguration configuration) => IsSecure(configuration) ? "__Host-" + cookie : cookie;

    /// <summary>Whether people use the system over https. What counts is the address that they type: TLS may end at a proxy before the gateway.</summary>
    public static bool IsSecure(IConfiguration configuration) =>
        configuration["Charter:PublicAddress"]?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;
}
