using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Signing;

public sealed class ReceiptModel(SignatoryApi signatory) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    public Organisation Organisation { get; private set; } = null!;
    public Receipt Receipt { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Organisation = await signatory.Organisation(Id, cancel);
        Receipt = (await signatory.Signatures(Id, cancel)).Items.FirstOrDefault() ?? throw Refusal.NotFound("signature");
    }
}
