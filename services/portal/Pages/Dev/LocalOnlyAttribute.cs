using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Charter.Portal.Pages.Dev;

/// <summary>A page of a local installation. Elsewhere there is no such page.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class LocalOnlyAttribute : Attribute, IPageFilter, IOrderedFilter
{
    public int Order => -1;

    public void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
    }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        var local = context.HttpContext.RequestServices.GetRequiredService<IConfiguration>()["Charter:Local"];
        if (!string.Equals(local, "true", StringComparison.OrdinalIgnoreCase)) context.Result = new NotFoundResult();
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
    }
}
