using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Signing;

public sealed class CheckModel(SignatoryApi signatory, SigningApi signing, Carried carried) : SigningPage(carried)
{
    public Organisation Organisation { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel) => Organisation = await signatory.Organisation(Id, cancel);

    public override async Task<IActionResult> OnGetAsync(CancellationToken cancel) =>
        Read() is { } answers && answers is not { Name: not null, ConsentsToPublish: not null } ? LocalRedirect(To("who")) : await base.OnGetAsync(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Read() is not { } answers) return LocalRedirect(Start);
        var signed = await signing.Sign(answers.Charter, new(Id, answers.Version, answers.ContentHash,
            new(answers.Name, answers.Role, answers.ConfirmsAuthority, answers.ConsentsToPublish == true)), cancel);
        return LocalRedirect(signed.Status == "in-force" ? $"{Start}/receipt?signature={signed.Id}" : $"{Start}/open/{signed.Id}");
    }
}
