using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Commissioning;

/// <summary>An editor states the facts of a contract anew: the provider once it is chosen, the value, the open contracting id.</summary>
internal static class ChangeContract
{
    internal sealed record Request : ContractTerms
    {
        /// <summary>Version of the record that was read; what somebody else has changed since is not overwritten.</summary>
        public required int Version { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/commissioning/{contractId}", Handle)
        .Allow(Roles.Editor).Refuses(404, "not-found").Refuses(409, "changed-meanwhile").Refuses(412, "contract-changed-since").WithTags("Commissioning").WithSummary("Change a contract");

    private static async Task<Ok<ContractView>> Handle(Guid contractId, Request request, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        var contract = await db.ContractToChange(contractId, caller, cancel);
        var name = await db.Organisations.Where(o => o.OrganisationId == contract.OrganisationId).Select(o => o.Name).SingleOrDefaultAsync(cancel) ?? "";
        contract.Change(request, name, request.Version);
        db.Publish(new CommissioningRecorded(contract.Facts(), caller.Subject, time.GetUtcNow()));
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(await ContractView.Of(contract, db, cancel));
    }
}
