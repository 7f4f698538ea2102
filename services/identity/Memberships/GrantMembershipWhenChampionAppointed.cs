using Charter.Contracts;
using Charter.ServiceDefaults;
using MassTransit;

namespace Charter.Identity.Memberships;

/// <summary>An appointed champion gets the role as soon as it is known whose account it is.</summary>
internal sealed class GrantMembershipWhenChampionAppointed(IdentityDb db, TimeProvider time) : IConsumer<ChampionAppointed>
{
    // The event comes again with the account once the person has accepted; before that there is nobody to give the role to.
    public Task Consume(ConsumeContext<ChampionAppointed> context) => context.Message.Subject is { } subject
        ? Membership.GrantOnce(db, subject, context.Message.OrganisationId, [Roles.Champion], context.Message.ChampionId, time.GetUtcNow(), context.CancellationToken)
        : Task.CompletedTask;
}
