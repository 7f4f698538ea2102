using Charter.Pledges.Contracts;
using Charter.Pledges.Imports;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Spend;

/// <summary>Which payments are asked for, and in what order.</summary>
internal sealed record SpendFilter(string? Q, Guid? SupplierId, DateOnly? From, DateOnly? Until, string? Locality, string? Place, string? Sort)
{
    public const string Description = "q: beginnings of words of the supplier, or of what it was for. supplierId: those to one supplier. from, until: days. locality: local, elsewhere or unknown, by place (the code of the place that counts as local; "
        + "without it, the places that the organisation serves). sort: newest (without a word) or largest.";

    /// <summary>What a search by words looks through; the names of suppliers have an index of their own.</summary>
    public const string SearchIndexes = """
        create index ix_spend_line_words on spend_line using gin (to_tsvector('simple', coalesce(description, '') || ' ' || coalesce(reference, '') || ' ' || coalesce(department, '') || ' ' || coalesce(category, '')));
        create index ix_supplier_words on supplier using gin (to_tsvector('simple', name));
        """;

    public bool IsByAmount => Sort == ListOrders.Largest;

    public void MustMakeSense()
    {
        var errors = new ListErrors();
        errors.Days(From, Until);
        errors.Word("locality", Locality, [Contracts.Locality.Local, Contracts.Locality.Elsewhere, Contracts.Locality.Unknown]);
        errors.Word("sort", Sort, ListOrders.All);
        errors.Throw();
    }

    public async Task<IQueryable<SpendLine>> Of(PledgeDb db, Guid organisation, Guid[] held, CancellationToken cancel)
    {
        var list = WordSearch.Of(Q) is { } words ? db.SpendLines.FromSql($"""
            select * from spend_line where id in (
              select id from spend_line where organisation_id = any({held})
                and to_tsvector('simple', coalesce(description, '') || ' ' || coalesce(reference, '') || ' ' || coalesce(department, '') || ' ' || coalesce(category, '')) @@ to_tsquery('simple', {words})
              union select l.id from supplier s join spend_line l on l.supplier_id = s.id where s.organisation_id = any({held}) and to_tsvector('simple', s.name) @@ to_tsquery('simple', {words}))
            """) : db.SpendLines;
        list = held is [var alone] ? list.Where(l => l.OrganisationId == alone) : list.Where(l => held.Contains(l.OrganisationId));   // those of one are read in the order of an index
        if (SupplierId is { } supplier)
            list = list.Where(l => l.SupplierId == supplier);
        if (From is { } from)
            list = list.Where(l => l.PaidOn >= from);
        if (Until is { } until)
            list = list.Where(l => l.PaidOn <= until);
        if (!string.IsNullOrEmpty(Locality) || !string.IsNullOrEmpty(Place))
        {
            var codes = (await LocalRule.For(db, organisation, Place, cancel)).Codes;
            if (!string.IsNullOrEmpty(Locality))
            {
                var there = db.Suppliers.FromSql($"select * from supplier where organisation_id = any({held}) and locality_of(district, ward, set_place, {codes}) = {Locality}").Select(s => s.Id);
                list = list.Where(l => there.Contains(l.SupplierId));
            }
        }
        return list.AsNoTracking();
    }

    public IQueryable<SpendLine> Sorted(IQueryable<SpendLine> list) =>
        IsByAmount ? list.OrderByDescending(l => l.Amount).ThenByDescending(l => l.Id) : list.OrderByDescending(l => l.PaidOn).ThenByDescending(l => l.Id);
}
