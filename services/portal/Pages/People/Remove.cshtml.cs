using Charter.Portal.Apis;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.People;

public sealed class RemoveModel(PeopleApi people, SignatoryApi signatory) : OrganisationPage(signatory)
{
    [FromRoute]
    public Guid Subject { get; set; }

    [FromRoute]
    public string Role { get; set; } = "";

    public string Name { get; private set; } = "";

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Person.MustBe(Roles.Signatory, Id);
        await base.LoadAsync(cancel);
        Name = (await people.Members(Id, cancel)).Items.FirstOrDefault(one => one.Subject == Subject && one.Role == Role)?.Name ?? throw Refusal.NotFound("member");
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await people.Remove(Id, Subject, Role, cancel);
        return Done("The role is taken away.", Subject == Person.Subject ? "/account" : Here);
    }
}
