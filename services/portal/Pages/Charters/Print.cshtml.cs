using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Charters;

[AllowAnonymous]
public sealed class PrintModel(SignatoryApi signatory) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    [FromQuery(Name = "version")]
    public int? Number { get; set; }

    public CharterVersion Version { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel) =>
        Version = await signatory.CharterVersion(Id, Number ?? (await signatory.Charter(Id, cancel)).CurrentVersion ?? 1, cancel);
}
