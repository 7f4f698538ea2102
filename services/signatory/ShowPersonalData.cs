using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories;

/// <summary>All that this service holds on the person who asks.</summary>
internal static class ShowPersonalData
{
    internal sealed record Answer(
        IReadOnlyList<SignatureFacts> Signatures, IReadOnlyList<OrganisationFacts> OrganisationsRegistered, IReadOnlyList<OrganisationFacts> OrganisationsConfirmed,
        IReadOnlyList<VersionFacts> ChartersPublished, IReadOnlyList<OrganisationFacts> OrganisationsChanged, IReadOnlyList<ListFacts> ListsSent);

    /// <param name="Name">As given at signing, as are role and e-mail address.</param>
    internal sealed record SignatureFacts(
        Guid Id, Guid OrganisationId, string OrganisationName, Guid CharterId, int Version, string Name, string Role, string Email, bool ConsentsToPublish, DateTimeOffset SignedAt);

    internal sealed record OrganisationFacts(Guid Id, string Name, DateTimeOffset At);

    /// <summary>A list of organisations that a registrar brought in; these are not named one by one.</summary>
    internal sealed record ListFacts(Guid Id, string FileName, DateTimeOffset At);

    internal sealed record VersionFacts(Guid CharterId, int Version, string Title, DateTimeOffset At);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/personal-data/signatory", Handle)
        .Allow(Roles.SignedIn).WithTags("Personal data").WithSummary("What the signatory service holds on me");

    private static async Task<Ok<Answer>> Handle(Caller caller, SignatoryDb db, CancellationToken cancel)
    {
        var me = caller.Subject;
        return TypedResults.Ok(new Answer(
            await db.Signatures.Where(s => s.SignedBy == me && s.SignatoryName != "").OrderBy(s => s.Id).Join(db.Organisations, s => s.OrganisationId, o => o.Id, (s, o) => new SignatureFacts(
                s.Id, s.OrganisationId, o.Name, s.CharterId, s.CharterVersion, s.SignatoryName, s.SignatoryRole, s.SignatoryEmail, s.ConsentsToPublish, s.SignedAt)).ToListAsync(cancel),
            await db.Organisations.Where(o => o.RegisteredBy == me && o.ImportId == null).OrderBy(o => o.Id).Select(o => new OrganisationFacts(o.Id, o.Name, o.RegisteredAt)).ToListAsync(cancel),
            await db.Organisations.Where(o => o.ConfirmedBy == me && o.ImportId == null).OrderBy(o => o.Id).Select(o => new OrganisationFacts(o.Id, o.Name, o.ConfirmedAt!.Value)).ToListAsync(cancel),
            await db.Versions.Where(v => v.PublishedBy == me).OrderBy(v => v.PublishedAt).Select(v => new VersionFacts(v.CharterId, v.Number, v.Title, v.PublishedAt!.Value)).ToListAsync(cancel),
            await db.Organisations.Where(o => o.ChangedBy == me).OrderBy(o => o.Id).Select(o => new OrganisationFacts(o.Id, o.Name, o.ChangedAt!.Value)).ToListAsync(cancel),
            await db.Imports.Where(i => i.UploadedBy == me).OrderBy(i => i.Id).Select(i => new ListFacts(i.Id, i.FileName, i.UploadedAt)).ToListAsync(cancel)));
    }
}
