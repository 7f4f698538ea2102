using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages;

public sealed class PlacesModel(SignatoryApi signatory) : PortalPage
{
    [FromQuery]
    public string? Within { get; set; }

    public string Name { get; private set; } = "";
    public IReadOnlyList<(string Type, IReadOnlyList<PlaceLine> Places)> Groups { get; private set; } = [];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        var places = Within is null
            ? [.. (await signatory.Places(cancel, type: "county")).Items, .. (await signatory.Places(cancel)).Items]
            : (await signatory.Places(cancel, within: Within)).Items;
        Name = places.FirstOrDefault()?.Parent?.Name ?? Within ?? "";
        Groups = [.. places.GroupBy(place => place.Type).Select(group => (group.Key, (IReadOnlyList<PlaceLine>)[.. group]))];
    }
}
