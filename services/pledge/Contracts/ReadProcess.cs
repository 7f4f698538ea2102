using Charter.Contracts;
using Charter.Pledges.Imports;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Contracts;

/// <summary>A contracting process with its awards, and the releases out of which it was merged.</summary>
internal static class ReadProcess
{
    /// <param name="Locality">local, elsewhere or unknown under the rule.</param>
    internal sealed record AwardedTo(Guid? SupplierId, string? Name, string? Postcode, Place? Place, string? Scale, bool? IsVoluntary, string Locality);

    internal sealed record Award(string AwardId, string? Title, string? Status, bool Counts, DateTimeOffset? Date, decimal? Value, string? Currency, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt, IReadOnlyList<AwardedTo> Suppliers);

    internal sealed record Release(string ReleaseId, DateTimeOffset Date, IReadOnlyList<string> Tags, Guid ImportId);

    /// <summary>A record of the same contract on the commissioning cycle, known by its open contracting id.</summary>
    internal sealed record OnTheCycle(Guid Id, string Side, string Reference, string Title);

    internal sealed record Answer(Guid Id, Guid OrganisationId, string Ocid, string Title, string? Description, string? BuyerName, string? Status, string? Method, string? MethodDetails, string? Category,
        decimal? TenderValue, string? TenderCurrency, bool? IsForSmall, bool? IsForVoluntary, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt, int Amendments, IReadOnlyList<Award> Awards, IReadOnlyList<Release> Releases, string Rule, IReadOnlyList<OnTheCycle> Commissioned);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/{organisationId}/contracts/{processId}", Handle)
        .Allow(ImportAccess.Readers).Refuses(404, "not-found").WithTags("Contracts").WithSummary("Read a contract that was brought in");

    private static async Task<Ok<Answer>> Handle(Guid organisationId, Guid processId, Caller caller, PledgeDb db, CancellationToken cancel)
    {
        var held = await db.MustSee(caller, organisationId, cancel);
        var p = await db.Processes.AsNoTracking().SingleOrDefaultAsync(x => x.Id == processId && held.Contains(x.OrganisationId), cancel) ?? throw PledgeErrors.NoProcess();
        var rule = await LocalRule.For(db, organisationId, null, cancel);
        var named = await db.AwardSuppliers.AsNoTracking().Where(s => s.ProcessId == processId).OrderBy(s => s.AwardNumber).ThenBy(s => s.Number)
            .Select(s => new { s.AwardNumber, Supplier = db.Suppliers.SingleOrDefault(x => x.Id == s.SupplierId) }).ToListAsync(cancel);
        var awards = await db.Awards.AsNoTracking().Where(a => a.ProcessId == processId).OrderBy(a => a.Number).ToListAsync(cancel);
        var releases = await db.Releases.AsNoTracking().Where(r => r.OrganisationId == p.OrganisationId && r.Ocid == p.Ocid).OrderBy(r => r.Date).ThenBy(r => r.ReleaseId)
            .Select(r => new Release(r.ReleaseId, r.Date, r.Tags, r.ImportId)).ToListAsync(cancel);
        var commissioned = await db.CommissionedContracts.AsNoTracking().Where(c => held.Contains(c.OrganisationId) && c.Ocid == p.Ocid).OrderBy(c => c.Id)
            .Select(c => new OnTheCycle(c.Id, c.Side, c.Reference, c.Title)).ToListAsync(cancel);
        return TypedResults.Ok(new Answer(p.Id, p.OrganisationId, p.Ocid, p.Title, p.Description, p.BuyerName, p.Status, p.Method, p.MethodDetails, p.Category, p.TenderValue, p.TenderCurrency, p.IsForSmall, p.IsForVoluntary,
            p.StartsAt, p.EndsAt, p.Amendments,
            [.. awards.Select(a => new Award(a.AwardId, a.Title, a.Status, a.Counts, a.Date, a.Value, a.Currency, a.StartsAt, a.EndsAt,
                [.. named.Where(n => n.AwardNumber == a.Number).Select(n => n.Supplier is { } s
                    ? new AwardedTo(s.Id, s.Name, s.Postcode, s.Place(), s.Scale, s.IsVoluntary, rule.Of(s)) : new AwardedTo(null, null, null, null, null, null, Locality.Unknown))]))],
            releases, rule.Rule, commissioned));
    }
}
