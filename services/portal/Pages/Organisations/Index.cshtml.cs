using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Organisations;

[AllowAnonymous]
public sealed class IndexModel(SignatoryApi signatory) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    public RegisterEntry Entry { get; private set; } = null!;
    public bool Tasks => Visitor?.BelongsTo(Id) == true;

    public override async Task LoadAsync(CancellationToken cancel) => Entry = await signatory.Entry(Id, cancel);
}
