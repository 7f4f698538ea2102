using Charter.ServiceDefaults;

namespace Charter.Identity.Joining;

/// <param name="VerifiedOn">Null while it waits for a registrar.</param>
internal sealed record DomainView(Guid OrganisationId, string Domain, DateOnly StatedOn, DateOnly? VerifiedOn)
{
    public static DomainView Of(OrganisationDomain d) => new(d.OrganisationId, d.Domain, d.StatedAt.LocalDay(), d.VerifiedAt?.LocalDay());
}
