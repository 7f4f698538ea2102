using Charter.Portal.Apis;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.People;

[BindProperties]
public sealed class InviteModel(PeopleApi people, SignatoryApi signatory) : OrganisationPage(signatory)
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
        await people.Invite(Id, Email, Roles, handOver: false, cancel);
        return Done($"{Email} is invited.", Here);
    }
}
