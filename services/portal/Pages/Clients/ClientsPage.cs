using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Clients;

/// <summary>A page about the API clients of an organisation, for its signatories.</summary>
public abstract class ClientsPage(SignatoryApi signatory) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    public Organisation Organisation { get; private set; } = null!;

    public string Here => $"/organisations/{Id}/clients";

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Person.MustBe(Roles.Signatory, Id);
        Organisation = await signatory.Organisation(Id, cancel);
    }
}
