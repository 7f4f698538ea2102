using Charter.Pledges.Evidence;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Commissioning;

/// <summary>One contract on the commissioning cycle, for the organisation's people and for those who judge its evidence.</summary>
internal static class ReadContract
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/commissioning/{contractId}", Handle)
        .Allow([.. Roles.OfOrganisation, .. EvidenceItem.Readers]).Refuses(404, "not-found").WithTags("Commissioning").WithSummary("Read a contract");

    private static async Task<Ok<ContractView>> Handle(Guid contractId, Caller caller, PledgeDb db, CancellationToken cancel)
    {
        var contract = await db.CommissionedContracts.AsNoTracking().Include(c => c.Stages).Include(c => c.Questions).Include(c => c.Offers).AsSplitQuery()
            .SingleOrDefaultAsync(c => c.Id == contractId, cancel) ?? throw PledgeErrors.NoContract();
        caller.MustRead(contract.OrganisationId);
        return TypedResults.Ok(await ContractView.Of(contract, db, cancel));
    }
}
