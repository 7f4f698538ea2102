using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges;

/// <summary>
/// Runs a handler in one transaction, for slices that move duties: these are moved by an update with a guard, which lets two requests at
/// once through without either being refused. Within an idempotency key there is a transaction already.
/// </summary>
internal static class OneTransaction
{
    public static RouteHandlerBuilder InOneTransaction(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter(async (call, next) =>
    {
        var db = call.HttpContext.RequestServices.GetRequiredService<PledgeDb>();
        if (db.Database.CurrentTransaction is not null)
            return await next(call);
        await using var transaction = await db.Database.BeginTransactionAsync(call.HttpContext.RequestAborted);
        var answer = await next(call);
        await transaction.CommitAsync(call.HttpContext.RequestAborted);
        return answer;
    });
}
