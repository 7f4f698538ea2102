using Charter.Contracts;
using Charter.Pledges.Imports;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Contracts;

/// <summary>What the contracts of an organisation are worth and where that goes, with the rule and what is not known.</summary>
internal static class ContractTotals
{
    /// <param name="Scale">micro, sme, large or voluntary, as the publisher gives it, or unknown.</param>
    /// <param name="Awards">Of which a supplier of this scale has a part: one to suppliers of two stands under both.</param>
    internal sealed record OfScale(string Scale, int Awards, decimal Value);

    /// <param name="From">In pounds.</param>
    /// <param name="Below">Null for the highest band.</param>
    internal sealed record OfSize(decimal From, decimal? Below, int Awards, decimal Value);

    /// <param name="Value">In pounds, of the awards that count. An award to several suppliers is divided equally among them.</param>
    /// <param name="WithoutValue">Awards that say no value, or one in another currency.</param>
    internal sealed record Answer(IReadOnlyList<Place> Places, string Rule, int Processes, int Awards, int WithoutValue, ByLocality Value, IReadOnlyList<OfScale> ByScale, IReadOnlyList<OfSize> BySize, DateTimeOffset? AsAt);

    private sealed record Part(string Locality, decimal Value);

    private sealed record Band(int Number, int Awards, decimal Value);

    private sealed record Counts(int Processes, int Awards, int WithoutValue, DateTimeOffset? AsAt);

    private static readonly decimal[] Bands = [0, 25_000, 100_000, 1_000_000];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/{organisationId}/contracts/totals", Handle)
        .Allow(ImportAccess.Readers).WithTags("Contracts").WithSummary("Add up the contracts an organisation brought in")
        .WithDescription("place: code of the place that counts as local; without it, the places that the organisation serves.");

    private static async Task<Ok<Answer>> Handle(Guid organisationId, string? place, Caller caller, PledgeDb db, CancellationToken cancel)
    {
        var held = await db.MustSee(caller, organisationId, cancel);
        return TypedResults.Ok(await Of(db, held, await LocalRule.For(db, organisationId, place, cancel), cancel));
    }

    public static async Task<Answer> Of(PledgeDb db, Guid[] held, LocalRule rule, CancellationToken cancel)
    {
        var codes = rule.Codes;
        var parts = await db.Database.SqlQuery<Part>($"""
            select locality_of(s.district, s.ward, s.set_place, {codes}) as locality, sum(a.value / greatest(a.suppliers, 1)) as value
            from contract_award a left join award_supplier x on x.process_id = a.process_id and x.award_number = a.number left join supplier s on s.id = x.supplier_id
            where a.organisation_id = any({held}) and a.counts and a.currency = 'GBP' and a.value is not null group by 1
            """).ToListAsync(cancel);
        var scales = await db.Database.SqlQuery<OfScale>($"""
            select scale, count(*)::int as awards, round(sum(value), 2) as value from (
              select case when s.is_voluntary then 'voluntary' else coalesce(s.scale, 'unknown') end as scale, sum(a.value / greatest(a.suppliers, 1)) as value
              from contract_award a left join award_supplier x on x.process_id = a.process_id and x.award_number = a.number left join supplier s on s.id = x.supplier_id
              where a.organisation_id = any({held}) and a.counts and a.currency = 'GBP' and a.value is not null group by a.process_id, a.number, 1) of_award group by 1
            """).ToListAsync(cancel);
        var bands = await db.Database.SqlQuery<Band>($"""
            select width_bucket(value, {Bands}) as number, count(*)::int as awards, sum(value) as value from contract_award
            where organisation_id = any({held}) and counts and currency = 'GBP' and value is not null group by 1
            """).ToListAsync(cancel);
        var counts = (await db.Database.SqlQuery<Counts>($"""
            select (select count(*) from contract_process where organisation_id = any({held}))::int as processes, count(*)::int as awards,
              (count(*) filter (where currency is distinct from 'GBP' or value is null))::int as WithoutValue, (select max(released_at) from contract_process where organisation_id = any({held})) as AsAt
            from contract_award where organisation_id = any({held}) and counts
            """).ToListAsync(cancel))[0];
        return new(rule.Places, rule.Rule + " An award to several suppliers is divided equally among them.", counts.Processes, counts.Awards, counts.WithoutValue,
            ByLocality.Of(parts.Select(p => (p.Locality, p.Value))),
            [.. scales.OrderByDescending(s => s.Value)],
            [.. Bands.Select((from, i) => new OfSize(from, i + 1 < Bands.Length ? Bands[i + 1] : null, bands.Find(b => b.Number == i + 1)?.Awards ?? 0, bands.Find(b => b.Number == i + 1)?.Value ?? 0))], counts.AsAt);
    }
}
