using Charter.Contracts;
using Charter.KiteMarks.Schemes;
using Charter.KiteMarks.Successions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.KiteMarks.Applications;

/// <summary>An authorised signatory applies for a mark; once the gate is met, assessors can begin at once.</summary>
internal static class SubmitApplication
{
    internal sealed record Request(Guid OrganisationId, [OneOf("a level", typeof(Levels))] string Level);

    internal sealed record Answer(Guid Id, string Status, Guid OrganisationId, string SchemeId, string Level, DateOnly SubmittedOn);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/kite-marks/applications", Handle)
        .Allow(Roles.Signatory).Refuses(409, "kite-mark-not-eligible", "kite-mark-application-open", "kite-mark-level-held", "organisation-succeeded")
        .WithTags("Applications").WithSummary("Apply for a kite mark")
        .WithDescription("kite-mark-not-eligible carries a list missing: signature-in-force, verified-embed-evidence.");

    private static async Task<Created<Answer>> Handle(Request request, Caller caller, KiteMarkDb db, TimeProvider time, CancellationToken cancel)
    {
        caller.MustBe(Roles.Signatory, request.OrganisationId);
        var now = time.GetUtcNow();
        var today = now.LocalDay();
        if (await db.HeldBy(request.OrganisationId, cancel) is not { Length: > 0 } held)
            throw KiteMarkErrors.OrganisationSucceeded();
        var organisation = await db.WithWhatItWasLeft(held, cancel);
        // Of a signature from before its end was told, no more is known than that there was one.
        var standings = await db.Standings.AsNoTracking().Where(s => held.Contains(s.OrganisationId)).Select(s => new { s.OrganisationId, Holds = s.SignedAt > s.EndedSignedAt }).ToListAsync(cancel);
        if (standings.Exists(s => s.OrganisationId == request.OrganisationId))
            standings.RemoveAll(s => s.OrganisationId != request.OrganisationId);   // what it signed itself counts before what it was left
        var application = Application.Submit(organisation, standings.Count == 0 || standings.Exists(s => s.Holds), PublishedSchemes.Current, request.Level, caller.Subject, now);
        if (await db.Applications.AnyAsync(a => held.Contains(a.OrganisationId) && a.EndedAt == null, cancel))
            throw KiteMarkErrors.AlreadyOpen();
        if (await db.Awards.Where(a => held.Contains(a.OrganisationId) && a.Level == request.Level && a.ValidUntil >= today).MaxAsync(a => (DateOnly?)a.ValidUntil, cancel) is { } until)
            throw KiteMarkErrors.AlreadyHeld(request.Level, until);
        db.Applications.Add(application);
        db.Publish(new ApplicationSubmitted(application.Id, application.OrganisationId, application.SchemeId, application.Level, caller.Subject, now));
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created($"/api/kite-marks/applications/{application.Id}",
            new Answer(application.Id, application.State, application.OrganisationId, application.SchemeId, application.Level, today));
    }
}
