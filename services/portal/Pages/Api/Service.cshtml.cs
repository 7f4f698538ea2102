using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Api;

[AllowAnonymous]
public sealed class ServiceModel(ApiDocuments documents) : PortalPage
{
    [FromRoute]
    public string Service { get; set; } = "";

    public ApiDocument Document { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel) => Document = ApiDocument.From(await documents.Document(Service, cancel));
}
