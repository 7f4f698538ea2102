using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.KiteMarks;

[ForRole(Roles.Assessor)]
public sealed class AssessModel(KiteMarkApi kiteMarks) : PortalPage
{
    public sealed class Given
    {
        public string Criterion { get; set; } = "";

        [Required(ErrorMessage = "Choose a score for every criterion")]
        public int? Score { get; set; }

        public string? Comment { get; set; }
    }

    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty]
    public List<Given> Scores { get; set; } = [];

    public Application Application { get; private set; } = null!;
    public Scheme Scheme { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Application = await kiteMarks.Application(Id, cancel);
        Scheme = await kiteMarks.Scheme(Application.SchemeId, cancel);
        Scores.RemoveAll(given => Scheme.Criteria.All(criterion => criterion.Code != given.Criterion));   // made-up ones have no row on the page
        if (Scores.Count == 0) Scores = [.. Scheme.Criteria.Select(criterion => new Given { Criterion = criterion.Code })];
    }

    public IReadOnlyList<Choice> Anchors(Criterion criterion) => [.. criterion.Anchors.Select((anchor, score) => new Choice($"{score}", $"{score}: {anchor}"))];

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await kiteMarks.Assess(Id, [.. Scores.Select(one => new Score(one.Criterion, one.Score!.Value, string.IsNullOrWhiteSpace(one.Comment) ? null : one.Comment))], cancel);
        return Done("Your assessment is in.", $"/kite-marks/applications/{Id}");
    }
}
