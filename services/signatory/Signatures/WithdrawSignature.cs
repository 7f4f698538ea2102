using System.ComponentModel.DataAnnotations;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Charter.Signatories.Organisations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Signatures;

/// <summary>An authorised signatory takes the organisation's signature back, from today on. It can sign again.</summary>
internal static class WithdrawSignature
{
    /// <param name="Reason">One of a list; the other services are told.</param>
    /// <param name="Explanation">For the organisation and the registrar only.</param>
    internal sealed record Request(
        [Required(ErrorMessage = "Choose why the organisation withdraws."), OneOf("a reason", typeof(WithdrawalReasons))] string Reason,
        [AtMost(2000)] string? Explanation = null);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/signatures/{signatureId}/withdrawal", Handle)
        .Allow(Roles.Signatory).Refuses(404, "not-found").Refuses(409, "signature-ended").WithTags("Signatures").WithSummary("Withdraw a signature");

    private static async Task<Ok<SignatureView>> Handle(Guid signatureId, Request request, Caller caller, SignatoryDb db, TimeProvider time, CancellationToken cancel)
    {
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        await db.HoldSuccessions(cancel);
        var signature = await db.Signatures.SingleOrDefaultAsync(s => s.Id == signatureId, cancel) ?? throw SignatoryErrors.NoSignature();
        var holder = await db.HolderOf(signature.OrganisationId, cancel);
        caller.MustBe(Roles.Signatory, holder);
        await db.Lock([signature.OrganisationId, holder], cancel);
        await db.Withdraw(signature, request.Reason, request.Explanation, caller.Subject, time.GetUtcNow(), cancel);
        await db.SaveChangesAsync(cancel);
        if (own is not null)
            await own.CommitAsync(cancel);
        return TypedResults.Ok(SignatureView.Of(signature));
    }
}
