using Charter.Contracts;
using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Evaluation;

[AllowAnonymous]
public sealed class QuestionsModel(EvaluationApi evaluation) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }
    [BindProperty(SupportsGet = true)]
    public string? Pillar { get; set; }
    [BindProperty(SupportsGet = true)]
    public string? Test { get; set; }
    [BindProperty(SupportsGet = true)]
    public string? Place { get; set; }
    [BindProperty(SupportsGet = true)]
    public string? Sector { get; set; }
    [FromQuery]
    public string? After { get; set; }

    public Listing<EvaluationQuestion> Questions { get; private set; } = null!;
    public IReadOnlyList<Choice> TestChoices => [new("all", "All five"), .. Words.FeasibilityTests];
    public IReadOnlyList<Choice> PlaceChoices => [.. Places.Counties.Concat(Places.All).Select(place => new Choice(place.Code, place.Name))];

    public override async Task LoadAsync(CancellationToken cancel) => Questions = await evaluation.Questions(Id, new(Kind, Pillar, Test, Place, Sector), After, cancel);
}
