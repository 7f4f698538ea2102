using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories;

/// <summary>All that this service holds on the person who asks.</summary>
internal static class ShowPersonalData
{
    internal sealed record Answer(
        IReadOnlyList<SignatureFacts> Signatures, IReadOnlyList<OpenSignatureFacts> SignaturesUnderWay, IReadOnlyList<SignatureWithdrawn> SignaturesWithdrawn,
        IReadOnlyList<SignatureCountersigned> SignaturesCountersigned, IReadOnlyList<OrganisationFacts> OrganisationsRegistered, IReadOnlyList<OrganisationFacts> OrganisationsConfirmed,
        IReadOnlyList<VersionFacts> ChartersPublished, IReadOnlyList<OrganisationFacts> OrganisationsChanged, IReadOnlyList<ListFacts> ListsSent,
        IReadOnlyList<SuccessionEntered> SuccessionsEntered, IReadOnlyList<SuccessionReversed> SuccessionsReversed);

    /// <param name="Name">As given at signing, as are role and e-mail address.</param>
    internal sealed record SignatureFacts(
        Guid Id, Guid OrganisationId, string OrganisationName, Guid CharterId, int Version, string Name, string Role, string Email, bool ConsentsToPublish, DateTimeOffset SignedAt);

    /// <param name="Name">As given at signing, as are role and e-mail address.</param>
    internal sealed record OpenSignatureFacts(Guid Id, Guid OrganisationId, Guid CharterId, int Version, string Name, string Role, string Email, bool ConsentsToPublish, DateTimeOffset SignedAt);

    internal sealed record SignatureWithdrawn(Guid Id, Guid OrganisationId, string? Reason, string? Explanation, DateTimeOffset At);

    internal sealed record SignatureCountersigned(Guid Id, Guid OrganisationId, DateTimeOffset At);

    internal sealed record OrganisationFacts(Guid Id, string Name, DateTimeOffset At);

    /// <summary>A list of organisations that a registrar brought in; these are not named one by one.</summary>
    internal sealed record ListFacts(Guid Id, string FileName, DateTimeOffset At);

    internal sealed record SuccessionEntered(Guid Id, Guid PredecessorId, Guid SuccessorId, string? Note, DateTimeOffset At);

    internal sealed record SuccessionReversed(Guid Id, Guid PredecessorId, Guid SuccessorId, string? Reason, DateTimeOffset At);

    internal sealed record VersionFacts(Guid CharterId, int Version, string Title, DateTimeOffset At);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/personal-data/signatory", Handle)
        .Allow(Roles.SignedIn).WithTags("Personal data").WithSummary("What the signatory service holds on me");

    private static async Task<Ok<Answer>> Handle(Caller caller, SignatoryDb db, CancellationToken cancel)
    {
        var me = caller.Subject;
        return TypedResults.Ok(new Answer(
            [.. (await Named(db, me, cancel)).OrderBy(s => s.Id)],
            await db.OpenSignatures.SelectMany(o => o.Parts.Where(p => p.SignedBy == me && p.Name != "").Select(p => new OpenSignatureFacts(
                o.Id, o.OrganisationId, o.CharterId, o.CharterVersion, p.Name, p.Role, p.Email, p.ConsentsToPublish, p.SignedAt))).ToListAsync(cancel),
            await db.Signatures.Where(s => s.WithdrawnBy == me).OrderBy(s => s.EndedAt).Select(s => new SignatureWithdrawn(s.Id, s.OrganisationId, s.WithdrawalReason, s.Explanation, s.EndedAt!.Value)).ToListAsync(cancel),
            await db.Signatures.Where(s => s.CountersignedBy == me).OrderBy(s => s.SignedAt).Select(s => new SignatureCountersigned(s.Id, s.OrganisationId, s.SignedAt)).ToListAsync(cancel),
            await db.Organisations.Where(o => o.RegisteredBy == me && o.ImportId == null).OrderBy(o => o.Id).Select(o => new OrganisationFacts(o.Id, o.Name, o.RegisteredAt)).ToListAsync(cancel),
            await db.Organisations.Where(o => o.ConfirmedBy == me && o.ImportId == null).OrderBy(o => o.Id).Select(o => new OrganisationFacts(o.Id, o.Name, o.ConfirmedAt!.Value)).ToListAsync(cancel),
            await db.Versions.Where(v => v.PublishedBy == me).OrderBy(v => v.PublishedAt).Select(v => new VersionFacts(v.CharterId, v.Number, v.Title, v.PublishedAt!.Value)).ToListAsync(cancel),
            await db.Organisations.Where(o => o.ChangedBy == me).OrderBy(o => o.Id).Select(o => new OrganisationFacts(o.Id, o.Name, o.ChangedAt!.Value)).ToListAsync(cancel),
            await db.Imports.Where(i => i.UploadedBy == me).OrderBy(i => i.Id).Select(i => new ListFacts(i.Id, i.FileName, i.UploadedAt)).ToListAsync(cancel),
            await db.Successions.Where(s => s.EnteredBy == me).OrderBy(s => s.Id).Select(s => new SuccessionEntered(s.Id, s.PredecessorId, s.SuccessorId, s.Note, s.EnteredAt)).ToListAsync(cancel),
            await db.Successions.Where(s => s.ReversedBy == me).OrderBy(s => s.Id).Select(s => new SuccessionReversed(s.Id, s.PredecessorId, s.SuccessorId, s.ReversalReason, s.ReversedAt!.Value)).ToListAsync(cancel)));
    }

    private static async Task<IEnumerable<SignatureFacts>> Named(SignatoryDb db, Guid me, CancellationToken cancel)
    {
        var first = db.Signatures.Where(s => s.SignedBy == me && s.SignatoryName != "").Join(db.Organisations, s => s.OrganisationId, o => o.Id, (s, o) => new SignatureFacts(
            s.Id, s.OrganisationId, o.Name, s.CharterId, s.CharterVersion, s.SignatoryName, s.SignatoryRole, s.SignatoryEmail, s.ConsentsToPublish, s.SignedAt));
        var others = db.Signatures.Join(db.Organisations, s => s.OrganisationId, o => o.Id, (s, o) => new { Signature = s, o.Name })
            .SelectMany(x => x.Signature.Others.Where(p => p.SignedBy == me && p.Name != "").Select(p => new SignatureFacts(
                x.Signature.Id, x.Signature.OrganisationId, x.Name, x.Signature.CharterId, x.Signature.CharterVersion, p.Name, p.Role, p.Email, p.ConsentsToPublish, p.SignedAt)));
        return (await first.ToListAsync(cancel)).Concat(await others.ToListAsync(cancel));
    }
}
