using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Surveys;

/// <summary>When a survey has closed, links that nobody used go, and so does who took them: it only kept people from taking a second. Safe with any number of replicas.</summary>
internal sealed class ForgetWhoTookLinks(IServiceScopeFactory scopes, TimeProvider time, ILogger<ForgetWhoTookLinks> log) : Beat(TimeSpan.FromHours(1), time, log)
{
    protected override async Task Look(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PledgeDb>();
        var today = Time.Today();
        var closed = db.SurveyRounds.Where(r => r.ClosedOn != null || r.ClosesOn < today).Select(r => r.Id);
        await db.SurveyLinks.Where(l => closed.Contains(l.RoundId)).ExecuteDeleteAsync(stop);
        await db.SurveyDraws.Where(d => d.AccountId != null && closed.Contains(d.RoundId)).ExecuteUpdateAsync(s => s.SetProperty(d => d.AccountId, (Guid?)null), stop);
    }
}
