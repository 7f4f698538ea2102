using Charter.Contracts;
using Charter.ServiceDefaults;
using Charter.Signatories.Gazetteer;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Register;

/// <summary>What the register showed of one organisation on any day.</summary>
internal static class ReadRegisterEntryAsAt
{
    /// <param name="Since">First day on which it showed this.</param>
    /// <param name="Until">First day on which it showed something else; null while it still shows this.</param>
    internal sealed record Answer(
        DateOnly AsAt, DataLicence Licence, Guid OrganisationId, string Name, string Sector, string Kind, string SizeBand, IReadOnlyList<Place> Places, string Status,
        DateOnly Since, DateOnly? Until, DateOnly SignedOn, Guid SignatureId, Guid CharterId, string CharterTitle, int CharterVersion, string ContentHash, string? Mark, Guid? AwardId);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/register/as-at/{day}/{organisationId}", Handle)
        .AllowEveryone().AnswersConditionally().Refuses(404, "not-on-register").WithTags("Register").WithSummary("Read an organisation's entry as it was on a day");

    private static async Task<Ok<Answer>> Handle(DateOnly day, Guid organisationId, SignatoryDb db, TimeProvider time, IConfiguration configuration, CancellationToken cancel)
    {
        OpenData.MustBeOver(day, time.Today(), "day");
        var found = await db.RegisterPeriods.AsNoTracking().Where(p => p.OrganisationId == organisationId && p.FromOn <= day && (p.UntilOn == null || p.UntilOn > day))
            .Join(db.Versions, p => new { p.CharterId, Number = p.CharterVersion }, v => new { v.CharterId, v.Number }, (p, v) => new { Period = p, v.Title, v.ContentHash })
            .SingleOrDefaultAsync(cancel) ?? throw SignatoryErrors.NotOnRegisterOn(day);
        var p = found.Period;
        var names = await db.PlaceNames(p.Places, cancel);
        return TypedResults.Ok(new Answer(day, DataLicence.From(configuration), p.OrganisationId, p.Name, p.Sector, p.Kind, p.SizeBand, [.. p.Places.Select(names.Of)], p.Status,
            p.FromOn, p.UntilOn, p.SignedOn, p.SignatureId, p.CharterId, found.Title, p.CharterVersion, found.ContentHash, p.Mark.Length == 0 ? null : p.Mark, p.AwardId));
    }
}
