using Charter.Contracts;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Register;

/// <summary>Shows the award on the register, unless a later one stands there already.</summary>
internal sealed class RecordMarkWhenKiteMarkAwarded(SignatoryDb db) : IConsumer<KiteMarkAwarded>
{
    public Task Consume(ConsumeContext<KiteMarkAwarded> context)
    {
        var award = context.Message;
        return db.Database.ExecuteSqlAsync($"""
            update register_entry set mark = {award.Level}, award_id = {award.AwardId}, award_version = {award.Version}, awarded_on = {award.AwardedOn}, mark_valid_until = {award.ValidUntil}
            where organisation_id = {award.OrganisationId}
              and (award_id is null or (award_id = {award.AwardId} and award_version < {award.Version}) or (award_id <> {award.AwardId} and awarded_on <= {award.AwardedOn}))
            """);
    }
}
