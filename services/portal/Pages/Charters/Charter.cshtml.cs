using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Charters;

[AllowAnonymous]
public sealed class CharterModel(SignatoryApi signatory) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    [FromQuery(Name = "version")]
    public int? Number { get; set; }

    public CharterVersion Version { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        var number = Number ?? (await signatory.Charters(cancel)).Items.FirstOrDefault(charter => charter.Id == Id)?.CurrentVersion ?? 1;
        Version = await signatory.CharterVersion(Id, number, cancel);
    }
}
