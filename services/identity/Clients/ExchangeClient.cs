using Charter.Identity.Successions;
using Charter.Identity.Tokens;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Clients;

/// <summary>The services' token for a client that is still let in; null for any other. Notes that it was used.</summary>
internal static class ExchangeClient
{
    public static async Task<string?> Exchange(HeldBearer held, IdentityDb db, TokenIssuer tokens, DateTimeOffset now, CancellationToken cancel)
    {
        var client = await db.ApiClients.AsNoTracking().SingleOrDefaultAsync(c => c.Id == held.Subject, cancel);
        if (client?.IsAlive(now) != true)
            return null;
        if (client.IsToBeNoted(now))
            await db.ApiClients.Where(c => c.Id == client.Id).ExecuteUpdateAsync(c => c.SetProperty(x => x.LastUsedAt, now), cancel);
        string[] scopes = [.. held.Scopes.Intersect(client.Scopes)];
        var organisation = await db.HolderOf(client.OrganisationId, cancel);   // it works on for whoever has taken the place of its organisation
        var memberships = await StatedMemberships.Of(db, [.. scopes.Select(Scopes.RoleOf).Distinct().Select(role => (organisation, role))], cancel);
        return tokens.ForServices(client.Id, client.Name, memberships, scopes);
    }
}
