using Charter.Pledges.Pledges;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Evidence;

/// <summary>An editor attaches evidence to a pledge. Once nothing was found in its files it waits for a reviewer, and the duties that it shows count as evidenced.</summary>
internal static class SubmitEvidence
{
    /// <summary>The form as the API document shows it; <see cref="EvidenceForm"/> reads it.</summary>
    /// <param name="Kind">other when it is left out.</param>
    /// <param name="Duties">Codes of duties of the ledger that it shows beside those of the pledge.</param>
    /// <param name="Pledges">Further pledges that it serves.</param>
    /// <param name="WhatChanged">For a new version.</param>
    internal sealed record Form(
        string Title, DateOnly IntroducedOn, string Impact, string? Kind = null, IFormFileCollection? File = null, string? Link = null, string[]? Duties = null, Guid[]? Pledges = null, string? WhatChanged = null);

    /// <summary>Room for the files and the rest of the form; files that are a little too large can then be read to their end and answered properly.</summary>
    private const long LargestForm = EvidenceStore.LargestFile + (5 * 1024 * 1024);

    public static void Map(IEndpointRouteBuilder routes) => TakesFiles(routes.MapPost("/pledges/{pledgeId}/evidence", Handle)).WithSummary("Submit evidence")
        .WithDescription("Either up to 10 files of at most 25 MB together (PDF, PNG, JPEG, docx, xlsx, pptx, odt, ods, CSV or plain text in UTF-8, judged by their content) or a link; the day from which it was in place or "
            + "was last confirmed, from which its kind says how long it counts; and the impact. Files are in quarantine until a scanner has found nothing, where the installation has one: GET /api/evidence/rules says so.");

    /// <summary>What both ways to submit evidence have in common.</summary>
    internal static RouteHandlerBuilder TakesFiles(RouteHandlerBuilder endpoint) => endpoint
        .Allow(Roles.Editor).Accepts<Form>("multipart/form-data").WithMetadata(new RequestSizeLimitAttribute(LargestForm))
        .Refuses(404, "not-found").Refuses(413, "evidence-file-too-large").InOneTransaction().WithTags("Evidence");

    private static async Task<Created<EvidenceView>> Handle(Guid pledgeId, EvidenceForm form, Caller caller, PledgeDb db, TakeInEvidence takeIn, CancellationToken cancel)
    {
        var pledge = await db.Pledges.AsNoTracking().SingleOrDefaultAsync(p => p.Id == pledgeId, cancel) ?? throw PledgeErrors.NoPledge();
        caller.MustBe(Roles.Editor, pledge.OrganisationId);
        var evidence = await takeIn.Do(form, pledge, null, caller.Subject, cancel);
        return TypedResults.Created($"/api/evidence/{evidence.Id}", await EvidenceView.Of(db, evidence, caller, cancel));
    }
}
