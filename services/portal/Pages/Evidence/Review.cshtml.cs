using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Evidence;

public sealed class ReviewModel(EvidenceApi api) : PortalPage
{
    public readonly IReadOnlyList<Choice> Outcomes = [new("verified", "Yes: verify it"), new("returned", "No: return it with reasons")];

    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Outcome { get; set; }

    [BindProperty]
    public List<string> Reasons { get; set; } = [];

    [BindProperty]
    public string? Reason { get; set; }

    public Apis.Evidence Evidence { get; private set; } = null!;
    public bool IsReviewer => Person.Has(Roles.EvidenceReviewer);
    public bool MayReview => IsReviewer && Evidence.State == "submitted" && !Person.BelongsTo(Evidence.OrganisationId);
    private bool IsEditor => Person.Has(Roles.Editor, Evidence.OrganisationId);
    public bool MayRenew => IsEditor && Evidence is { IsNewest: true, State: "verified" or "returned" or "expired" or "refused" };
    public bool MayTakeBack => IsEditor && Evidence.State is ("scanning" or "submitted" or "returned" or "refused");
    public IReadOnlyList<EvidenceFile> Files => Evidence.Files ?? (Evidence.File is { } file ? [file] : []);

    /// <summary>What stands above everything else; nothing as a rule.</summary>
    public string? Notice => Evidence.State switch
    {
        "scanning" => "Its files are in quarantine until they have been scanned for viruses. Nobody can download or review them before that.",
        "refused" => "A virus scanner found something in a file. The file was deleted, and the evidence counts for nothing. Have the computer looked at from which it came, and submit a new version with a clean file.",
        "expired" => $"It counted until {Evidence.ValidUntil?.Day()} and is too old to show anything now.",
        "superseded" => "A newer version stands in its place.",
        "withdrawn" => "The organisation has taken it back.",
        _ => null,
    };

    public bool MayOpen(EvidenceFile file) => file.Scan is not ("waiting" or "found") && Evidence.State is not ("scanning" or "refused" or "withdrawn");

    public override async Task LoadAsync(CancellationToken cancel) => Evidence = await api.Evidence(Id, cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await api.Review(Id, Outcome, Outcome == "returned" ? Reasons : [], Reason, cancel);
        return Done(Outcome == "verified" ? "The evidence is verified." : "The evidence is returned to the organisation.", "/evidence");
    }
}
