namespace Charter.Portal.Shell;

public static class Privacy
{
    /// <summary>Pages are not kept by shared caches, and not kept at all once they show somebody who is signed in.</summary>
    public static void UsePrivacy(this WebApplication app) => app.Use((http, next) =>
    {
        http.Response.OnStarting(() =>
        {
            if (http.Response.Headers.CacheControl.Count == 0)
                http.Response.Headers.CacheControl = http.User.Identity?.IsAuthenticated == true ? "no-store" : "private, no-cache";
            return Task.CompletedTask;
        });
        return next(http);
    });
}
