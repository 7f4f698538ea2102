using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Calculators;

[AllowAnonymous]
public sealed class KeptModel(SignatoryApi signatory, CalculatorApi calculators) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    [FromQuery]
    public string? After { get; set; }

    public string Name { get; private set; } = "";
    public Listing<CalculationLine> Lines { get; private set; } = null!;
    public bool MayEdit => Visitor?.Has(Roles.Editor, Id) == true;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Name = (await signatory.Entry(Id, cancel)).Name;
        Lines = await calculators.Of(Id, After, cancel);
    }
}
