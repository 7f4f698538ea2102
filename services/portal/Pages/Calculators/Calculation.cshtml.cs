using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Calculators;

[AllowAnonymous]
public sealed class CalculationModel(CalculatorApi calculators) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    public Calculation Calculation { get; private set; } = null!;
    public bool MayPublish => Visitor is { } person && (person.Has(Roles.Editor, Calculation.OrganisationId) || person.Has(Roles.Signatory, Calculation.OrganisationId));

    public override async Task LoadAsync(CancellationToken cancel) => Calculation = await calculators.Read(Id, cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await calculators.Publish(Id, cancel);
        return Done("The calculation is published.", $"/calculations/{Id}");
    }

    public async Task<IActionResult> OnPostTakeBackAsync(CancellationToken cancel)
    {
        await calculators.TakeBack(Id, cancel);
        return Done("The calculation is published no longer.", $"/calculations/{Id}");
    }
}
