using Charter.Contracts;
using Charter.Pledges.Contracts;
using Charter.Pledges.Imports;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Spend;

/// <summary>What an organisation paid and where that went, by month, with the rule and what is not known.</summary>
internal static class SpendTotals
{
    internal sealed record OfMonth(DateOnly Month, decimal Total, decimal Local, decimal Unknown);

    /// <param name="Coverage">What the figures do not hold.</param>
    internal sealed record Answer(IReadOnlyList<Place> Places, string Rule, string Coverage, DateOnly? From, DateOnly? Until, int Suppliers, int UnknownSuppliers, long Payments, ByLocality Value, IReadOnlyList<OfMonth> Months);

    private sealed record Part(DateOnly Month, string Locality, decimal Value, long Lines);

    private sealed record Counts(int Suppliers, int UnknownSuppliers);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/{organisationId}/spend/totals", Handle)
        .Allow(ImportAccess.Readers).WithTags("Spend").WithSummary("Add up the payments an organisation brought in")
        .WithDescription("place: code of the place that counts as local; without it, the places that the organisation serves. from, until: days; the months that they lie in count whole.");

    private static async Task<Ok<Answer>> Handle(Guid organisationId, string? place, DateOnly? from, DateOnly? until, Caller caller, PledgeDb db, CancellationToken cancel)
    {
        var held = await db.MustSee(caller, organisationId, cancel);
        return TypedResults.Ok(await Of(db, held, await LocalRule.For(db, organisationId, place, cancel), from, until, cancel));
    }

    public static async Task<Answer> Of(PledgeDb db, Guid[] held, LocalRule rule, DateOnly? from, DateOnly? until, CancellationToken cancel)
    {
        var (codes, first, last) = (rule.Codes, from is { } f ? new DateOnly(f.Year, f.Month, 1) : DateOnly.MinValue, until ?? new DateOnly(2999, 12, 31));
        var parts = await db.Database.SqlQuery<Part>($"""
            select m.month, locality_of(s.district, s.ward, s.set_place, {codes}) as locality, sum(m.amount) as value, sum(m.lines)::bigint as lines
            from spend_month m join supplier s on s.id = m.supplier_id where m.organisation_id = any({held}) and m.month between {first} and {last} group by 1, 2 order by 1
            """).ToListAsync(cancel);
        var counts = (await db.Database.SqlQuery<Counts>($"""
            select count(*)::int as suppliers, (count(*) filter (where coalesce(s.district, s.set_place) is null))::int as UnknownSuppliers from supplier s
            where exists (select from spend_month m where m.organisation_id = any({held}) and m.supplier_id = s.id and m.month between {first} and {last})
            """).ToListAsync(cancel))[0];
        return new(rule.Places, rule.Rule, "Published spend holds payments to suppliers above the publisher's threshold. It holds no wages.",
            parts.Count == 0 ? null : parts[0].Month, parts.Count == 0 ? null : parts[^1].Month.AddMonths(1).AddDays(-1), counts.Suppliers, counts.UnknownSuppliers, parts.Sum(p => p.Lines),
            ByLocality.Of(parts.Select(p => (p.Locality, p.Value))),
            [.. parts.GroupBy(p => p.Month).Select(g => new OfMonth(g.Key, g.Sum(p => p.Value), g.Where(p => p.Locality == Locality.Local).Sum(p => p.Value), g.Where(p => p.Locality == Locality.Unknown).Sum(p => p.Value)))]);
    }
}
