using Charter.Portal.Apis;
using Charter.ServiceDefaults;

namespace Charter.Portal.Shell;

/// <summary>The cookie that the gateway reads; it holds nothing but the session's secret.</summary>
public static class SessionCookie
{
    public static void KeepSession(this HttpContext http, Session session) => http.Response.Cookies.Append(NameIn(http), session.Secret, Options(http, session.ExpiresAt));

    public static void DropSession(this HttpContext http) => http.Response.Cookies.Delete(NameIn(http), Options(http, null));

    /// <summary>Only the browser's own requests to this site carry it, and no script reads it.</summary>
    public static CookieOptions Options(HttpContext http, DateTimeOffset? until, string path = "/") => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Path = path,
        Expires = until,
        Secure = CookieNames.IsSecure(http.RequestServices.GetRequiredService<IConfiguration>()),
    };

    private static string NameIn(HttpContext http) => CookieNames.Session(http.RequestServices.GetRequiredService<IConfiguration>());
}
