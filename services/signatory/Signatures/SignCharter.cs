using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Charter.Signatories.Charters;
using Charter.Signatories.Organisations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Signatures;

/// <summary>
/// The ceremony's last step: an authorised signatory binds the organisation to the exact text that was read. Where the charter asks for others too, the
/// signature is open until they have signed as well.
/// </summary>
internal static class SignCharter
{
    private static readonly Counter<long> Signings = Telemetry.Meter.CreateCounter<long>("charter.signings", "{signature}", "Signatures that came into force, by sector");

    /// <param name="ContentHash">As shown with the version.</param>
    internal sealed record Request(Guid OrganisationId, int Version,
        [Required(ErrorMessage = "Give the content hash of the version that was read."), AtMost(64)] string ContentHash, Signatory Signatory);

    /// <param name="Name">Name of the person who signs; the e-mail address is the account's.</param>
    /// <param name="Role">Office held in the organisation, such as Chief executive; one of those that the charter names, where it names any.</param>
    /// <param name="ConfirmsAuthority">The person states that they may bind the organisation.</param>
    /// <param name="ConsentsToPublish">Name and role may stand on the public register.</param>
    internal sealed record Signatory(
        [Required(ErrorMessage = "Enter the name of the person who signs."), AtMost(100)] string Name,
        [Required(ErrorMessage = "Enter the role of the person who signs."), AtMost(100)] string Role,
        bool ConfirmsAuthority, bool ConsentsToPublish = false) : IValidatableObject
    {
        public IEnumerable<ValidationResult> Validate(ValidationContext context)
        {
            if (!ConfirmsAuthority)
                yield return new("Only a person with authority to bind the organisation may sign. Confirm that you have it.", ["confirmsAuthority"]);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/charters/{charterId}/signatures", Handle)
        .Allow(Roles.Signatory).Refuses(404, "not-found")
        .Refuses(409, "organisation-not-confirmed", "organisation-succeeded", "charter-version-superseded", "charter-version-not-in-force", "charter-content-differs", "charter-already-signed",
            "signature-role-not-asked-for", "signature-role-signed", "signature-same-person", "signature-awaits-countersignature")
        .WithTags("Signatures").WithSummary("Sign a charter")
        .WithDescription("201 when the signature is in force, 202 while it waits for other roles or for a registrar to countersign.");

    private static async Task<Results<Created<SignatureView>, Accepted<OpenSignatureView>>> Handle(
        Guid charterId, Request request, Caller caller, SignatoryDb db, TimeProvider time, CancellationToken cancel)
    {
        caller.MustBe(Roles.Signatory, request.OrganisationId);
        var now = time.GetUtcNow();
        var today = now.LocalDay();
        // Within an idempotency key there is a transaction already.
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        db.Database.AutoSavepointsEnabled = false;   // what fails here is undone as a whole
        var organisation = await db.Hold(request.OrganisationId).SingleOrDefaultAsync(cancel) ?? throw SignatoryErrors.NoOrganisation();
        var versions = await db.PublishedFrom(charterId, request.Version, cancel);
        var version = versions.Find(v => v.Number == request.Version) ?? throw SignatoryErrors.NoVersion();
        var before = await db.SignaturesTo(charterId, organisation.Id, cancel);
        if (before.Find(s => s.Holds && s.CharterVersion == request.Version) is { } same && !same.IsOverdue(today))
            throw SignatoryErrors.AlreadySigned(same.SignedOn);
        OpenSignature.Check(version, versions.InForce(today), request.ContentHash, organisation, today);

        var begun = await db.OpenSignatures.SingleOrDefaultAsync(o => o.OrganisationId == organisation.Id && o.CharterId == charterId && o.EndedAt == null, cancel);
        if (begun is not null && begun.CharterVersion != version.Number)
            begun.Supersede(now);
        var open = begun is { EndedAt: null } ? begun : OpenSignature.Start(version, await db.RulesOf(version, cancel), organisation.Id, now);
        open.Sign(request.Signatory, caller, now);
        if (!open.IsComplete || open.WaitsForRegistrar)
        {
            if (open != begun)
                db.OpenSignatures.Add(open);
            await db.SaveChangesAsync(cancel);
            if (own is not null)
                await own.CommitAsync(cancel);
            return TypedResults.Accepted($"/api/signatures/open/{open.Id}", OpenSignatureView.Of(open, organisation.Name, version.Title));
        }

        foreach (var overdue in before.Where(s => s.IsOverdue(today)))
            await db.Lapse(overdue, now, cancel);   // nobody came by to enter it yet
        var signature = Signature.Of(open, organisation, before, countersignedBy: null, now);
        if (open == begun)
            db.OpenSignatures.Remove(open);
        await db.PutInForce(signature, organisation, before, cancel);
        await db.SaveChangesAsync(cancel);
        if (own is not null)
            await own.CommitAsync(cancel);
        Signings.Add(1, new KeyValuePair<string, object?>("sector", organisation.Sector));
        return TypedResults.Created($"/api/register/{organisation.Id}", SignatureView.Of(signature));
    }
}
