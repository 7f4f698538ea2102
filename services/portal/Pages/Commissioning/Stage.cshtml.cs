using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Charter.Portal.Pages.Commissioning;

[BindProperties]
public sealed class StageModel(CommissioningApi commissioning) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    [FromRoute]
    public string Stage { get; set; } = "";

    public string? Account { get; set; }

    [Display(Name = "The day")]
    public DateOnly? DoneOn { get; set; }

    [Display(Name = "The weighting")]
    public decimal? Weighting { get; set; }

    public List<string> EvidenceIds { get; set; } = [];
    public string? NotApplicable { get; set; }

    [BindNever]
    public Contract Contract { get; private set; } = null!;
    [BindNever]
    public IReadOnlyList<Choice> EvidenceChoices { get; private set; } = [];
    public bool IsEvaluation => Stage == "evaluation";

    public string Hint => Stage switch
    {
        "need-assessment" => "Whom you asked, and what people need that this contract could also bring",
        "advertisement" => "What the notice and the pre-qualification said of social value",
        "specification" => "What the specification asks for",
        "evaluation" => "How answers were scored, and by whom",
        _ => "How you follow up what was promised",
    };

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Contract = await commissioning.Contract(Id, cancel);
        Person.MustBe(Roles.Editor, Contract.OrganisationId);
        var now = Contract.Stages.FirstOrDefault(one => one.Stage == Stage) ?? throw Refusal.NotFound("stage of this contract");
        // What is named stays on offer, whatever has become of it: a box that is not there cannot stay ticked.
        EvidenceChoices = [.. (await commissioning.Evidence(Id, cancel)).Items.Select(one => new Choice($"{one.Id}", Said(one.Title, one.State), one.PledgeTitle))
            .Concat(now.Evidence.Select(one => new Choice($"{one.Id}", Said(one.Title, one.State)))).DistinctBy(choice => choice.Value)];
    }

    public override async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        var now = Contract.Stages.Single(one => one.Stage == Stage);
        (Account, DoneOn, NotApplicable, EvidenceIds) = (now.Account, now.DoneOn, now.NotApplicable, [.. now.Evidence.Select(one => $"{one.Id}")]);
        Weighting = now.Weighting.Plain();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var named = EvidenceIds.Select(id => Guid.TryParse(id, out var known) ? known : Guid.Empty).ToList();
        await commissioning.Record(Id, Stage, new(Filled(Account), DoneOn, IsEvaluation ? Weighting : null, named, Filled(NotApplicable)), cancel);
        return Done("The stage is recorded.", $"/commissioning/{Id}");
    }

    private static string Said(string title, string state) => $"{title} ({Words.Say(state).ToLowerInvariant()})";

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
