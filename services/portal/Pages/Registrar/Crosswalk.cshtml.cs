using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Registrar;

[ForRole(Roles.Registrar), RequestSizeLimit(SentFile.Largest), RequestFormLimits(MultipartBodyLengthLimit = SentFile.Largest)]
public sealed class CrosswalkModel(SignatoryApi signatory, FrameworksApi frameworks) : PortalPage
{
    [BindProperty]
    public Guid? CharterId { get; set; }

    [BindProperty]
    public new IFormFile? File { get; set; }

    public IReadOnlyList<Choice> Charters { get; private set; } = [];
    public IReadOnlyList<PackProblem> Problems { get; private set; } = [];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Charters = await FrameworksModel.ChartersInForce(signatory, cancel);
        if (Charters is [var only]) CharterId ??= Guid.Parse(only.Value);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (CharterId is null) ModelState.AddModelError(nameof(CharterId), "Choose the charter of the partnership");
        if (File is null) ModelState.AddModelError(nameof(File), "Choose a file");
        if (ModelState.IsValid)
            try
            {
                var done = await frameworks.Enter(CharterId, File!, cancel);
                return Done($"{Words.Count(done.Entered, "row")} entered{(done.Unchanged > 0 ? $", {done.Unchanged:N0} there already" : "")}.", "/registrar/frameworks");
            }
            catch (ApiRefusal refusal) when (refusal.Fact<PackProblem[]>("problems") is { } problems)
            {
                Problems = problems;
                foreach (var (field, messages) in refusal.Errors) ModelState.AddModelError(field, messages[0]);
            }
        await LoadAsync(cancel);
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
