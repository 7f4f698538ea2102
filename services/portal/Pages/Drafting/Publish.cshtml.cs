using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Drafting;

public sealed class PublishModel(SignatoryApi signatory) : DraftPage(signatory)
{
    private readonly SignatoryApi signatory = signatory;

    [BindProperty, Display(Name = "The date")]
    public DateOnly? InForceFrom { get; set; }

    /// <summary>Of the text that was read when the page was opened; another is not published.</summary>
    [BindProperty]
    public string? Hash { get; set; }

    public CharterLine? Line { get; private set; }
    public VersionInLine? Before => Line?.Versions.FirstOrDefault(one => one.Status != "draft" && one.Number < Number);

    public override async Task LoadAsync(CancellationToken cancel)
    {
        await base.LoadAsync(cancel);
        Line = await signatory.Charter(Id, cancel).OrNothing();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await signatory.Publish(Id, Number, InForceFrom, Hash, cancel);
        return Done($"Version {Number} is published.", $"/charters/{Id}?version={Number}");
    }
}
