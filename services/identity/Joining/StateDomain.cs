using System.ComponentModel.DataAnnotations;
using Charter.Identity.Memberships;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Joining;

/// <summary>A signatory states an e-mail domain of the organisation, so that its people can ask to join.</summary>
internal static class StateDomain
{
    private const int Most = 20;

    internal sealed record Request([Required(ErrorMessage = "Enter a domain, such as example.org."), AtMost(255)] string Domain);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/organisations/{organisationId}/domains", Handle)
        .Allow(Roles.Signatory).Refuses(409, "domain-stated", "free-mail-domain", "too-many-domains").WithTags("Joining").WithSummary("State an e-mail domain of the organisation");

    private static Task<Created<DomainView>> Handle(Guid organisationId, Request request, Caller caller, IdentityDb db, TimeProvider time, CancellationToken cancel)
    {
        caller.MustBe(Roles.Signatory, organisationId);
        var name = OrganisationDomain.Parse(request.Domain) ?? throw InvalidRequest.For("domain", "Enter a domain, such as example.org.");
        if (FreeMail.Has(name))
            throw IdentityErrors.FreeMailDomain(name);
        // One at a time also between organisations: only one of them may have it without a registrar.
        return db.Alone($"domain {name}", async () =>
        {
            var now = time.GetUtcNow();
            var stated = await db.OrganisationDomains.Where(d => d.OrganisationId == organisationId).Select(d => d.Domain).ToListAsync(cancel);
            if (stated.Contains(name))
                throw IdentityErrors.DomainStated();
            if (stated.Count >= Most)
                throw IdentityErrors.TooManyDomains(Most);
            var domain = new OrganisationDomain { OrganisationId = organisationId, Domain = name, StatedBy = caller.Subject, StatedAt = now };
            var isOwn = await db.Users.AnyAsync(u => u.Id == caller.Subject && u.EmailConfirmed && u.Email!.ToLower().EndsWith("@" + name), cancel);
            if (isOwn && !await db.OrganisationDomains.AnyAsync(d => d.Domain == name && d.VerifiedAt != null, cancel))
                domain.Verify(caller.Subject, now);
            db.Add(domain);
            return TypedResults.Created($"/api/organisations/{organisationId}/domains", DomainView.Of(domain));
        }, cancel);
    }
}
