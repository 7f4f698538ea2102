namespace Charter.Pledges.Pledges;

/// <summary>The figure that counts at the moment.</summary>
internal sealed record LatestProgress(decimal Value, DateOnly On, string Confidence);

/// <summary>A pledge as the API shows it.</summary>
/// <param name="OrganisationId">Whose it is now.</param>
/// <param name="CarriedFrom">The organisation that made it, when another has taken its place since.</param>
/// <param name="Duty">Code of the duty that it serves, if one is named.</param>
/// <param name="Version">To be named when the pledge is amended.</param>
/// <param name="Direction">increase or reduce.</param>
/// <param name="PromisedOn">When it was promised, if it was entered here afterwards.</param>
/// <param name="Standing">on-track, at-risk, off-track or no-figure-yet, derived from the latest figure and the calendar; null once it has ended.</param>
internal sealed record PledgeView(
    Guid Id, Guid OrganisationId, Guid CharterId, int CharterVersion, string Commitment, string? Duty, string Pillar, string Outcome, string Title,
    string Measure, string Unit, decimal Baseline, decimal Target, DateOnly DueOn, string Status, DateOnly MadeOn, LatestProgress? LatestProgress, Guid? CarriedFrom,
    int Version, string Direction, DateOnly BaselineOn, string? Owner, string? Place, IReadOnlyList<string> TargetGroups, string? Segment, string? Standing, DateOnly? EndedOn, DateOnly? PromisedOn)
{
    public static PledgeView Of(Pledge p, Guid holder, DateOnly today) => new(
        p.Id, holder, p.CharterId, p.CharterVersion, p.Commitment, p.Duty, p.Pillar, p.Outcome, p.Title, p.Measure, p.Unit, p.Baseline, p.Target,
        p.DueOn, p.Status, p.MadeOn, p is { LatestValue: { } value, LatestOn: { } on, LatestConfidence: { } confidence } ? new(value, on, confidence) : null,
        p.OrganisationId == holder ? null : p.OrganisationId,
        p.Version, p.Direction, p.StartsOn, p.Owner, p.Place, p.TargetGroups, p.Segment, p.StandingOn(today), p.EndedOn, p.PromisedOn);
}
