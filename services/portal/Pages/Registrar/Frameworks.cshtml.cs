using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Registrar;

[ForRole(Roles.Registrar), RequestSizeLimit(SentFile.Largest), RequestFormLimits(MultipartBodyLengthLimit = SentFile.Largest)]
public sealed class FrameworksModel(SignatoryApi signatory, FrameworksApi frameworks) : PortalPage
{
    [FromQuery]
    public string? After { get; set; }

    [BindProperty]
    public Guid? CharterId { get; set; }

    [BindProperty]
    public new IFormFile? File { get; set; }

    public IReadOnlyList<Choice> Charters { get; private set; } = [];
    public Listing<FrameworkUploadLine> Uploads { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Charters = await ChartersInForce(signatory, cancel);
        if (Charters is [var only]) CharterId ??= Guid.Parse(only.Value);
        Uploads = await frameworks.Uploads(After, cancel);
    }

    public static async Task<IReadOnlyList<Choice>> ChartersInForce(SignatoryApi signatory, CancellationToken cancel) =>
        [.. (await signatory.Charters(cancel)).Items.Where(charter => charter.CurrentVersion is not null).Select(charter => new Choice($"{charter.Id}", $"{charter.Title} ({charter.Partnership})"))];

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (CharterId is null) ModelState.AddModelError(nameof(CharterId), "Choose the charter of the partnership");
        if (File is null) ModelState.AddModelError(nameof(File), "Choose a file");
        if (!ModelState.IsValid)
        {
            await LoadAsync(cancel);
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        return LocalRedirect($"/registrar/frameworks/{(await frameworks.Send(CharterId, File!, cancel)).Id}");
    }
}
