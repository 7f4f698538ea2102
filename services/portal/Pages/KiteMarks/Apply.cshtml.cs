using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.KiteMarks;

public sealed class ApplyModel(KiteMarkApi kiteMarks, SignatoryApi signatory) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Organisation { get; set; }

    [BindProperty]
    public string? Level { get; set; }

    public Organisation Applying { get; private set; } = null!;
    public IReadOnlyList<Choice> Levels { get; private set; } = [];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Person.MustBe(Roles.Signatory, Organisation);
        Applying = await signatory.Organisation(Organisation, cancel);
        Levels = [.. (await kiteMarks.CurrentScheme(cancel)).Levels.Select(level => new Choice(level, Words.Say(level)))];
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var application = await kiteMarks.Apply(Organisation, Level, cancel);
        return Done("Your application is in. Assessors can begin at once.", $"/kite-marks/applications/{application.Id}");
    }
}
