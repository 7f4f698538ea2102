using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Frameworks;

[AllowAnonymous]
public sealed class DifferencesModel(FrameworksApi frameworks) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    [FromQuery]
    public int? From { get; set; }

    [FromQuery]
    public int? To { get; set; }

    public FrameworkDifferences Shown { get; private set; } = null!;
    public IReadOnlyList<Choice> Versions { get; private set; } = [];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        var versions = (await frameworks.Framework(Id, null, cancel)).Versions;
        Versions = [.. versions.Select(one => new Choice($"{one.Version}", $"Version {one.Version}: {one.Title}"))];
        (To, From) = (To ?? versions[0].Version, From ?? versions[Math.Min(1, versions.Count - 1)].Version);
        Shown = await frameworks.Differences(Id, From.Value, To.Value, cancel);
    }

    public static string Colour(string change) => change switch { "added" => "green", "removed" => "red", _ => "blue" };

    public static string FieldName(string field) => field switch { "proxyValue" => "Value of one", "proxySource" => "Source of the value", "priceYear" => "Year of the prices", _ => Words.Say(field) };
}
