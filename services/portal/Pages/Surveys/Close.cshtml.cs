using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Surveys;

[ForRole(Roles.Registrar)]
public sealed class CloseModel(SurveysApi surveys) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    public Survey Survey { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel) => Survey = await surveys.Read(Id, cancel);

    public async Task<IActionResult> OnPostCloseAsync(CancellationToken cancel)
    {
        await surveys.Close(Id, cancel);
        return Done("The survey is closed.", $"/surveys/{Id}");
    }

    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken cancel)
    {
        await surveys.Remove(Id, cancel);
        return Done("The survey is removed.", "/surveys");
    }
}
