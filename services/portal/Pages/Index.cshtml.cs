using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;

namespace Charter.Portal.Pages;

[AllowAnonymous]
public sealed class IndexModel(SignatoryApi signatory) : PortalPage
{
    public RegisterPage Register { get; private set; } = null!;
    public IReadOnlyList<CharterInForce> Charters { get; private set; } = [];
    public IReadOnlyList<Bar> Sectors { get; private set; } = [];
    public long WithMark => Register.Facets?.Mark.Where(mark => mark.Value != "none").Sum(mark => mark.Count) ?? 0;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        var register = signatory.Register(new(Size: 5), cancel);
        var charters = signatory.Charters(cancel);
        Register = await register;
        Charters = [.. (await charters).Items.Where(charter => charter.CurrentVersion is not null)];
        Sectors = [.. (Register.Facets?.Sector ?? []).OrderByDescending(sector => sector.Count)
            .Select(sector => new Bar(Words.Say(sector.Value), sector.Count ?? 0, $"/register?sector={sector.Value}"))];
    }
}
