using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.People;

/// <summary>A page about the people of one organisation.</summary>
public abstract class OrganisationPage(SignatoryApi signatory) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    public Organisation Organisation { get; private set; } = null!;

    protected string Here => $"/organisations/{Id}/people";

    public override async Task LoadAsync(CancellationToken cancel) => Organisation = await signatory.Organisation(Id, cancel);
}
