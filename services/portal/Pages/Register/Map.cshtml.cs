using Charter.Portal.Apis;
using Charter.Portal.Maps;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Register;

[AllowAnonymous]
public sealed class MapModel(RegisterApi register) : PortalPage
{
    /// <summary><c>number</c>; without a word, or with any other, the share.</summary>
    [BindProperty(SupportsGet = true)]
    public string? By { get; set; }

    public RegisterStatistics Figures { get; private set; } = null!;

    public bool ByNumber => By == "number";
    public string Title => ByNumber ? "Number of organisations that have signed, by place" : "Share of organisations that have signed, by place";

    public IReadOnlyList<Area> Areas => [.. Figures.Places.Select(line => new Area(line.Value, line.Label ?? line.Value,
        ByNumber ? line.Signed : line.Share,
        ByNumber ? $"{line.Signed:N0}" : line.Share is { } share ? Percent(share) : "–",
        line.Confirmed == 0 && line.Signed == 0 ? "no organisation is registered" : $"{line.Signed:N0} of {Words.Count(line.Confirmed, "organisation")} {(line.Signed == 1 ? "has" : "have")} signed{(line.Share is { } part ? $", {Percent(part)}" : "")}"))];

    /// <summary>The scale ends at the greatest number, rounded up so that its five steps are whole.</summary>
    public decimal Most => ByNumber ? Math.Max(5, (Figures.Places.Select(line => line.Signed).DefaultIfEmpty().Max() + 4) / 5 * 5) : 1;

    public Func<decimal, string> Write => ByNumber ? value => $"{value:N0}" : Percent;

    public static string Percent(decimal share) => $"{share * 100:0}\u00a0%";

    public override async Task LoadAsync(CancellationToken cancel) => Figures = await register.Statistics(cancel);
}
