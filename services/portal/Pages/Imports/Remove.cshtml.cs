using Charter.Portal.Apis;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Imports;

public sealed class RemoveModel(SignatoryApi signatory, ImportsApi imports) : ImportsPage(signatory)
{
    [FromRoute]
    public Guid Import { get; set; }

    public new FileImport File { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        await base.LoadAsync(cancel);
        File = await imports.Import(Import, cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await imports.Remove(Import, cancel);
        return Done("What the file brought in is being taken back.", $"/organisations/{Id}/imports/{Import}");
    }
}
