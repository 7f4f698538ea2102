using Charter.Portal.Apis;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.People;

[BindProperties]
public sealed class HandOverModel(PeopleApi people, SignatoryApi signatory) : OrganisationPage(signatory)
{
    public string? Email { get; set; }
    public List<string> Roles { get; set; } = [];

    public override Task LoadAsync(CancellationToken cancel)
    {
        Person.MustBe(ServiceDefaults.Roles.Signatory, Id);
        return base.LoadAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await people.Invite(Id, Email, [ServiceDefaults.Roles.Signatory, .. Roles], handOver: true, cancel);
        return Done($"{Email} is asked to take over. You stay until they accept.", Here);
    }
}
