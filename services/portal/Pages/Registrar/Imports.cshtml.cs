using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Registrar;

[ForRole(Roles.Registrar), RequestSizeLimit(SentFile.Largest), RequestFormLimits(MultipartBodyLengthLimit = SentFile.Largest)]
public sealed class ImportsModel(SignatoryApi signatory) : PortalPage
{
    [FromQuery]
    public string? After { get; set; }

    [BindProperty]
    public IFormFile? Upload { get; set; }

    public Listing<ImportLine> Sent { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel) => Sent = await signatory.Imports(After, cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        try
        {
            if (Upload is null)
                ModelState.AddModelError(nameof(Upload), "Choose a file");
            else
            {
                using var sent = SentFile.Of(Upload, null);
                return LocalRedirect($"/registrar/imports/{(await signatory.UploadImport(sent, cancel)).Id}");
            }
        }
        catch (ApiRefusal refusal) when (refusal.Errors.TryGetValue("file", out var wrong))
        {
            foreach (var message in wrong) ModelState.AddModelError(nameof(Upload), message);
        }
        await LoadAsync(cancel);
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
