using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Successions;

/// <summary>
/// What a token states of memberships: those of organisations that act for themselves, and beside them whose place these have taken. Nobody acts for an
/// organisation that was succeeded; what was made for it belongs to the people of its successor.
/// </summary>
internal sealed record StatedMemberships(IReadOnlyList<(Guid Organisation, string Role)> Held, IReadOnlyList<CarriedOver> CarriedOver)
{
    public static async Task<StatedMemberships> Of(IdentityDb db, IReadOnlyList<(Guid Organisation, string Role)> held, CancellationToken cancel)
    {
        Guid[] organisations = [.. held.Select(h => h.Organisation).Distinct()];
        if (organisations.Length == 0)
            return new(held, []);
        var found = await db.CarriedOver.AsNoTracking().Where(c => organisations.Contains(c.HolderId) || organisations.Contains(c.OrganisationId)).ToListAsync(cancel);
        if (found.Count == 0)
            return new(held, []);
        var succeeded = found.Select(c => c.OrganisationId).ToHashSet();
        return new([.. held.Where(h => !succeeded.Contains(h.Organisation))], found.FindAll(c => organisations.Contains(c.HolderId)));
    }

    /// <summary>The organisation in whose place another acts now is meant by whoever chose it before.</summary>
    public Guid? NowOf(Guid? chosen) => CarriedOver.FirstOrDefault(c => c.OrganisationId == chosen)?.HolderId ?? chosen;

    public string[] Claims => [.. Held.Select(h => $"{h.Organisation}:{h.Role}")];

    public string[] CarriedOverClaims => [.. CarriedOver.Select(c => $"{c.OrganisationId}:{c.HolderId}")];
}
