using Charter.Identity.Clients;
using Charter.Identity.Sessions;
using Charter.Identity.Successions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Tokens;

/// <summary>The gateway's question: whose credential is this, and what may they do now? Not reachable from outside.</summary>
internal static class ExchangeCredential
{
    /// <param name="Session">Secret from the cookie.</param>
    /// <param name="Bearer">Token of an API client or, in a local installation, of a person; one of the two is given.</param>
    internal sealed record Request([AtMost(200)] string? Session = null, [AtMost(4000)] string? Bearer = null);

    /// <param name="ExpiresIn">Seconds.</param>
    internal sealed record Answer(string Token, int ExpiresIn, Guid Subject, Guid? SessionId);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/exchange", Handle).AllowEveryone().WithSummary("Exchange a credential for a token");

    private static async Task<Results<Ok<Answer>, UnauthorizedHttpResult>> Handle(Request request, IdentityDb db, TokenIssuer tokens, TimeProvider time, CancellationToken cancel)
    {
        var session = request.Session is { } secret ? await Use(db, secret, time.GetUtcNow(), cancel) : null;
        var held = request.Session is null && request.Bearer is { } bearer ? await tokens.Read(bearer) : null;
        if ((session?.Subject ?? held?.Subject) is not { } subject)
            return TypedResults.Unauthorized();
        var now = time.GetUtcNow();
        // The gateway keeps what it gets for so long, and no longer than the bearer token itself is good.
        var goodFor = (int)Math.Min(TokenIssuer.InternalLifetime.TotalSeconds, ((held?.ExpiresAt ?? DateTimeOffset.MaxValue) - now).TotalSeconds);
        if (held is { IsClient: true })
            return await ExchangeClient.Exchange(held, db, tokens, now, cancel) is { } ofClient
                ? TypedResults.Ok(new Answer(ofClient, goodFor, subject, null))
                : TypedResults.Unauthorized();

        var today = time.Today();
        var person = await db.Users.Where(u => u.Id == subject).Select(u => new
        {
            u.Name,
            u.Email,
            Roles = db.OfficesHeld(today).Where(r => r.Subject == u.Id).Select(r => r.Role).ToList(),
            Memberships = db.CurrentMemberships.Where(m => m.Subject == u.Id).Select(m => new
            {
                m.OrganisationId,
                m.Role,
                Name = db.Organisations.Where(o => o.OrganisationId == m.OrganisationId).Select(o => o.Name).FirstOrDefault(),
            }).ToList(),
        }).AsNoTracking().SingleOrDefaultAsync(cancel);
        if (person is null)
            return TypedResults.Unauthorized();
        var stated = await StatedMemberships.Of(db, [.. person.Memberships.Select(m => (m.OrganisationId, m.Role))], cancel);
        // Somebody of a single organisation acts for it; a choice counts while they belong to what they chose.
        var organisations = stated.Held.Select(h => (Id: h.Organisation, person.Memberships.Find(m => m.OrganisationId == h.Organisation)!.Name)).Distinct().ToArray();
        var chosen = organisations.Length == 1 ? organisations : [.. organisations.Where(o => o.Id == stated.NowOf(session?.ActingFor))];
        // An office needs two factors. A bearer token was given to a program by somebody who had them.
        var isWithheld = session is { HasTwoFactors: false } && person.Roles.Count > 0;
        var token = tokens.ForServices(subject, person.Name, person.Email!, isWithheld ? [] : person.Roles, stated,
            session?.Id, isWithheld, chosen.Length == 1 ? chosen[0] : null);
        return TypedResults.Ok(new Answer(token, goodFor, subject, session?.Id));
    }

    private static async Task<Session?> Use(IdentityDb db, string secret, DateTimeOffset now, CancellationToken cancel)
    {
        var hash = Session.HashOf(secret);
        var session = await db.Sessions.AsNoTracking().SingleOrDefaultAsync(
            s => s.SecretHash == hash && s.ExpiresAt > now && s.LastUsedAt > now - Session.LongestIdle, cancel);
        if (session is not null && session.LastUsedAt < now - Session.NotedEvery)
            await db.Sessions.Where(s => s.Id == session.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.LastUsedAt, now), cancel);
        return session;
    }
}
