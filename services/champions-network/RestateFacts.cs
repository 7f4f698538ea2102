using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Champions;

/// <summary>Appointments as they stand, for identity, which grants the role to those who do not have it.</summary>
internal static class RestateFacts
{
    public static Task Run(Restatement<ChampionsDb> restatement) =>
        restatement.Each((ChampionsDb db, Guid after) => db.Champions.AsNoTracking().Where(c => c.Id > after).OrderBy(c => c.Id),
            c => c.Id, c => [new ChampionAppointed(c.Id, c.Version, c.OrganisationId, c.Subject, c.AppointedBy, c.AppointedAt)]);
}
