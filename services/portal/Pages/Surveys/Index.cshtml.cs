using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Surveys;

[AllowAnonymous]
public sealed class IndexModel(SurveysApi surveys) : PortalPage
{
    [FromQuery]
    public string? After { get; set; }

    public Listing<SurveyLine> Surveys { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel) => Surveys = await surveys.List(After, cancel);
}
