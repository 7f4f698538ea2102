using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Network;

[BindProperties(SupportsGet = true)]
public sealed class ChampionsModel(NetworkApi network, SignatoryApi signatory) : PortalPage
{
    public string? Q { get; set; }
    public string? Sector { get; set; }
    public string? Place { get; set; }
    public string? After { get; set; }

    public IReadOnlyList<Choice> Places { get; private set; } = [];
    public Listing<Champion> Champions { get; private set; } = null!;

    /// <summary>Where the way to appoint is short: the person is signatory of one organisation.</summary>
    public IReadOnlyList<Guid> MayAppointFor => Person.Memberships.Where(one => one.Role == Roles.Signatory).Select(one => one.Organisation).ToArray() is [var only] ? [only] : [];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        var places = signatory.Places(cancel).OrNothing();
        Champions = await network.Champions(Q, Sector, Place, After, cancel);
        Places = [.. (await places)?.Items.Select(place => new Choice(place.Code, place.Name)) ?? []];
    }
}
