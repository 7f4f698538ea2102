using Charter.Portal.Apis;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Imports;

[RequestSizeLimit(Largest), RequestFormLimits(MultipartBodyLengthLimit = Largest)]
public sealed class IndexModel(SignatoryApi signatory, ImportsApi imports) : ImportsPage(signatory)
{
    [FromQuery]
    public string? After { get; set; }

    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public new IFormFile? File { get; set; }

    public Listing<FileImport> Files { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        await base.LoadAsync(cancel);
        Files = await imports.Imports(Id, After, cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Kind is not ("ocds" or "spend")) ModelState.AddModelError(nameof(Kind), "Say what is in the file");
        if (File is null) ModelState.AddModelError(nameof(File), "Choose a file");
        if (!ModelState.IsValid)
        {
            await LoadAsync(cancel);
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        return LocalRedirect($"/organisations/{Id}/imports/{(await imports.Send(Id, Kind!, File!, cancel)).Id}");
    }
}
