using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Charter.Portal.Shell;

/// <summary>Keeps a page from people for whom its form would only be refused. The services decide; this spares the way there.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ForRoleAttribute(string role) : Attribute, IPageFilter, IOrderedFilter
{
    /// <summary>Comes before anything is said about what was typed.</summary>
    public int Order => -1;

    public void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
    }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (Caller.From(context.HttpContext.User)?.Has(role) != true) context.Result = new StatusCodeResult(StatusCodes.Status403Forbidden);
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
    }
}
