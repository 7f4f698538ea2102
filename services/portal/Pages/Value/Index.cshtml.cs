using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Value;

[AllowAnonymous]
public sealed class IndexModel(SignatoryApi signatory, ValueApi value) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    [FromQuery]
    public string? After { get; set; }

    public string Name { get; private set; } = "";
    public ValueTotals Totals { get; private set; } = null!;
    public Listing<ValueLine> Lines { get; private set; } = null!;
    public bool MayEdit => Visitor?.Has(Roles.Editor, Id) == true;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Name = (await signatory.Entry(Id, cancel)).Name;
        Totals = await value.Totals(new(Organisation: Id), cancel);
        Lines = await value.Of(Id, After, cancel);
    }
}
