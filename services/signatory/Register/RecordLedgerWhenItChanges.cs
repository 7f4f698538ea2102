using Charter.Contracts;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Register;

/// <summary>Copies duties and their states; in whatever order the events come, the furthest state since the duty fell back last stays.</summary>
internal sealed class RecordLedgerWhenItChanges(SignatoryDb db) : IConsumer<LedgerOpened>, IConsumer<DutyAdvanced>, IConsumer<DutyFellBack>
{
    public Task Consume(ConsumeContext<LedgerOpened> context) =>
        Record(context.Message.OrganisationId, context.Message.CharterId, context.Message.CharterVersion, context.Message.Duties);

    public Task Consume(ConsumeContext<DutyAdvanced> context) =>
        Record(context.Message.OrganisationId, context.Message.CharterId, context.Message.CharterVersion, [context.Message.Duty]);

    public Task Consume(ConsumeContext<DutyFellBack> context) =>
        Record(context.Message.OrganisationId, context.Message.CharterId, context.Message.CharterVersion, [context.Message.Duty]);

    private Task<int> Record(Guid organisation, Guid charter, int version, IReadOnlyList<LedgerDuty> duties)
    {
        string[] codes = [.. duties.Select(d => d.Code)], commitments = [.. duties.Select(d => d.Commitment)], bindings = [.. duties.Select(d => d.Binding)], texts = [.. duties.Select(d => d.Text)];
        int[] positions = [.. duties.Select(d => d.Position)], revisions = [.. duties.Select(d => d.Revision)], ranks = [.. duties.Select(d => DutyStates.All.Index().Single(s => s.Item == d.State).Index)];
        return db.Database.ExecuteSqlAsync($"""
            insert into register_duty (organisation_id, charter_id, charter_version, code, position, commitment, binding, text, state_rank, revision)
            select {organisation}, {charter}, {version}, * from unnest({codes}, {positions}, {commitments}, {bindings}, {texts}, {ranks}, {revisions})
            on conflict (organisation_id, charter_id, charter_version, code) do update set
              state_rank = case when register_duty.revision < excluded.revision then excluded.state_rank else greatest(register_duty.state_rank, excluded.state_rank) end, revision = excluded.revision
            where register_duty.revision <= excluded.revision
            """);
    }
}
