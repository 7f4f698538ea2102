using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Network;

[BindProperties]
public sealed class AppointModel(NetworkApi network, SignatoryApi signatory) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Organisation { get; set; }

    public string? Name { get; set; }
    public string? Email { get; set; }
    public string? JobTitle { get; set; }
    public string? Specialisms { get; set; }

    public Organisation Appointing { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Person.MustBe(Roles.Signatory, Organisation);
        Appointing = await signatory.Organisation(Organisation, cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var subjects = (Specialisms ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        await network.AppointChampion(new(Organisation, Name, Email, string.IsNullOrWhiteSpace(JobTitle) ? null : JobTitle, subjects), cancel);
        return Done($"{Name} is a champion now.", "/network/champions");
    }
}
