using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Joining;

/// <summary>Who asks to join, for the signatories who decide; oldest first.</summary>
internal static class ListJoinRequests
{
    /// <param name="Email">Confirmed address, in a domain of the organisation.</param>
    internal sealed record Line(Guid Id, string Name, string Email, DateOnly AskedOn);

    internal sealed record Answer(IReadOnlyList<Line> Items);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/{organisationId}/join-requests", Handle)
        .Allow(Roles.Signatory).WithTags("Joining").WithSummary("List who asks to join the organisation");

    private static async Task<Ok<Answer>> Handle(Guid organisationId, Caller caller, IdentityDb db, CancellationToken cancel)
    {
        caller.MustBe(Roles.Signatory, organisationId);
        var open = await (from request in db.JoinRequests
                          join person in db.Users on request.Subject equals person.Id
                          where request.OrganisationId == organisationId && request.State == JoinStates.Open
                          orderby request.Id
                          select new { request.Id, person.Name, person.Email, request.AskedAt }).Take(200).ToListAsync(cancel);
        return TypedResults.Ok(new Answer([.. open.Select(r => new Line(r.Id, r.Name, r.Email!, r.AskedAt.LocalDay()))]));
    }
}
