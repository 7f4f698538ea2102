using System.Globalization;
using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;

namespace Charter.Portal.Pages.Register;

[AllowAnonymous]
public sealed class ChartsModel(RegisterApi register) : PortalPage
{
    public RegisterStatistics Figures { get; private set; } = null!;

    public IReadOnlyList<MonthBar> Months => [.. Figures.Months.Select(month => new MonthBar(DateOnly.ParseExact(month.Month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture), month.Signed))];
    public IReadOnlyList<Bar> Sectors => [.. Figures.Sectors.Select(line => new Bar(Words.Say(line.Value), line.Signed, $"/register?sector={line.Value}"))];
    public IReadOnlyList<Bar> SizeBands => [.. Figures.SizeBands.Select(line => new Bar(Words.SizeBands.FirstOrDefault(band => band.Value == line.Value) is { } band ? $"{band.Label}: {band.Hint}" : line.Value, line.Signed))];
    public IReadOnlyList<Bar> Places => [.. Figures.Places.Where(line => line.Signed > 0).OrderByDescending(line => line.Signed).Select(line => new Bar(line.Label ?? line.Value, line.Signed, $"/register?place={line.Value}"))];

    public override async Task LoadAsync(CancellationToken cancel) => Figures = await register.Statistics(cancel);
}
