using Charter.Portal.Apis;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Drafting;

public sealed class DeleteModel(SignatoryApi signatory) : DraftPage(signatory)
{
    private readonly SignatoryApi signatory = signatory;

    /// <summary>Of the text that was there when the page was opened; another is not deleted.</summary>
    [BindProperty]
    public string? Hash { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await signatory.DeleteDraft(Id, Number, Hash ?? "", cancel);
        return Done($"Draft {Number} is deleted.", "/charters");
    }
}
