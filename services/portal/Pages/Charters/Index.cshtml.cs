using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Charters;

[AllowAnonymous]
public sealed class IndexModel(SignatoryApi signatory) : PortalPage
{
    [FromQuery]
    public string? Partnership { get; set; }

    public IReadOnlyList<CharterInForce> Charters { get; private set; } = [];
    public IReadOnlyList<Choice> Partnerships { get; private set; } = [];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        var list = await signatory.Charters(Partnership, cancel);
        Charters = list.Items;
        Partnerships = [.. (list.Partnerships ?? []).Select(one => new Choice(one.Name, $"{one.Name} ({one.Charters})"))];
    }
}
