using System.Globalization;
using Charter.Contracts;
using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Charter.Portal.Pages.Register;

/// <summary>The register as it was on a day. The day is read here and not bound, so that what is wrong with it stands at its field.</summary>
[AllowAnonymous]
public sealed class AsAtModel(RegisterApi register, TimeProvider time) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }
    [BindProperty(SupportsGet = true)]
    public string? Sector { get; set; }
    [BindProperty(SupportsGet = true)]
    public string? Place { get; set; }
    [BindProperty(SupportsGet = true)]
    public string? Status { get; set; }
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public DateOnly? On { get; private set; }
    public RegisterAsAt? Results { get; private set; }

    public bool IsFiltered => $"{Q}{Sector}{Place}{Status}" != "";
    public IReadOnlyList<Choice> PlaceChoices => [.. Places.Counties.Concat(Places.All).Select(place => new Choice(place.Code, place.Name))];
    public IReadOnlyList<Choice> StatusChoices => [.. RegisterStatuses.All.Select(status => new Choice(status, Words.Say(status)))];

    public override async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        On = DateOnly.TryParseExact(Request.Query["day"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
            : DateBinder.Read(ModelState, "On", "The day", key => Request.Query.TryGetValue(key, out var typed) ? new(typed) : ValueProviderResult.None);
        if (On is null && ModelState.ErrorCount == 0 && Request.Query.ContainsKey("On.Day")) ModelState.AddModelError("On", "Enter the day");
        if (On > time.Today()) ModelState.AddModelError("On", "The day must be today or in the past");
        if (ModelState.ErrorCount > 0) Response.StatusCode = StatusCodes.Status400BadRequest;
        else if (On is { } asked) Results = await register.AsAt(asked, Q, Sector, Place, Status, After, cancel);
        return Page();
    }
}
