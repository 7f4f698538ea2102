using Charter.Identity.Memberships;
using Charter.Identity.Offices;
using Charter.Identity.Sessions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Joining;

/// <summary>Somebody whose confirmed address is in a verified domain of the organisation asks its signatories to let them act for it.</summary>
internal static class AskToJoin
{
    internal sealed record Asked(Guid Id, Guid OrganisationId, DateOnly AskedOn);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/organisations/{organisationId}/join-requests", Handle)
        .Allow(Roles.SignedIn).Refuses(409, "already-asked", "holds-partnership-office").Refuses(429, "too-many-attempts").WithTags("Joining").WithSummary("Ask to join an organisation");

    private static async Task<Created<Asked>> Handle(
        Guid organisationId, Caller caller, IdentityDb db, Throttle throttle, Letters letters, TimeProvider time, CancellationToken cancel)
    {
        if (await throttle.Attempt([new(Throttle.Key("ask-to-join", caller.Subject.ToString()), Free: 10, Longest: TimeSpan.FromMinutes(1))], cancel) is { } wait)
            throw IdentityErrors.TooManyAttempts(wait);
        var domain = await ListJoinable.DomainOf(db, caller.Subject, cancel);
        if (!await ListJoinable.Of(db, caller.Subject, domain).AnyAsync(d => d.OrganisationId == organisationId, cancel))
            throw Refusal.Forbidden("Your e-mail address is not in a domain of this organisation, or you belong to it already. Ask one of its signatories to invite you.");
        await OfficeRules.MayBelong(db, caller.Subject, time.Today(), cancel);
        return await db.Alone(OneAtATime.PeopleOf(organisationId), async () =>
        {
            if (await db.JoinRequests.AnyAsync(r => r.OrganisationId == organisationId && r.Subject == caller.Subject && r.State == JoinStates.Open, cancel))
                throw IdentityErrors.AlreadyAsked();
            var now = time.GetUtcNow();
            var request = new JoinRequest { Id = Guid.CreateVersion7(now), OrganisationId = organisationId, Subject = caller.Subject, AskedAt = now };
            db.Add(request);
            await letters.AsksToJoin(request, caller.Name, caller.Email, cancel);
            return TypedResults.Created($"/api/organisations/{organisationId}/join-requests", new Asked(request.Id, organisationId, now.LocalDay()));
        }, cancel);
    }
}
