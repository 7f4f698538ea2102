using Charter.Portal.Apis;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.People;

public sealed class RequestModel(PeopleApi people, SignatoryApi signatory) : OrganisationPage(signatory)
{
    [FromRoute]
    public new Guid Request { get; set; }

    [BindProperty]
    public List<string> Roles { get; set; } = [];

    public JoinRequest Asker { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Person.MustBe(ServiceDefaults.Roles.Signatory, Id);
        await base.LoadAsync(cancel);
        Asker = (await people.JoinRequests(Id, cancel)).Items.FirstOrDefault(one => one.Id == Request) ?? throw Refusal.NotFound("request to join");
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await people.LetJoin(Id, Request, Roles, cancel);
        return Done("They may act for the organisation now, and are told by mail.", Here);
    }

    public async Task<IActionResult> OnPostDeclineAsync(CancellationToken cancel)
    {
        await people.RefuseToJoin(Id, Request, cancel);
        return Done("The request is declined. They are told by mail.", Here);
    }
}
