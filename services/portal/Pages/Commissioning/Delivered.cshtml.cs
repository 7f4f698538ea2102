using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Charter.Portal.Pages.Commissioning;

[BindProperties]
public sealed class DeliveredModel(CommissioningApi commissioning) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    [FromRoute]
    public Guid Offer { get; set; }

    [Display(Name = "The figure")]
    public decimal? Amount { get; set; }

    [Display(Name = "The day")]
    public DateOnly? On { get; set; }

    public string? Confidence { get; set; }
    public string? Source { get; set; }
    public string? Note { get; set; }

    [BindNever]
    public Contract Contract { get; private set; } = null!;
    [BindNever]
    public OfferLine Offered { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Contract = await commissioning.Contract(Id, cancel);
        Person.MustBe(Roles.Editor, Contract.OrganisationId);
        Offered = Contract.Offers.FirstOrDefault(one => one.Id == Offer) ?? throw Refusal.NotFound("offer in this contract");
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await commissioning.Deliver(Id, Offer, new(Amount, On, Confidence, Source, Note), cancel);
        return Done("What was delivered is reported.", $"/commissioning/{Id}");
    }
}
