using Charter.Contracts;
using Charter.ServiceDefaults;
using MassTransit;

namespace Charter.Identity.Memberships;

/// <summary>Whoever registered an organisation becomes its first signatory and editor once it is confirmed; not the registrar who brought it in with a list.</summary>
internal sealed class GrantMembershipsWhenOrganisationConfirmed(IdentityDb db, TimeProvider time) : IConsumer<OrganisationConfirmed>
{
    public Task Consume(ConsumeContext<OrganisationConfirmed> context) => context.Message.IsImported ? Task.CompletedTask : Membership.GrantOnce(db, context.Message.RegisteredBy,
        context.Message.OrganisationId, [Roles.Signatory, Roles.Editor], cause: null, time.GetUtcNow(), context.CancellationToken);
}
