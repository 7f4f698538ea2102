using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Charter.Portal.Pages.Organisations;

/// <summary>A page on which somebody says what an organisation is and where it works.</summary>
[BindProperties]
public abstract class FactsPage(SignatoryApi signatory) : PortalPage
{
    public string? Sector { get; set; }
    public string? Kind { get; set; }
    public string? SizeBand { get; set; }
    /// <summary>Codes of counties and districts.</summary>
    public List<string> Places { get; set; } = [];
    /// <summary>Codes of wards and of whatever else the partnership loaded.</summary>
    public string? OtherPlaces { get; set; }
    /// <summary>One on each line.</summary>
    public string? Aliases { get; set; }

    [BindNever]
    public IReadOnlyList<Choice> PlaceChoices { get; private set; } = [];

    protected IReadOnlyList<string> AllPlaces => [.. Places, .. Parts(OtherPlaces, ',', ';', ' ', '\n', '\r', '\t').Select(code => code.ToUpperInvariant()).Except(Places)];
    protected IReadOnlyList<string> AllAliases => Parts(Aliases, '\n', '\r');

    public override async Task LoadAsync(CancellationToken cancel)
    {
        var counties = await signatory.Places(cancel, type: "county");
        var districts = await signatory.Places(cancel);
        PlaceChoices = [.. districts.Items.Select(place => new Choice(place.Code, place.Name)).Concat(counties.Items.Select(place => new Choice(place.Code, $"All of {place.Name}"))).DistinctBy(choice => choice.Value)];
    }

    private static string[] Parts(string? text, params char[] separators) => (text ?? "").Split(separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
