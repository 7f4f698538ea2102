using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Registrar;

[ForRole(Roles.Registrar)]
public sealed class OfficesModel(PeopleApi people, TimeProvider time) : PortalPage
{
    private const int SoonInDays = 30;

    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Role { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<Choice> States { get; } = [new("expired", "Run out"), new("ended", "Ended or renewed")];
    public Listing<Office> Offices { get; private set; } = null!;

    public bool RunsOut(Office office) => office.State == "held" && office.Until <= time.Today().AddDays(SoonInDays);

    public override async Task LoadAsync(CancellationToken cancel) => Offices = await people.Offices(State, Role, After, cancel);
}
