using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Charter.Signatories.History;
using Charter.Signatories.Register;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Signatures;

/// <summary>The ceremony's last step: the authorised signatory binds the organisation to the exact text that was read.</summary>
internal static class SignCharter
{
    private static readonly Counter<long> Signings = Telemetry.Meter.CreateCounter<long>("charter.signings", "{signature}", "Charters signed, by sector");

    /// <param name="ContentHash">As shown with the version.</param>
    internal sealed record Request(Guid OrganisationId, int Version,
        [Required(ErrorMessage = "Give the content hash of the version that was read."), AtMost(64)] string ContentHash, Signatory Signatory);

    /// <param name="Name">Name of the person who signs; the e-mail address is the account's.</param>
    /// <param name="Role">Office held in the organisation, such as Chief executive.</param>
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
        .Refuses(409, "organisation-not-confirmed", "organisation-succeeded", "charter-version-superseded", "charter-version-not-in-force", "charter-content-differs", "charter-already-signed")
        .WithTags("Signatures").WithSummary("Sign a charter");

    private static async Task<Created<SignatureView>> Handle(Guid charterId, Request request, Caller caller, SignatoryDb db, TimeProvider time, CancellationToken cancel)
    {
        caller.MustBe(Roles.Signatory, request.OrganisationId);
        var now = time.GetUtcNow();
        var today = now.LocalDay();
        var organisation = await db.Organisations.SingleOrDefaultAsync(o => o.Id == request.OrganisationId, cancel) ?? throw SignatoryErrors.NoOrganisation();
        var versions = await db.Versions.Where(v => v.CharterId == charterId && v.PublishedAt != null && v.Number >= request.Version).ToListAsync(cancel);
        var version = versions.SingleOrDefault(v => v.Number == request.Version) ?? throw SignatoryErrors.NoVersion();
        var before = await db.Signatures.AsNoTracking().Where(s => s.OrganisationId == organisation.Id && s.CharterId == charterId).Select(s => new { s.CharterVersion, s.SignedOn }).ToListAsync(cancel);
        if (before.Find(s => s.CharterVersion == request.Version) is { } same)
            throw SignatoryErrors.AlreadySigned(same.SignedOn);

        var current = versions.Where(v => v.InForceFrom <= today).Max(v => (int?)v.Number);
        var signature = Signature.Sign(version, current, request.ContentHash, organisation, request.Signatory, caller, now);
        db.Signatures.Add(signature);
        if (await db.Register.FindAsync([organisation.Id], cancel) is { } entry)
            entry.Resign(signature);
        else
            db.Register.Add(RegisterEntry.Of(organisation, [signature], await db.RegisterMarks.FindAsync([organisation.Id], cancel)));
        db.Publish(signature.Signing());
        db.Record(HistoryEntry.Signing(signature, again: before.Count > 0));
        await db.SaveChangesAsync(cancel);
        Signings.Add(1, new KeyValuePair<string, object?>("sector", organisation.Sector));
        return TypedResults.Created($"/api/register/{organisation.Id}", SignatureView.Of(signature));
    }
}
