using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Account;

/// <summary>Somebody of several organisations chooses the one they act for.</summary>
public sealed class ActingForModel(PeopleApi people) : PortalPage
{
    private const string Any = "any";

    [BindProperty]
    public string? Organisation { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public IReadOnlyList<Choice> Choices { get; private set; } = [];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        if (!Url.IsLocalUrl(ReturnUrl)) ReturnUrl = null;
        var mine = (await people.MyOrganisations(cancel)).Items;
        Choices = [.. mine.Select(one => new Choice(one.OrganisationId.ToString(), one.Name ?? "An organisation whose name is not known here yet", Words.Say(Words.Together(one.Roles)))),
            .. mine.Count > 1 ? [new Choice(Any, "None in particular", "You can do for each whatever you may do there")] : Array.Empty<Choice>()];
        Organisation ??= (Person.ActingFor ?? (mine.Count == 1 ? mine[0].OrganisationId : null))?.ToString() ?? Any;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Organisation != Any && !Guid.TryParse(Organisation, out _))
        {
            ModelState.AddModelError(nameof(Organisation), "Choose the organisation that you act for.");
            return await OnGetAsync(cancel);
        }
        await people.ActFor(Organisation == Any ? null : Guid.Parse(Organisation!), cancel);
        return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/account");
    }
}
