using System.ComponentModel.DataAnnotations;
using Charter.Identity.Memberships;
using Charter.Identity.Offices;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Joining;

/// <summary>A signatory lets somebody who asked join, with the roles that the signatory chooses, or says no.</summary>
internal static class DecideJoinRequest
{
    internal sealed record Approval([Required(ErrorMessage = "Choose what the person may do."), GivenRoles] IReadOnlyList<string> Roles);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/organisations/{organisationId}/join-requests/{requestId}/approval", Approve)
            .Allow(Roles.Signatory).Refuses(404, "not-found").Refuses(409, "join-request-settled", "holds-partnership-office").WithTags("Joining").WithSummary("Let somebody join");
        routes.MapPost("/organisations/{organisationId}/join-requests/{requestId}/refusal", Decline)
            .Allow(Roles.Signatory).Refuses(404, "not-found").Refuses(409, "join-request-settled").WithTags("Joining").WithSummary("Decline a request to join");
    }

    private static Task<NoContent> Approve(Guid organisationId, Guid requestId, Approval approval, Caller caller, IdentityDb db, Letters letters, TimeProvider time, CancellationToken cancel) =>
        Decide(organisationId, requestId, caller, db, letters, async request =>
        {
            await OfficeRules.MayBelong(db, request.Subject, time.Today(), cancel);
            request.Approve(approval.Roles, caller.Subject, time.GetUtcNow());
            await Membership.Grant(db, request.Subject, organisationId, approval.Roles, time.GetUtcNow(), cancel);
        }, cancel);

    private static Task<NoContent> Decline(Guid organisationId, Guid requestId, Caller caller, IdentityDb db, Letters letters, TimeProvider time, CancellationToken cancel) =>
        Decide(organisationId, requestId, caller, db, letters, request =>
        {
            request.Decline(caller.Subject, time.GetUtcNow());
            return Task.CompletedTask;
        }, cancel);

    private static Task<NoContent> Decide(Guid organisationId, Guid requestId, Caller caller, IdentityDb db, Letters letters, Func<JoinRequest, Task> decision, CancellationToken cancel)
    {
        caller.MustBe(Roles.Signatory, organisationId);
        return db.Alone(OneAtATime.PeopleOf(organisationId), async () =>
        {
            var request = await db.JoinRequests.SingleOrDefaultAsync(r => r.Id == requestId && r.OrganisationId == organisationId, cancel) ?? throw IdentityErrors.NoJoinRequest();
            await decision(request);
            await letters.JoinRequestDecided(request, cancel);
            return TypedResults.NoContent();
        }, cancel);
    }
}
