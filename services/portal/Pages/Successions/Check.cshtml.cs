using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Successions;

[ForRole(Roles.Registrar)]
public sealed class CheckModel(SignatoryApi signatory, NetworkApi network, PeopleApi people, Carried carried) : SuccessionPage(signatory, carried)
{
    private readonly SignatoryApi _signatory = signatory;

    /// <summary>What moves; null when the service would refuse it by now.</summary>
    public SuccessionPreview? Preview { get; private set; }

    /// <summary>Null when the service that knows does not answer.</summary>
    public int? Champions { get; private set; }

    /// <inheritdoc cref="Champions"/>
    public int? Members { get; private set; }

    public override async Task LoadAsync(CancellationToken cancel)
    {
        await base.LoadAsync(cancel);
        if (Read() is not { } answers) return;
        Preview = await _signatory.PreviewSuccession(Id, answers.Successor, cancel).OrNothing();
        Champions = (await network.ChampionsOf(Organisation, cancel).OrNothing())?.Count;
        Members = (await people.Members(Id, cancel).OrNothing())?.Items.Select(one => one.Subject).Distinct().Count();
    }

    public override async Task<IActionResult> OnGetAsync(CancellationToken cancel) => Read() switch
    {
        { Kind: null } => LocalRedirect(To("what")),
        { On: null } => LocalRedirect(To("when")),
        _ => await base.OnGetAsync(cancel),
    };

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Read() is not { Kind: not null, On: not null } answers) return LocalRedirect(Start);
        await _signatory.EnterSuccession(Id, new(answers.Successor, answers.Kind, answers.On, answers.Note), cancel);
        return Done($"It is entered. {answers.SuccessorName} has what was carried over within seconds.", $"/registrar/organisations/{Id}");
    }
}
