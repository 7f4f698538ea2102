using Charter.Contracts;
using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Charter.Portal.Pages.Value;

/// <summary>Totals of the value ledger. The day is read here and not bound, so that what is wrong with it stands at its field.</summary>
[AllowAnonymous]
public sealed class TotalsModel(ValueApi value, TimeProvider time) : PortalPage
{
    public readonly IReadOnlyList<Choice> Groups = [new("place", "Place"), new("sector", "Sector"), new("pillar", "Kind of value"), new("outcome", "Outcome")];

    [BindProperty(SupportsGet = true)]
    public string? Place { get; set; }
    [BindProperty(SupportsGet = true)]
    public string? Sector { get; set; }
    [BindProperty(SupportsGet = true)]
    public string? Pillar { get; set; }
    [BindProperty(SupportsGet = true)]
    public string? Outcome { get; set; }
    [BindProperty(SupportsGet = true)]
    public string? By { get; set; }

    public DateOnly? On { get; private set; }
    public ValueTotals? Results { get; private set; }
    public ValueFilter Filter => new(On, null, Sector, Place, Pillar, Outcome);
    public IReadOnlyList<Choice> PlaceChoices => [.. Places.Counties.Concat(Places.All).Select(place => new Choice(place.Code, place.Name))];

    public string LabelOf(ValueGroup group) => group.Value == "" ? (Results!.By == "place" ? "No place named" : "Not known") : Results!.By is "sector" or "pillar" ? Words.Say(group.Value) : group.Label;

    public string WithOnly(ValueGroup group) => "/value" + (Filter with { AsAt = null, Outcome = group.Value }).Query();

    public override async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        On = DateBinder.Read(ModelState, "On", "The day", key => Request.Query.TryGetValue(key, out var typed) ? new(typed) : ValueProviderResult.None);
        if (On > time.Today()) ModelState.AddModelError("On", "The day must be today or in the past");
        if (ModelState.ErrorCount > 0) Response.StatusCode = StatusCodes.Status400BadRequest;
        else Results = await value.Totals(Filter with { By = By }, cancel);
        return Page();
    }
}
