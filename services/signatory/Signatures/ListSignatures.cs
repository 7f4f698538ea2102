using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Signatures;

/// <summary>A signature as its organisation and the registrar see it: the receipt.</summary>
/// <param name="SignatoryName">Null, as the role, once the person has erased the account.</param>
internal sealed record SignatureView(
    Guid Id, Guid CharterId, int Version, string ContentHash, Guid OrganisationId, string? SignatoryName, string? SignatoryRole,
    bool ConsentsToPublish, DateOnly SignedOn, DateTimeOffset SignedAt)
{
    public static SignatureView Of(Signature s) =>
        new(s.Id, s.CharterId, s.CharterVersion, s.ContentHash, s.OrganisationId,
            s.IsNameWithheld ? null : s.SignatoryName, s.IsNameWithheld ? null : s.SignatoryRole, s.ConsentsToPublish, s.SignedOn, s.SignedAt);
}

/// <summary>The signatures of one organisation, newest first.</summary>
internal static class ListSignatures
{
    internal sealed record Answer(IReadOnlyList<SignatureView> Items);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/{organisationId}/signatures", Handle)
        .Allow(Roles.Registrar, Roles.Signatory, Roles.Editor).WithTags("Signatures").WithSummary("List an organisation's signatures");

    private static async Task<Ok<Answer>> Handle(Guid organisationId, Caller caller, SignatoryDb db, CancellationToken cancel)
    {
        if (!caller.Has(Roles.Registrar) && !caller.BelongsTo(organisationId))
            throw Refusal.Forbidden("Only the organisation's own people and the registrar see its receipts.");
        var signatures = await db.Signatures.AsNoTracking().Where(s => s.OrganisationId == organisationId).OrderByDescending(s => s.Id).ToListAsync(cancel);
        return TypedResults.Ok(new Answer([.. signatures.Select(SignatureView.Of)]));
    }
}
