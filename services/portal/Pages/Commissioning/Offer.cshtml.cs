using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Charter.Portal.Pages.Commissioning;

[BindProperties]
public sealed class OfferModel(CommissioningApi commissioning) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    public string? Stage { get; set; }
    public string? Pillar { get; set; }
    public string? What { get; set; }

    [Display(Name = "How much")]
    public decimal? Amount { get; set; }

    public string? Unit { get; set; }

    [Display(Name = "The date")]
    public DateOnly? DueOn { get; set; }

    [BindNever]
    public Contract Contract { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Contract = await commissioning.Contract(Id, cancel);
        Person.MustBe(Roles.Editor, Contract.OrganisationId);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await commissioning.Offer(Id, new(Stage, Pillar, What, Unit, Amount, DueOn), cancel);
        return Done("The offer is recorded.", $"/commissioning/{Id}");
    }
}
