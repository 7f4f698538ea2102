using Charter.Contracts;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Register;

/// <summary>Copies duties and their states; in whatever order the events come, the furthest state stays.</summary>
internal sealed class RecordLedgerWhenItChanges(SignatoryDb db) : IConsumer<LedgerOpened>, IConsumer<DutyAdvanced>
{
    public async Task Consume(ConsumeContext<LedgerOpened> context)
    {
        var opened = context.Message;
        foreach (var duty in opened.Duties)
            await Record(opened.OrganisationId, opened.CharterId, opened.CharterVersion, duty);
    }

    public Task Consume(ConsumeContext<DutyAdvanced> context) =>
        Record(context.Message.OrganisationId, context.Message.CharterId, context.Message.CharterVersion, context.Message.Duty);

    private Task<int> Record(Guid organisation, Guid charter, int version, LedgerDuty duty)
    {
        var rank = DutyStates.All.Index().Single(s => s.Item == duty.State).Index;
        return db.Database.ExecuteSqlAsync($"""
            insert into register_duty (organisation_id, charter_id, charter_version, code, position, commitment, binding, text, state_rank)
            values ({organisation}, {charter}, {version}, {duty.Code}, {duty.Position}, {duty.Commitment}, {duty.Binding}, {duty.Text}, {rank})
            on conflict (organisation_id, charter_id, charter_version, code) do update set state_rank = greatest(register_duty.state_rank, excluded.state_rank)
            """);
    }
}
