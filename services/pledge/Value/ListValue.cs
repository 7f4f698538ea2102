using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Value;

/// <summary>What an organisation, or one whose place it has taken, has recorded or claimed a share in, newest first. Public, as the totals are.</summary>
internal static class ListValue
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/{organisationId}/value", Handle)
        .AllowEveryone().WithTags("Value").WithSummary("List an organisation's value");

    private static async Task<Ok<Page<ValueLine>>> Handle(Guid organisationId, string? after, int? size, PledgeDb db, CancellationToken cancel)
    {
        var take = Paging.Size(size);
        var held = await db.HeldBy(organisationId, cancel);
        Guid[] found = [.. (await Newest(held, Paging.After<Guid>(after), take + 1, db, cancel)).OrderDescending().Take(take + 1)];
        return TypedResults.Ok(await Lines(db.Values.AsNoTracking().Where(v => found.Contains(v.Id)).OrderByDescending(v => v.Id), held, take, db, cancel));
    }

    /// <summary>So many of each organisation, in the order of an index, however many there are.</summary>
    private static async Task<HashSet<Guid>> Newest(Guid[] held, Guid? before, int take, PledgeDb db, CancellationToken cancel)
    {
        var found = new HashSet<Guid>();
        foreach (var organisation in held)
        {
            var claims = db.Set<ValueClaim>().Where(c => c.OrganisationId == organisation);
            if (before is { } last)
                claims = claims.Where(c => c.ValueId < last);
            found.UnionWith(await claims.GroupBy(c => c.ValueId).Select(g => g.Key).OrderByDescending(id => id).Take(take).ToListAsync(cancel));
        }
        return found;
    }

    public static async Task<Page<ValueLine>> Lines(IQueryable<ValueRecord> ordered, Guid[] held, int take, PledgeDb db, CancellationToken cancel)
    {
        var read = await ordered.Take(take + 1).Select(v => new
        {
            v.Id,
            v.OrganisationId,
            v.JoinedTo,
            v.CurrentEntry,
            Entry = v.Entries.Single(e => e.Number == v.CurrentEntry),
            RecordedOn = v.Entries.Min(e => e.RecordedOn),
            IsDisputed = v.Disputes.Any(d => d.SettledAt == null),
            Claims = v.Claims.Where(c => held.Contains(c.OrganisationId) && !v.Claims.Any(l => l.OrganisationId == c.OrganisationId && l.Number > c.Number)).Sum(c => c.Share),
            Counted = v.Standing.Where(s => s.Until == null && held.Contains(s.OrganisationId)).Sum(s => s.Amount),
            Holder = db.Set<CarriedOver>().Where(c => c.OrganisationId == v.OrganisationId).Select(c => (Guid?)c.HolderId).FirstOrDefault() ?? v.OrganisationId,
        }).ToListAsync(cancel);
        Guid[] holders = [.. read.Select(r => r.Holder).Distinct()];
        var names = await db.Organisations.Where(o => holders.Contains(o.OrganisationId)).ToDictionaryAsync(o => o.OrganisationId, o => o.Name, cancel);
        var page = Paging.Page(read, take, r => r.Id);
        return new([.. page.Items.Select(r => new ValueLine(
            r.Id, r.Holder, names.GetValueOrDefault(r.Holder), r.Entry.Stage, r.Entry.Pillar, r.Entry.Outcome, r.Entry.Title, r.Entry.Amount.Plain(), r.Entry.Unit, r.Entry.Confidence, r.Entry.Source,
            r.Entry.PeriodFrom, r.Entry.PeriodUntil, ValueView.PlaceOf(r.Entry.Place), r.RecordedOn, r.CurrentEntry - 1, r.IsDisputed, r.JoinedTo,
            held.Length == 0 ? null : r.Claims.Plain(), held.Length == 0 ? null : r.Counted.Plain()))], page.Next);
    }
}
