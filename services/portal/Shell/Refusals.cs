using Charter.Portal.Apis;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Charter.Portal.Shell;

/// <summary>
/// What the services refuse, put where the person can act on it: a form comes back with everything typed and the errors at its fields;
/// whoever is not signed in (any more) goes to sign in; everything else becomes an error page.
/// </summary>
public sealed class Refusals : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (context.HandlerInstance is not PageModel page)
        {
            await next();
            return;
        }
        if (context.HandlerMethod is null && page is PortalPage)
        {
            context.Result = new StatusCodeResult(StatusCodes.Status405MethodNotAllowed);   // the page would be shown with nothing loaded
            return;
        }
        var isForm = HttpMethods.IsPost(context.HttpContext.Request.Method);
        if (!page.ModelState.IsValid)
        {
            context.Result = isForm ? await Again(page, 400) : new StatusCodeResult(400);
            return;
        }
        var executed = await next();
        if (executed.Exception is not ApiRefusal refusal) return;
        executed.ExceptionHandled = true;
        executed.Result = refusal.Status == 401 ? SignInFirst(context.HttpContext.Request)
            : isForm && refusal.CanBeTriedAgain ? await Again(page, refusal.Status, refusal)
            : Answer(context.HttpContext, refusal);
    }

    private static async Task<IActionResult> Again(PageModel page, int status, ApiRefusal? refusal = null)
    {
        foreach (var (field, messages) in refusal?.Errors ?? new Dictionary<string, string[]>())
            foreach (var message in messages) page.ModelState.AddModelError(field == "$" ? "" : field, message);
        if (refusal is { Errors.Count: 0 }) page.ModelState.AddModelError("", refusal.Message);
        try
        {
            if (page is PortalPage portal) await portal.LoadAsync(page.HttpContext.RequestAborted);
        }
        catch (ApiRefusal also)
        {
            return Answer(page.HttpContext, also);
        }
        if (refusal?.RetryAfter is { } later) page.Response.Headers.RetryAfter = later;
        page.Response.StatusCode = status;
        return page.Page();
    }

    private static StatusCodeResult Answer(HttpContext http, ApiRefusal refusal)
    {
        if (refusal.RetryAfter is not null) http.Response.Headers.RetryAfter = refusal.RetryAfter;
        return new(refusal.Status is 400 or 403 or 404 or 409 or 429 or 503 ? refusal.Status : 502);
    }

    internal static RedirectResult SignInFirst(HttpRequest request)
    {
        // A form that was sent while signed out cannot be sent again by itself: its page is shown.
        var back = request.Path + request.QueryString;
        return new($"/sign-in?returnUrl={Uri.EscapeDataString(back)}");
    }
}
