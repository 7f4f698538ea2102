using Charter.Contracts;
using Charter.KiteMarks.Schemes;
using Charter.KiteMarks.Successions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.KiteMarks.Awards;

/// <summary>What anybody may check of a mark: whose, which, for what and until when. Nothing of how it was assessed.</summary>
internal static class ReadAward
{
    /// <param name="Status">active, lapsed or transferred-to-successor.</param>
    /// <param name="Successor">Who has taken the place of the organisation to which it was awarded.</param>
    /// <param name="VerificationUrl">The page where people check it.</param>
    internal sealed record Answer(
        Guid AwardId, Guid OrganisationId, string OrganisationName, string Level, string SchemeId, string SchemeTitle, Scope Scope,
        DateOnly AwardedOn, DateOnly ValidUntil, string Status, string VerificationUrl, Transfer? Successor = null);

    /// <param name="LegalEntity">The organisation by the name it had on the day of the award.</param>
    internal sealed record Scope(string LegalEntity, IReadOnlyList<Place> Places);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/kite-marks/awards/{awardId}", Handle)
        .AllowEveryone().Refuses(404, "not-found").WithTags("Awards").WithSummary("Check an award");

    private static async Task<Ok<Answer>> Handle(Guid awardId, KiteMarkDb db, TimeProvider time, IConfiguration settings, CancellationToken cancel)
    {
        var award = await db.Awards.AsNoTracking().SingleOrDefaultAsync(a => a.Id == awardId, cancel) ?? throw KiteMarkErrors.NoAward();
        var today = time.Today();
        var transfer = await Transfer.Of(award, db, today, cancel);
        var status = award.StatusOn(today) is var own && own == AwardStatus.Active && transfer is not null ? AwardStatus.TransferredToSuccessor : own;
        return TypedResults.Ok(new Answer(
            award.Id, award.OrganisationId, award.OrganisationName, award.Level, award.SchemeId, PublishedSchemes.Of(award.SchemeId).Title,
            new(award.OrganisationName, [.. award.Places.Select(Places.Of)]),
            award.AwardedOn, award.ValidUntil, status, $"{settings["Charter:PublicAddress"]?.TrimEnd('/')}/verify/{award.Id}", transfer));
    }
}
