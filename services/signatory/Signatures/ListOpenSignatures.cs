using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Signatures;

/// <summary>Signatures under way: of one organisation for its own people, of all for the registrar, and one of them.</summary>
internal static class ListOpenSignatures
{
    internal sealed record Answer(IReadOnlyList<OpenSignatureView> Items);

    private readonly record struct Key(Guid Id);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/organisations/{organisationId}/signatures/open", OfOrganisation)
            .Allow(Roles.Registrar, Roles.Signatory, Roles.Editor).WithTags("Signatures").WithSummary("List an organisation's signatures under way");
        routes.MapGet("/signatures/open", OfAll)
            .Allow(Roles.Registrar).WithTags("Signatures").WithSummary("List signatures under way")
            .WithDescription("waiting: true for those that only a registrar's countersignature is missing of.");
        routes.MapGet("/signatures/open/{signatureId}", One)
            .Allow(Roles.Registrar, Roles.Signatory, Roles.Editor).Refuses(404, "not-found").WithTags("Signatures").WithSummary("Read a signature under way");
    }

    // One for each charter at most, so it is not paged.
    private static async Task<Ok<Answer>> OfOrganisation(Guid organisationId, Caller caller, SignatoryDb db, CancellationToken cancel)
    {
        if (!caller.Has(Roles.Registrar) && !caller.BelongsTo(organisationId))
            throw Refusal.Forbidden("Only the organisation's own people and the registrar see what is not in force yet.");
        return TypedResults.Ok(new Answer(await Views(db, db.OpenSignatures.Where(o => o.OrganisationId == organisationId && o.EndedAt == null), cancel)));
    }

    private static async Task<Ok<Page<OpenSignatureView>>> OfAll(bool? waiting, string? after, int? size, SignatoryDb db, CancellationToken cancel)
    {
        var take = Paging.Size(size);
        var list = db.OpenSignatures.Where(o => o.EndedAt == null && (waiting != true || o.WaitsForRegistrar));
        if (Paging.After<Key>(after) is { } last)
            list = list.Where(o => o.Id > last.Id);
        var page = Paging.Page(await Views(db, list.OrderBy(o => o.Id).Take(take + 1), cancel), take, o => new Key(o.Id));
        return TypedResults.Ok(page);
    }

    private static async Task<Ok<OpenSignatureView>> One(Guid signatureId, Caller caller, SignatoryDb db, CancellationToken cancel) =>
        (await Views(db, db.OpenSignatures.Where(o => o.Id == signatureId), cancel)) is [var one] && (caller.Has(Roles.Registrar) || caller.BelongsTo(one.OrganisationId))
            ? TypedResults.Ok(one) : throw SignatoryErrors.NoOpenSignature();

    private static async Task<List<OpenSignatureView>> Views(SignatoryDb db, IQueryable<OpenSignature> which, CancellationToken cancel)
    {
        var read = await which.AsNoTracking().Join(db.Organisations.IgnoreAutoIncludes(), s => s.OrganisationId, o => o.Id, (s, o) => new { Signature = s, o.Name })
            .Join(db.Versions, x => new { x.Signature.CharterId, Number = x.Signature.CharterVersion }, v => new { v.CharterId, v.Number }, (x, v) => new { x.Signature, x.Name, v.Title })
            .OrderBy(x => x.Signature.Id).ToListAsync(cancel);
        return [.. read.Select(x => OpenSignatureView.Of(x.Signature, x.Name, x.Title))];
    }
}
