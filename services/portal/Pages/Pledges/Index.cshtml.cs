using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Pledges;

public sealed class IndexModel(SignatoryApi signatory, PledgeApi pledges) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    [FromQuery]
    public string? After { get; set; }

    [FromQuery]
    public string? Status { get; set; }

    public Organisation Organisation { get; private set; } = null!;
    public Ledger Ledger { get; private set; } = null!;
    public Listing<PledgeLine> Pledges { get; private set; } = null!;
    /// <summary>For the organisation's own people.</summary>
    public Tasks? Tasks { get; private set; }
    public bool MayEdit => Person.Has(Roles.Editor, Id);
    public bool SeesContracts => Person.BelongsTo(Id) || new[] { Roles.EvidenceReviewer, Roles.Assessor, Roles.PanelChair, Roles.Registrar }.Any(Person.Has);

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Organisation = await signatory.Organisation(Id, cancel);
        Ledger = await pledges.Ledger(Id, cancel);
        Pledges = await pledges.Pledges(Id, Status, After, cancel);
        if (Person.BelongsTo(Id)) Tasks = await pledges.Tasks(Id, cancel);
    }

    public int? CountOf(string status) => Tasks is null ? null : status switch { "active" => Tasks.Active, "completed" => Tasks.Completed, "missed" => Tasks.Missed, _ => Tasks.Withdrawn };

    public static string Verb(string kind) => kind switch
    {
        "end" => "Say how it ended",
        "evidence-returned" => "Show it anew",
        "complete" => "Complete it",
        "report" => "Report progress",
        "show" => "Attach evidence",
        _ => "Make a pledge",
    };

    public string TitleOf(PledgeTask task) => $"{Verb(task.Kind)}: {task.Title}";

    public string AddressOf(PledgeTask task) => task.PledgeId is { } pledge
        ? $"/pledges/{pledge}/{task.Kind switch { "end" or "complete" => "end", "report" => "progress", _ => "evidence" }}"
        : $"/organisations/{Id}/pledges/new?commitment={task.Commitment}" + (task.Code == task.Commitment ? "" : $"&duty={Uri.EscapeDataString(task.Code ?? "")}");

    public string HintOf(PledgeTask task) => task.Kind switch
    {
        "end" => $"It was due on {task.DueOn?.Day()}.{(task.MissedOn is { } missed ? $" On {missed.Day()} it is entered as missed, by rule." : "")}",
        "evidence-returned" => "The reviewer returned the latest evidence with reasons.",
        "complete" => "The latest figure has reached the target.",
        "report" => "There has been no figure for a quarter of a year.",
        "show" => "Nothing has been shown for it yet.",
        _ => $"{Words.Say(task.Commitment)}: no pledge stands under this duty.",
    };

    public string StatusOf(PledgeTask task) => task.Kind switch { "end" => "Overdue", "evidence-returned" => "Returned", _ => "To do" };
}
