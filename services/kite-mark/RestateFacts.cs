using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.KiteMarks;

/// <summary>Awards, for those who show them.</summary>
internal static class RestateFacts
{
    public static Task Run(Restatement<KiteMarkDb> restatement) =>
        restatement.Each((KiteMarkDb db, Guid after) => db.Awards.AsNoTracking().Where(a => a.Id > after).OrderBy(a => a.Id)
                .Join(db.Applications, a => a.ApplicationId, a => a.Id, (a, p) => new { Award = a, Application = p }),
            x => x.Award.Id, x => [x.Award.Awarding(x.Application)]);
}
