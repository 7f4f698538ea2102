using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Organisations;

[AllowAnonymous]
public sealed class HistoryModel(SignatoryApi signatory, RegisterApi register) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public RegisterEntry Entry { get; private set; } = null!;
    public Listing<HistoryItem> History { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Entry = await signatory.Entry(Id, cancel);
        History = await register.History(Id, After, 50, cancel) ?? new([]);
    }
}
