using Charter.Portal.Apis;
using Charter.Portal.Components;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.WebUtilities;

namespace Charter.Portal.Pages.Imports;

/// <summary>A list of what was brought in, with what it is filtered and sorted by. The days are read here and not bound, so that what is wrong with them stands at their fields.</summary>
public abstract class FilteredPage(SignatoryApi signatory) : ImportsPage(signatory)
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }
    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [FromQuery]
    public string? After { get; set; }

    public DateOnly? From { get; private set; }
    public DateOnly? Until { get; private set; }

    public IReadOnlyList<Choice> Orders { get; } = [new("largest", "Largest first")];

    /// <summary>What the list was asked for, as the API takes it.</summary>
    public abstract (string Name, string? Value)[] Asked { get; }

    public bool IsFiltered => Asked.Any(part => part.Name != "sort" && !string.IsNullOrEmpty(part.Value));

    /// <summary>Address of the whole list as a file, filtered as it stands.</summary>
    public string File(string name) => QueryHelpers.AddQueryString($"/api/organisations/{Id}/{name}", Asked.Where(part => !string.IsNullOrEmpty(part.Value)).ToDictionary(part => part.Name, part => part.Value));

    public override async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        From = DateBinder.Read(ModelState, nameof(From), "The first day", Typed);
        Until = DateBinder.Read(ModelState, nameof(Until), "The last day", Typed);
        if (Until < From) ModelState.AddModelError(nameof(Until), "The last day must not be before the first");
        if (ModelState.ErrorCount > 0) Response.StatusCode = StatusCodes.Status400BadRequest;
        await LoadAsync(cancel);
        return Page();
    }

    private ValueProviderResult Typed(string key) => Request.Query.TryGetValue(key, out var typed) ? new(typed) : ValueProviderResult.None;
}
