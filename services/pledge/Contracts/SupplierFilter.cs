using Charter.Pledges.Imports;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Contracts;

/// <summary>Which lines of a supplier book are asked for, and in what order.</summary>
internal sealed record SupplierFilter(string? Place, string? Q, string? Sort)
{
    public const string Description = "place: known or unknown. q: the beginning of a name. sort: name (without a word) or largest, which is by what was paid in all.";

    public const string ByName = "name";

    public bool IsByPaid => Sort == ListOrders.Largest;

    public void MustMakeSense()
    {
        var errors = new ListErrors();
        errors.Word("place", Place, ["known", "unknown"]);
        errors.Word("sort", Sort, [ByName, ListOrders.Largest]);
        errors.Throw();
    }

    public IQueryable<Supplier> Of(PledgeDb db, Guid[] held)
    {
        var list = held is [var alone] ? db.Suppliers.Where(s => s.OrganisationId == alone) : db.Suppliers.Where(s => held.Contains(s.OrganisationId));   // those of one are read in the order of an index
        if (!string.IsNullOrEmpty(Place))
            list = list.Where(s => (s.District ?? s.SetPlace) == null == (Place == "unknown"));
        if (NamedSupplier.KeyOf(Q ?? "") is { Length: > 0 } beginning)
            list = list.Where(s => s.Key.StartsWith(beginning));
        return list.AsNoTracking();
    }

    public IQueryable<Supplier> Sorted(IQueryable<Supplier> list) =>
        IsByPaid ? list.OrderByDescending(s => s.Paid).ThenByDescending(s => s.Id) : list.OrderBy(s => s.Key).ThenBy(s => s.Id);
}
