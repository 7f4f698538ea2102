using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Champions;

/// <summary>All that this service holds on the person who asks.</summary>
internal static class ShowPersonalData
{
    internal sealed record Answer(IReadOnlyList<AppointmentFacts> Appointments, IReadOnlyList<AppointedFacts> ChampionsAppointed, IReadOnlyList<PracticeFacts> Practices);

    internal sealed record AppointmentFacts(Guid Id, Guid OrganisationId, string Name, string Email, string? JobTitle, IReadOnlyList<string> Specialisms, DateTimeOffset At);

    internal sealed record AppointedFacts(Guid Id, Guid OrganisationId, DateTimeOffset At);

    internal sealed record PracticeFacts(Guid Id, Guid OrganisationId, string Title, string Summary, string WhatWeDid, string WhatChanged, DateTimeOffset At);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/personal-data/champions-network", Handle)
        .Allow(Roles.SignedIn).WithTags("Personal data").WithSummary("What the champions network holds on me");

    private static async Task<Ok<Answer>> Handle(Caller caller, ChampionsDb db, CancellationToken cancel)
    {
        var (me, email) = (caller.Subject, Appointments.Champion.Normal(caller.Email));
        return TypedResults.Ok(new Answer(
            // Also where a signatory named the address and its holder was not seen here yet.
            await db.Champions.Where(c => (c.Subject == me && !c.IsErased) || (c.Subject == null && c.Email == email)).OrderBy(c => c.Id)
                .Select(c => new AppointmentFacts(c.Id, c.OrganisationId, c.Name, c.Email, c.JobTitle, c.Specialisms, c.AppointedAt)).ToListAsync(cancel),
            await db.Champions.Where(c => c.AppointedBy == me).OrderBy(c => c.Id).Select(c => new AppointedFacts(c.Id, c.OrganisationId, c.AppointedAt)).ToListAsync(cancel),
            await db.Practices.Where(p => p.PublishedBy == me).OrderBy(p => p.Id)
                .Select(p => new PracticeFacts(p.Id, p.OrganisationId, p.Title, p.Summary, p.WhatWeDid, p.WhatChanged, p.PublishedAt)).ToListAsync(cancel)));
    }
}
