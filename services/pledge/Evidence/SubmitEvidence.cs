using System.Diagnostics.Metrics;
using Charter.Contracts;
using Charter.Pledges.Ledgers;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Evidence;

/// <summary>An editor attaches evidence to a pledge; it waits for a reviewer, and the pledge's commitment counts as evidenced.</summary>
internal static class SubmitEvidence
{
    private static readonly Counter<long> Submitted = Telemetry.Meter.CreateCounter<long>("charter.evidence.submitted", "{item}", "Evidence submitted");

    /// <summary>The form as the API document shows it; <see cref="EvidenceForm"/> reads it.</summary>
    internal sealed record Form(string Title, DateOnly IntroducedOn, string Impact, IFormFile? File = null, string? Link = null);

    /// <summary>Room for a file and the rest of the form; a file that is a little too large can then be read to its end and answered properly.</summary>
    private const long LargestForm = EvidenceStore.LargestFile + (5 * 1024 * 1024);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/pledges/{pledgeId}/evidence", Handle)
        .Allow(Roles.Editor).Accepts<Form>("multipart/form-data").WithMetadata(new RequestSizeLimitAttribute(LargestForm))
        .Refuses(404, "not-found").Refuses(413, "evidence-file-too-large").InOneTransaction().WithTags("Evidence").WithSummary("Submit evidence")
        .WithDescription("Either a file of at most 25 MB (PDF, PNG, JPEG, docx, xlsx, pptx, odt, ods, CSV or plain text in UTF-8, judged by its content) or a link; the day from which it was in place; and the impact.");

    private static async Task<Created<EvidenceView>> Handle(Guid pledgeId, EvidenceForm form, Caller caller, PledgeDb db, EvidenceStore store, TimeProvider time, CancellationToken cancel)
    {
        var pledge = await db.Pledges.AsNoTracking().SingleOrDefaultAsync(p => p.Id == pledgeId, cancel) ?? throw PledgeErrors.NoPledge();
        caller.MustBe(Roles.Editor, pledge.OrganisationId);
        var now = time.GetUtcNow();
        var evidence = EvidenceItem.Submit(pledge, form, caller.Subject, now);
        if (form.File is { } file)
            store.Keep(file.Upload);   // before the row: a row always has its file
        db.Evidence.Add(evidence);
        db.Publish(new EvidenceSubmitted(evidence.Facts(), caller.Subject, now));
        await db.AdvanceDutiesAsync(pledge, DutyStates.Evidenced, now, cancel);
        await db.SaveChangesAsync(cancel);
        Submitted.Add(1);
        var organisation = await db.Organisations.Where(o => o.OrganisationId == pledge.OrganisationId).Select(o => o.Name).SingleOrDefaultAsync(cancel);
        return TypedResults.Created($"/api/evidence/{evidence.Id}", EvidenceView.Of(evidence, pledge.Title, organisation, caller));
    }
}
