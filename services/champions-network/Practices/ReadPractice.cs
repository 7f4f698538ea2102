using Charter.Champions.Appointments;
using Charter.Champions.Members;
using Charter.Champions.Successions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Champions.Practices;

/// <summary>A practice in full.</summary>
internal sealed record PracticeView(
    Guid Id, Guid OrganisationId, string OrganisationName, Guid ChampionId, string ChampionName, string Title, string DeliveryArea, string? Stage, string? Outcome,
    string Summary, string WhatWeDid, string WhatChanged, DateOnly PublishedOn)
{
    public static PracticeView Of(Practice p, Champion champion, Member member) => new(
        p.Id, member.OrganisationId, member.Name, champion.Id, champion.Name, p.Title, p.DeliveryArea, p.Stage, p.Outcome,
        p.Summary, p.WhatWeDid, p.WhatChanged, p.PublishedAt.LocalDay());
}

/// <summary>One practice of the library.</summary>
internal static class ReadPractice
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/network/practices/{practiceId}", Handle)
        .Allow(Roles.SignedIn).Refuses(404, "not-found").WithTags("Practices").WithSummary("Read a practice");

    private static async Task<Ok<PracticeView>> Handle(Guid practiceId, ChampionsDb db, CancellationToken cancel)
    {
        var found = await db.Practices.AsNoTracking().Where(p => p.Id == practiceId).WithMember(db)
            .Join(db.Champions, x => x.Practice.ChampionId, c => c.Id, (x, c) => new { x.Practice, Champion = c, x.Member }).SingleOrDefaultAsync(cancel)
            ?? throw ChampionsErrors.NoPractice();
        return TypedResults.Ok(PracticeView.Of(found.Practice, found.Champion, found.Member));
    }
}
