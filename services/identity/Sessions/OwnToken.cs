using Charter.ServiceDefaults;

namespace Charter.Identity.Sessions;

/// <summary>Tells the gateway with the answer that the caller's token is no longer true, because the event that tells everybody may come a moment later.</summary>
internal static class OwnToken
{
    public static void ChangesOwnToken(this HttpContext http) => http.Response.Headers[Authentication.TokenHeader] = Authentication.StaleToken;
}
