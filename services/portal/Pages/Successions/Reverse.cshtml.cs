using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Successions;

[ForRole(Roles.Registrar)]
public sealed class ReverseModel(SignatoryApi signatory) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty, Required(ErrorMessage = "Say why it is taken back"), StringLength(2000, ErrorMessage = "The reason may have at most 2,000 characters")]
    public string? Reason { get; set; }

    /// <summary>The one that stands; null when there is none any more.</summary>
    public Succession? Succession { get; private set; }

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Succession = (await signatory.Successions(Id, null, cancel)).Items.FirstOrDefault(one => one.PredecessorId == Id && one.Status == "standing");
        if (Succession is null) Response.StatusCode = StatusCodes.Status404NotFound;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await signatory.ReverseSuccession(Id, Reason, cancel);
        return Done("It is taken back. Both organisations act for themselves again.", $"/registrar/organisations/{Id}");
    }
}
