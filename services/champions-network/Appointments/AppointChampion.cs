using System.ComponentModel.DataAnnotations;
using Charter.Champions.Successions;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Champions.Appointments;

/// <summary>An authorised signatory appoints a champion, perhaps themself.</summary>
internal static class AppointChampion
{
    /// <param name="Name">As the directory shows it.</param>
    /// <param name="Email">Address of the person's account; shown to nobody.</param>
    /// <param name="Specialisms">What others may ask about.</param>
    internal sealed record Request(
        Guid OrganisationId,
        [Required(ErrorMessage = "Enter the name of the champion."), AtMost(100)] string Name,
        [Required(ErrorMessage = "Enter the e-mail address of the champion."), Email] string Email,
        [AtMost(100)] string? JobTitle = null,
        [Entries(0, 10)] IReadOnlyList<string>? Specialisms = null) : IValidatableObject
    {
        private const int LongestSpecialism = 60;

        public IEnumerable<ValidationResult> Validate(ValidationContext context)
        {
            foreach (var (i, specialism) in (Specialisms ?? []).Index())
                if (specialism is not null && specialism.Trim() is var text && text.Length is 0 or > LongestSpecialism)
                    yield return new($"Name the specialism in 1 to {LongestSpecialism} characters.", [$"specialisms[{i}]"]);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/network/champions", Handle)
        .Allow(Roles.Signatory).Refuses(409, "not-a-member", "already-champion", "organisation-succeeded").WithTags("Champions").WithSummary("Appoint a champion");

    private static async Task<Created<ChampionView>> Handle(Request request, Caller caller, ChampionsDb db, TimeProvider time, CancellationToken cancel)
    {
        caller.MustBe(Roles.Signatory, request.OrganisationId);
        if (await db.HeldBy(request.OrganisationId, cancel) is not { Length: > 0 } held)
            throw ChampionsErrors.OrganisationSucceeded();
        var member = await db.Acting().AsNoTracking().SingleOrDefaultAsync(m => m.OrganisationId == request.OrganisationId, cancel) ?? throw ChampionsErrors.NotAMember();
        var champion = Champion.Appoint(request, caller, time.GetUtcNow());
        if (await db.Champions.AnyAsync(c => held.Contains(c.OrganisationId) && c.Email == champion.Email, cancel))
            throw ChampionsErrors.AlreadyChampion();
        db.Champions.Add(champion);
        db.Publish(new ChampionAppointed(champion.Id, champion.Version, champion.OrganisationId, champion.Subject, caller.Subject, champion.AppointedAt));
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created($"/api/network/champions/{champion.Id}", ChampionView.Of(champion, member));
    }
}
