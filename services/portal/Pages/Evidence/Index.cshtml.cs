using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Evidence;

[ForRole(Roles.EvidenceReviewer)]
public sealed class IndexModel(EvidenceApi evidence) : PortalPage
{
    public readonly IReadOnlyList<Choice> States = [.. EvidenceWords.States.Skip(1)];
    public readonly IReadOnlyList<Choice> Versions = [new("true", "Only new versions of evidence")];

    [FromQuery]
    public string? State { get; set; }

    [FromQuery]
    public string? Commitment { get; set; }

    [FromQuery]
    public string? Kind { get; set; }

    [FromQuery]
    public string? NewVersions { get; set; }

    [FromQuery]
    public string? After { get; set; }

    public Listing<EvidenceLine> Found { get; private set; } = null!;
    public bool IsFiltered => !string.IsNullOrEmpty(State + Commitment + Kind + NewVersions);

    public override async Task LoadAsync(CancellationToken cancel) => Found = await evidence.ToReview(State, Commitment, Kind, NewVersions == "true", After, cancel);
}
