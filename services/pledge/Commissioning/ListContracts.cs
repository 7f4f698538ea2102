using Charter.Contracts;
using Charter.Pledges.Evidence;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Commissioning;

/// <summary>The contracts that an organisation records, and those whose place it has taken, the latest first, each with how far its stages are.</summary>
internal static class ListContracts
{
    /// <param name="Stages">Stage → state, for a commissioner; those that are not recorded are not-started.</param>
    internal sealed record Item(
        Guid Id, string Side, string Reference, string Title, string Buyer, string? Provider, decimal? Value, string? Ocid, Dictionary<string, string> Stages, decimal? Weighting, int Questions, int Offers);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/{organisationId}/commissioning", Handle)
        .Allow([.. Roles.OfOrganisation, .. EvidenceItem.Readers]).WithTags("Commissioning").WithSummary("List an organisation's contracts");

    private static async Task<Ok<Page<Item>>> Handle(Guid organisationId, string? after, int? size, Caller caller, PledgeDb db, CancellationToken cancel)
    {
        caller.MustRead(organisationId);
        var take = Paging.Size(size);
        var held = await db.HeldBy(organisationId, cancel);
        var list = db.CommissionedContracts.AsNoTracking().Where(c => held.Contains(c.OrganisationId));
        if (Paging.After<Guid>(after) is { } last)
            list = list.Where(c => c.Id < last);
        var page = Paging.Page(await list.OrderByDescending(c => c.Id).Take(take + 1).ToListAsync(cancel), take, c => c.Id);
        var ids = page.Items.Select(c => c.Id).ToArray();
        var stages = (await db.CommissionedStages.AsNoTracking().Where(s => ids.Contains(s.ContractId)).ToListAsync(cancel)).GroupBy(s => (s.ContractId, s.Stage)).Select(g => g.MaxBy(s => s.Id)!).ToLookup(s => s.ContractId);
        var named = stages.SelectMany(g => g).SelectMany(s => s.EvidenceIds).Distinct().ToArray();
        var states = await db.Evidence.Where(e => named.Contains(e.Id)).ToDictionaryAsync(e => e.Id, e => e.State, cancel);
        var questions = await db.CommissionedQuestions.Where(q => ids.Contains(q.ContractId)).GroupBy(q => q.ContractId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var offers = await db.CommissionedOffers.Where(o => ids.Contains(o.ContractId)).GroupBy(o => o.ContractId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return TypedResults.Ok(new Page<Item>([.. page.Items.Select(c => new Item(
            c.Id, c.Side, c.Reference, c.Title, c.Buyer, c.Provider, c.Value, c.Ocid,
            c.Side == Sides.Provider ? [] : CommissioningStages.All.ToDictionary(stage => stage, stage => StateOf(stages[c.Id].FirstOrDefault(s => s.Stage == stage))),
            stages[c.Id].FirstOrDefault(s => s.Weighting is not null)?.Weighting, questions.GetValueOrDefault(c.Id), offers.GetValueOrDefault(c.Id)))], page.Next));

        string StateOf(StageEntry? entry) => ContractView.StateOf(entry, (entry?.EvidenceIds ?? []).Where(states.ContainsKey).Select(id => states[id]));
    }
}
