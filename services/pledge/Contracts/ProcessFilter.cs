using Charter.Pledges.Imports;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Contracts;

/// <summary>Which contracting processes are asked for, and in what order.</summary>
internal sealed record ProcessFilter(string? Q, string? Status, string? Category, string? Procedure, DateOnly? From, DateOnly? Until, string? Sort)
{
    public const string Description = "q: beginnings of words of the title and the buyer, or of the name of a supplier, or a whole ocid. status: that of the tender. category: goods, works or services. "
        + "procedure: open, selective, limited or direct. from, until: days of the latest release. sort: newest (without a word) or largest.";

    /// <summary>The closed code lists of OCDS 1.1.5.</summary>
    public static readonly string[] Statuses = ["planning", "planned", "active", "cancelled", "unsuccessful", "complete", "withdrawn"], Categories = ["goods", "works", "services"], Procedures = ["open", "selective", "limited", "direct"];

    public bool IsByWorth => Sort == ListOrders.Largest;

    public void MustMakeSense()
    {
        var errors = new ListErrors();
        errors.Days(From, Until);
        errors.Word("status", Status, Statuses);
        errors.Word("category", Category, Categories);
        errors.Word("procedure", Procedure, Procedures);
        errors.Word("sort", Sort, ListOrders.All);
        errors.Throw();
    }

    public IQueryable<ContractProcess> Of(PledgeDb db, Guid[] held)
    {
        var ocid = Q?.Trim() is { } typed && typed.StartsWith("ocds-", StringComparison.OrdinalIgnoreCase) ? typed : null;
        var list = ocid is null && WordSearch.Of(Q) is { } words ? db.Processes.FromSql($"""
            select * from contract_process where id in (
              select id from contract_process where organisation_id = any({held}) and to_tsvector('simple', title || ' ' || coalesce(buyer_name, '')) @@ to_tsquery('simple', {words})
              union select x.process_id from supplier s join award_supplier x on x.supplier_id = s.id where s.organisation_id = any({held}) and to_tsvector('simple', s.name) @@ to_tsquery('simple', {words}))
            """) : db.Processes;
        list = held is [var alone] ? list.Where(p => p.OrganisationId == alone) : list.Where(p => held.Contains(p.OrganisationId));   // those of one are read in the order of an index
        if (ocid is not null)
            list = list.Where(p => p.Ocid == ocid);
        if (!string.IsNullOrEmpty(Status))
            list = list.Where(p => p.Status == Status);
        if (!string.IsNullOrEmpty(Category))
            list = list.Where(p => p.Category == Category);
        if (!string.IsNullOrEmpty(Procedure))
            list = list.Where(p => p.Method == Procedure);
        if (From is { } from)
            list = list.Where(p => p.ReleasedAt >= from.Begins());
        if (Until is { } until && until < DateOnly.MaxValue)
            list = list.Where(p => p.ReleasedAt < until.AddDays(1).Begins());
        return list.AsNoTracking();
    }

    public IQueryable<ContractProcess> Sorted(IQueryable<ContractProcess> list) =>
        IsByWorth ? list.OrderByDescending(p => p.Worth).ThenByDescending(p => p.Id) : list.OrderByDescending(p => p.ReleasedAt).ThenByDescending(p => p.Id);
}
