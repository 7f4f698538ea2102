using Charter.Portal.Apis;

namespace Charter.Portal.Shell;

/// <summary>The cookie that the gateway reads; it holds nothing but the session's secret.</summary>
public static class SessionCookie
{
    public const string Name = "charter-session";

    public static void KeepSession(this HttpContext http, Session session) => http.Response.Cookies.Append(Name, session.Secret, Options(http, session.ExpiresAt));

    /// <summary>Only the browser's own requests to this site carry it, and no script reads it.</summary>
    public static CookieOptions Options(HttpContext http, DateTimeOffset? until, string path = "/") => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Path = path,
        Expires = until,
        Secure = http.RequestServices.GetRequiredService<IConfiguration>()["Charter:PublicAddress"]?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true,
    };
}
