using Charter.Portal.Apis;
using Charter.Portal.Pages.Imports;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Registrar;

[ForRole(Roles.Registrar), RequestSizeLimit(ImportsPage.Largest), RequestFormLimits(MultipartBodyLengthLimit = ImportsPage.Largest)]
public sealed class PostcodesModel(ImportsApi imports) : PortalPage
{
    [FromQuery]
    public string? After { get; set; }

    [BindProperty]
    public new IFormFile? File { get; set; }

    public PostcodeDirectory Directory { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel) => Directory = await imports.Postcodes(After, cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (File is null)
        {
            ModelState.AddModelError(nameof(File), "Choose a file");
            await LoadAsync(cancel);
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        await imports.SendPostcodes(File, cancel);
        return Done("The file is being loaded.", "/registrar/postcodes");
    }
}
