using Charter.Champions.Appointments;
using Charter.Champions.Members;
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
        p.Id, p.OrganisationId, member.Name, champion.Id, champion.Name, p.Title, p.DeliveryArea, p.Stage, p.Outcome,
        p.Summary, p.WhatWeDid, p.WhatChanged, p.PublishedAt.LocalDay());
}

/// <summary>One practice of the library.</summary>
internal static class ReadPractice
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/network/practices/{practiceId}", Handle)
        .Allow(Roles.SignedIn).Refuses(404, "not-found").WithTags("Practices").WithSummary("Read a practice");

    private static async Task<Ok<PracticeView>> Handle(Guid practiceId, ChampionsDb db, CancellationToken cancel)
    {
        var found = await db.Practices.AsNoTracking().Where(p => p.Id == practiceId)
            .Join(db.Champions, p => p.ChampionId, c => c.Id, (p, c) => new { Practice = p, Champion = c })
            .Join(db.Members, x => x.Practice.OrganisationId, m => m.OrganisationId, (x, m) => new { x.Practice, x.Champion, Member = m }).SingleOrDefaultAsync(cancel)
            ?? throw ChampionsErrors.NoPractice();
        return TypedResults.Ok(PracticeView.Of(found.Practice, found.Champion, found.Member));
    }
}
