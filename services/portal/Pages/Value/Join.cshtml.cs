using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Value;

public sealed class JoinModel(ValueApi value) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    /// <summary>The address of the other record's page, or its id alone.</summary>
    [BindProperty]
    public string? SameAs { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public ValueRecord Record { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel) => Record = await value.Read(Id, cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!Guid.TryParse(SameAs?.Trim().TrimEnd('/').Split('/')[^1].Split('?', '#')[0], out var other))
        {
            ModelState.AddModelError(nameof(SameAs), "Enter the address of the other record's page");
            await LoadAsync(cancel);
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        await value.Join(Id, other, Reason, cancel);
        return Done("The record is joined to this one.", $"/value/{other}");
    }
}
