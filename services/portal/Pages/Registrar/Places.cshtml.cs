using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Charter.Portal.Pages.Registrar;

[ForRole(Roles.Registrar), RequestSizeLimit(SentFile.Largest), RequestFormLimits(MultipartBodyLengthLimit = SentFile.Largest, ValueLengthLimit = (int)SentFile.Largest)]
public sealed class PlacesModel(SignatoryApi signatory) : PortalPage
{
    private const int MostShown = 200;

    [BindProperty]
    public IFormFile? Upload { get; set; }

    /// <summary>The places of the file as a table, which can be corrected here.</summary>
    [BindProperty]
    public string? Text { get; set; }

    public PlacesReport? Report { get; private set; }
    public IReadOnlyList<ReportedPlace> Shown => [.. Report?.Lines.OrderBy(line => line.Verdict != "bad").ThenBy(line => line.Line).Take(MostShown) ?? []];

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Upload is null && string.IsNullOrWhiteSpace(Text))
        {
            ModelState.AddModelError(nameof(Upload), "Choose a file");
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        using var sent = SentFile.Of(Upload, Text);
        try
        {
            Report = await signatory.PreviewPlaces(sent, cancel);
        }
        catch (ApiRefusal refusal) when (refusal.Errors.TryGetValue("file", out var wrong))
        {
            return Wrong(wrong);
        }
        Text = Report.Table;
        ModelState.Remove(nameof(Text));   // what was in the file is shown, so that it can be put right here
        return Page();
    }

    public async Task<IActionResult> OnPostLoadAsync(CancellationToken cancel)
    {
        using var sent = SentFile.Of(null, Text);
        try
        {
            var loaded = await signatory.LoadPlaces(sent, cancel);
            return Done($"{Words.Count(loaded.New, "place")} loaded, {loaded.Changed} changed.", "/registrar/places");
        }
        catch (ApiRefusal refusal) when (refusal.Errors.Count > 0)
        {
            if (refusal.Errors.TryGetValue("file", out var wrong)) return Wrong(wrong);
            return await OnPostAsync(cancel);   // shows which lines are bad now
        }
    }

    private PageResult Wrong(string[] messages)
    {
        foreach (var message in messages) ModelState.AddModelError(string.IsNullOrWhiteSpace(Text) ? nameof(Upload) : "", message);
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
