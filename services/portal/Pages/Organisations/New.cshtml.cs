using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Organisations;

[BindProperties]
public sealed class NewModel(SignatoryApi signatory) : PortalPage
{
    public sealed class GivenIdentifier
    {
        public string? Scheme { get; set; }
        public string? Id { get; set; }
        public bool IsEmpty => string.IsNullOrWhiteSpace(Scheme) && string.IsNullOrWhiteSpace(Id);
    }

    public string? Name { get; set; }
    public string? Sector { get; set; }
    public string? Kind { get; set; }
    public string? SizeBand { get; set; }
    public List<string> Places { get; set; } = [];
    public List<GivenIdentifier> Identifiers { get; set; } = [];

    public IReadOnlyList<Choice> PlaceChoices { get; private set; } = [];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        PlaceChoices = [.. (await signatory.Places(cancel)).Items.Select(place => new Choice(place.Code, place.Name))];
        while (Identifiers.Count < 3) Identifiers.Add(new());
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        // Rows left empty go, so that the service's errors count the same rows as the page that comes back.
        Identifiers.RemoveAll(identifier => identifier is not { IsEmpty: false });
        foreach (var key in ModelState.Keys.Where(key => key.StartsWith(nameof(Identifiers), StringComparison.Ordinal)).ToList()) ModelState.Remove(key);
        await signatory.RegisterOrganisation(new(Name, Sector, Kind, [.. Identifiers.Select(one => new Identifier(one.Scheme ?? "", one.Id ?? ""))], Places, SizeBand), cancel);
        return Done($"{Name} is registered. The registrar will confirm it.", "/account");
    }
}
