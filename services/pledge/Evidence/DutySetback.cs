using Charter.Contracts;
using Charter.Pledges.Ledgers;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Evidence;

/// <summary>A duty fell back, and why: kept for good, so that the ledger can say so.</summary>
internal sealed class DutySetback
{
    public Guid OrganisationId { get; init; }
    public Guid CharterId { get; init; }
    public int CharterVersion { get; init; }
    public required string Code { get; init; }
    /// <summary>Revision of the duty that began with it.</summary>
    public int Revision { get; init; }
    public required string From { get; init; }
    public required string To { get; init; }
    /// <summary>One of <see cref="Contracts.SetbackReasons"/>.</summary>
    public required string Reason { get; init; }
    /// <summary>Null when it was a pledge that was withdrawn.</summary>
    public Guid? EvidenceId { get; init; }
    public DateTimeOffset At { get; init; }
}

internal static class DutySetbacks
{
    /// <summary>Keeps and publishes that these duties, as they are now, have fallen back.</summary>
    /// <param name="before">The state of each until then.</param>
    public static void FellBack(this PledgeDb db, IEnumerable<Duty> fallen, Func<Duty, string> before, string reason, Guid? evidence, DateTimeOffset now)
    {
        foreach (var duty in fallen)
        {
            db.Add(new DutySetback
            {
                OrganisationId = duty.OrganisationId,
                CharterId = duty.CharterId,
                CharterVersion = duty.CharterVersion,
                Code = duty.Code,
                Revision = duty.Revision,
                From = before(duty),
                To = duty.State,
                Reason = reason,
                EvidenceId = evidence,
                At = now,
            });
            db.Publish(new DutyFellBack(duty.OrganisationId, duty.CharterId, duty.CharterVersion, duty.Facts(), reason, evidence, now));
        }
    }
}
