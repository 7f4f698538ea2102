using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Evidence;

public sealed class OrganisationModel(EvidenceApi evidence, SignatoryApi signatory, TimeProvider time) : PortalPage
{
    private const int SoonDays = 60;

    [FromRoute]
    public Guid Id { get; set; }

    [FromQuery]
    public string? State { get; set; }

    [FromQuery]
    public string? Kind { get; set; }

    [FromQuery]
    public string? After { get; set; }

    public Organisation Organisation { get; private set; } = null!;
    public Listing<EvidenceLine> Found { get; private set; } = null!;
    public bool IsFiltered => !string.IsNullOrEmpty(State + Kind);
    public IReadOnlyList<Choice> States => Person.BelongsTo(Id) ? EvidenceWords.OwnStates : EvidenceWords.States;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Found = await evidence.OfOrganisation(Id, State, Kind, After, cancel);
        Organisation = await signatory.Organisation(Id, cancel);
    }

    /// <summary>How long it counts, where that means anything.</summary>
    public string Counts(EvidenceLine item) => item.State switch
    {
        "verified" or "submitted" or "scanning" => $"counts until {item.ValidUntil.Day()}" + (item.ValidUntil.DayNumber - time.Today().DayNumber is var left && left <= SoonDays ? left <= 0 ? ": today is the last day" : $": {Words.Count(left, "day")} left" : ""),
        "expired" => $"counted until {item.ValidUntil.Day()}",
        _ => "",
    };
}
