using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Registrar;

[ForRole(Roles.Registrar)]
public sealed class DomainsModel(PeopleApi people) : PortalPage
{
    [FromQuery]
    public string? After { get; set; }

    public Listing<DomainToVerify> Waiting { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel) => Waiting = await people.DomainsToVerify(After, cancel);

    public async Task<IActionResult> OnPostAsync(Guid organisation, string domain, CancellationToken cancel)
    {
        await people.VerifyDomain(organisation, domain, cancel);
        return Done($"{domain} is verified.", "/registrar/domains");
    }

    public async Task<IActionResult> OnPostRefuseAsync(Guid organisation, string domain, CancellationToken cancel)
    {
        await people.DropDomain(organisation, domain, cancel);
        return Done($"{domain} is refused.", "/registrar/domains");
    }
}
