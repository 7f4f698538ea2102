using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Signing;

public sealed class IndexModel(SignatoryApi signatory) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    public Organisation Organisation { get; private set; } = null!;
    public IReadOnlyList<CharterInForce> Charters { get; private set; } = [];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Organisation = await signatory.Organisation(Id, cancel);
        if (Organisation.Status == "confirmed") Person.MustBe(Roles.Signatory, Id);
        Charters = [.. (await signatory.Charters(cancel)).Items.Where(charter => charter.CurrentVersion is not null)];
    }
}
