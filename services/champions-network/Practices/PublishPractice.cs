using System.ComponentModel.DataAnnotations;
using Charter.Champions.Appointments;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Champions.Practices;

/// <summary>A champion shares a practice of the organisation; or a program of the organisation does, and names the champion who answers for it.</summary>
internal static class PublishPractice
{
    /// <param name="DeliveryArea">What kind of service it is about, such as Home care.</param>
    /// <param name="Stage">Stage of the commissioning cycle, where it belongs to one.</param>
    /// <param name="Outcome">Outcome to which it contributed, in the charter's words where it has them.</param>
    /// <param name="ChampionId">For API clients only: the champion of the organisation whom others may ask about it.</param>
    internal sealed record Request(
        Guid OrganisationId,
        [Required(ErrorMessage = "Enter a title."), AtMost(150)] string Title,
        [Required(ErrorMessage = "Name the delivery area."), AtMost(100)] string DeliveryArea,
        [Required(ErrorMessage = "Sum the practice up."), AtMost(500)] string Summary,
        [Required(ErrorMessage = "Say what you did."), AtMost(10_000)] string WhatWeDid,
        [Required(ErrorMessage = "Say what changed."), AtMost(10_000)] string WhatChanged,
        [OneOf("a stage", typeof(CommissioningStages))] string? Stage = null,
        [AtMost(200)] string? Outcome = null,
        Guid? ChampionId = null);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/network/practices", Handle)
        .Allow(Roles.SignedIn, Roles.Champion).Refuses(403, "not-a-champion").Refuses(409, "organisation-succeeded").WithTags("Practices").WithSummary("Publish a practice")
        .WithDescription("For a champion of the organisation, also one whose appointment the token does not state yet.");

    private static async Task<Created<PracticeView>> Handle(Request request, Caller caller, ChampionsDb db, TimeProvider time, CancellationToken cancel)
    {
        if (await db.HeldBy(request.OrganisationId, cancel) is not { Length: > 0 } held)
            throw ChampionsErrors.OrganisationSucceeded();
        var champion = caller.IsProgram
            ? await NamedChampion(request, held, caller, db, cancel)
            : (await LinkChampion.Find(caller, db, time, cancel)).FirstOrDefault(c => held.Contains(c.OrganisationId)) ?? throw ChampionsErrors.NotAChampion();
        var member = await db.Members.AsNoTracking().SingleAsync(m => m.OrganisationId == request.OrganisationId, cancel);
        var practice = Practice.Publish(request, champion, caller.Subject, time.GetUtcNow());
        db.Practices.Add(practice);
        db.Publish(new PracticePublished(practice.Id, practice.OrganisationId, practice.Title, practice.DeliveryArea, caller.Subject, practice.PublishedAt));
        await LinkChampion.Save(db, cancel);
        return TypedResults.Created($"/api/network/practices/{practice.Id}", PracticeView.Of(practice, champion, member));
    }

    // Nobody is named without the organisation's own champions being meant: a program cannot make one up, nor take another organisation's.
    private static async Task<Champion> NamedChampion(Request request, Guid[] held, Caller program, ChampionsDb db, CancellationToken cancel)
    {
        program.MustBe(Roles.Champion, request.OrganisationId);
        return await db.Champions.SingleOrDefaultAsync(c => c.Id == request.ChampionId && held.Contains(c.OrganisationId), cancel)
            ?? throw InvalidRequest.For("championId", "Name the champion of the organisation whom others may ask about the practice.");
    }
}
