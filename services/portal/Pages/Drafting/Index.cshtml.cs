using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Drafting;

public sealed class IndexModel(SignatoryApi signatory) : DraftPage(signatory)
{
    private readonly SignatoryApi signatory = signatory;

    /// <summary>The newest published version that the draft follows.</summary>
    public int? PublishedBefore { get; private set; }

    public bool IsUnfinished(DraftSection section) => Version.Unfinished?.Intersect(section.Fields).Any() == true;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        await base.LoadAsync(cancel);
        if (IsDraft) PublishedBefore = (await signatory.Charter(Id, cancel).OrNothing())?.Versions.FirstOrDefault(one => one.Status != "draft" && one.Number < Number)?.Number;
    }

    public override async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        return Page();
    }
}
