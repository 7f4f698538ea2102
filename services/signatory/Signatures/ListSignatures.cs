using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Signatures;

/// <summary>A signature as its organisation and the registrar see it.</summary>
/// <param name="SignatoryName">Null, as the role, once the person has erased the account.</param>
/// <param name="Kind">signed, re-signed or renewed.</param>
/// <param name="Status">in-force, or how it ended: superseded by a later one, lapsed, withdrawn.</param>
/// <param name="Others">Who else signed, where the charter asks for several.</param>
/// <param name="ResignBy">Last day on which it holds, while a newer version waits to be signed.</param>
/// <param name="EndedOn">First day on which it did not hold.</param>
/// <param name="Explanation">What the organisation wrote when it withdrew.</param>
internal sealed record SignatureView(
    Guid Id, Guid CharterId, int Version, string ContentHash, Guid OrganisationId, string? SignatoryName, string? SignatoryRole,
    bool ConsentsToPublish, DateOnly SignedOn, DateTimeOffset SignedAt, string Kind, string Status, IReadOnlyList<SignatureView.Person> Others, bool Countersigned,
    DateOnly? ResignBy, DateOnly? EndedOn, string? WithdrawalReason, string? Explanation)
{
    /// <param name="Name">Null once the person has erased the account.</param>
    internal sealed record Person(string? Name, string Role, bool ConsentsToPublish);

    public static SignatureView Of(Signature s) =>
        new(s.Id, s.CharterId, s.CharterVersion, s.ContentHash, s.OrganisationId,
            s.IsNameWithheld ? null : s.SignatoryName, s.IsNameWithheld ? null : s.SignatoryRole, s.ConsentsToPublish, s.SignedOn, s.SignedAt,
            s.SignatureKind, s.EndReason ?? "in-force", [.. s.Others.Select(o => new Person(o.IsNameWithheld ? null : o.Name, o.Role, o.ConsentsToPublish))], s.CountersignedBy is not null,
            s.Holds ? s.ResignBy : null, s.EndedOn, s.WithdrawalReason, s.Explanation);
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
        var signatures = await db.Signatures.AsNoTracking().Where(s => s.OrganisationId == organisationId).OrderByDescending(s => s.SignedAt).ThenByDescending(s => s.Id).ToListAsync(cancel);
        return TypedResults.Ok(new Answer([.. signatures.Select(SignatureView.Of)]));
    }
}
