using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Pledges;

[BindProperties]
public sealed class NewModel(SignatoryApi signatory, PledgeApi pledges) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    public string? Title { get; set; }
    public string? Commitment { get; set; }
    public string? Pillar { get; set; }
    public string? Outcome { get; set; }
    public string? Duty { get; set; }
    public string? Measure { get; set; }
    public string? Unit { get; set; }

    [Display(Name = "Where it stands now")]
    public decimal? Baseline { get; set; }

    [Display(Name = "Where it will stand")]
    public decimal? Target { get; set; }

    [Display(Name = "The date")]
    public DateOnly? DueOn { get; set; }

    public IReadOnlyList<Choice> Outcomes { get; private set; } = [];
    public IReadOnlyList<Choice> Duties { get; private set; } = [];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Person.MustBe(Roles.Editor, Id);
        var ledger = await pledges.Ledger(Id, cancel);
        var charter = await signatory.CharterVersion(ledger.CharterId, ledger.CharterVersion, cancel);
        Outcomes = [.. charter.Content.OutcomeMenu.SelectMany(theme => theme.Outcomes.Select(outcome => new Choice(outcome, $"{theme.Theme}: {outcome}")))];
        Duties = [.. ledger.Items.Where(duty => duty.Binding != "every-signatory").Select(duty => new Choice(duty.Code, $"{duty.Code} ({Words.Say(duty.Commitment).ToLowerInvariant()}): {duty.Text}"))];
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var made = await pledges.MakePledge(Id, new(Commitment, Pillar, Outcome, Title, Measure, Unit, Baseline, Target, DueOn, string.IsNullOrEmpty(Duty) ? null : Duty), cancel);
        return Done("The pledge is made. Attach evidence as soon as there is some to show.", $"/pledges/{made.Id}");
    }
}
