using System.ComponentModel.DataAnnotations;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Pledges;

/// <summary>An editor reports how far a pledge has come.</summary>
internal static class ReportProgress
{
    /// <param name="Value">In the pledge's unit.</param>
    /// <param name="On">Day for which the figure stands, or the last of its period: not in the future, and at most five years before the pledge was made.</param>
    /// <param name="Confidence">How well the figure is known.</param>
    /// <param name="Source">Where the figure comes from.</param>
    /// <param name="From">First day of the period, when the figure stands for more than a day.</param>
    internal sealed record Request(
        [Figure] decimal Value,
        DateOnly On,
        [Required(ErrorMessage = "Say how well the figure is known: measured, estimated, guessed."), OneOf("how well the figure is known", typeof(Pledges.Confidence))] string Confidence,
        [Required(ErrorMessage = "Say where the figure comes from."), AtMost(300)] string Source,
        [AtMost(2_000)] string? Note = null,
        DateOnly? From = null);

    internal sealed record Answer(Guid Id, Guid PledgeId, decimal Value, DateOnly On, string Confidence, string Source, string? Note, LatestProgress LatestProgress, string? Standing, DateOnly? From);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/pledges/{pledgeId}/progress", Handle)
        .Allow(Roles.Editor).Refuses(404, "not-found").Refuses(409, "pledge-ended", "changed-meanwhile").WithTags("Pledges").WithSummary("Report progress");

    private static async Task<Created<Answer>> Handle(Guid pledgeId, Request request, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        var pledge = await db.Pledges.SingleOrDefaultAsync(p => p.Id == pledgeId, cancel) ?? throw PledgeErrors.NoPledge();
        caller.MustBe(Roles.Editor, pledge.OrganisationId);
        var now = time.GetUtcNow();
        var entry = pledge.Report(request, caller.Subject, now);
        db.Progress.Add(entry);
        db.Publish(new PledgeProgressReported(pledge.Facts(), caller.Subject, now));
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created($"/api/pledges/{pledge.Id}", new Answer(
            entry.Id, pledge.Id, entry.Value, entry.On, entry.Confidence, entry.Source, entry.Note,
            new(pledge.LatestValue!.Value, pledge.LatestOn!.Value, pledge.LatestConfidence!), pledge.StandingOn(now.LocalDay()), entry.From));
    }
}
