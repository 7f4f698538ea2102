using Charter.Portal.Apis;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.People;

public sealed class DomainsModel(PeopleApi people, SignatoryApi signatory) : OrganisationPage(signatory)
{
    [BindProperty]
    public string? Domain { get; set; }

    public IReadOnlyList<EmailDomain> Domains { get; private set; } = [];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Person.MustBe(Roles.Signatory, Id);
        await base.LoadAsync(cancel);
        Domains = (await people.Domains(Id, cancel)).Items;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var stated = await people.StateDomain(Id, Domain, cancel);
        return Done(stated.VerifiedOn is null ? $"{stated.Domain} waits for the registrar." : $"{stated.Domain} is verified.", $"{Here}/domains");
    }

    public async Task<IActionResult> OnPostDropAsync(string dropped, CancellationToken cancel)
    {
        await people.DropDomain(Id, dropped, cancel);
        return Done($"{dropped} is taken back. Whoever has joined stays.", $"{Here}/domains");
    }
}
