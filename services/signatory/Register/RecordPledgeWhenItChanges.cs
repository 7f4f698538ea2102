using System.Text.Json;
using Charter.Contracts;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Register;

/// <summary>Copies the public facts of a pledge, unless the copy is newer.</summary>
internal sealed class RecordPledgeWhenItChanges(SignatoryDb db) :
    IConsumer<PledgeMade>, IConsumer<PledgeProgressReported>, IConsumer<PledgeAmended>, IConsumer<PledgeCompleted>, IConsumer<PledgeMissed>, IConsumer<PledgeWithdrawn>, IConsumer<PledgeReopened>
{
    public Task Consume(ConsumeContext<PledgeMade> context) => Record(context.Message.Pledge);

    public Task Consume(ConsumeContext<PledgeProgressReported> context) => Record(context.Message.Pledge);

    public Task Consume(ConsumeContext<PledgeAmended> context) => Record(context.Message.Pledge);

    public Task Consume(ConsumeContext<PledgeCompleted> context) => Record(context.Message.Pledge);

    public Task Consume(ConsumeContext<PledgeMissed> context) => Record(context.Message.Pledge);

    public Task Consume(ConsumeContext<PledgeWithdrawn> context) => Record(context.Message.Pledge);

    public Task Consume(ConsumeContext<PledgeReopened> context) => Record(context.Message.Pledge);

    private Task<int> Record(PledgeFacts pledge) => db.Database.ExecuteSqlAsync($"""
        insert into register_pledge (pledge_id, organisation_id, version, facts)
        values ({pledge.PledgeId}, {pledge.OrganisationId}, {pledge.Version}, {JsonSerializer.Serialize(pledge)}::jsonb)
        on conflict (pledge_id) do update set version = excluded.version, facts = excluded.facts where register_pledge.version < excluded.version
        """);
}
