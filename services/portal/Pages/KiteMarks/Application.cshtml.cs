using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.KiteMarks;

public sealed class ApplicationModel(KiteMarkApi kiteMarks) : PortalPage
{
    private Scheme? scheme;

    [FromRoute]
    public Guid Id { get; set; }

    public Application Application { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Application = await kiteMarks.Application(Id, cancel);
        if (Application.Assessments.Count > 0) scheme = await kiteMarks.Scheme(Application.SchemeId, cancel).OrNothing();
    }

    public string TitleOf(string criterion) => scheme?.Criteria.FirstOrDefault(one => one.Code == criterion)?.Title ?? criterion;
}
