using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Pages.Frameworks;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Value;

[BindProperties]
public sealed class CorrectModel(SignatoryApi signatory, PledgeApi pledges, FrameworksApi frameworks, ValueApi value) : FigurePage
{
    [FromRoute]
    public Guid Id { get; set; }

    public string? Reason { get; set; }

    [Microsoft.AspNetCore.Mvc.ModelBinding.BindNever]
    public ValueRecord Record { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Record = await value.Read(Id, cancel);
        Person.MustBe(Roles.Editor, Record.Value.OrganisationId);
        var menu = await Menu(Record.Value.OrganisationId, pledges, signatory, cancel);
        Outcomes = menu.Any(one => one.Value == Record.Value.Outcome) ? menu : [new Choice(Record.Value.Outcome, Record.Value.Outcome), .. menu];
        var (measure, kept) = Record.Entries.FirstOrDefault() is { } entry ? (entry.FrameworkMeasure, entry.KeptMeasure) : default;
        await LoadMeasures(frameworks, Record.Value.OrganisationId, measure, cancel, kept);
        if (HttpMethods.IsPost(Request.Method)) return;
        var now = Record.Value;
        (Title, Stage, Pillar, Outcome, Amount, Unit) = (now.Title, now.Stage, now.Pillar, now.Outcome, now.Amount, now.Unit);
        (Confidence, Source, PeriodFrom, PeriodUntil, Place) = (now.Confidence, now.Source, now.PeriodFrom, now.PeriodUntil, now.Place?.Code);
        FrameworkMeasure = measure is not null ? MeasureChoices.Written(measure) : kept is not null ? MeasureChoices.Written(kept) : null;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await value.Correct(Id, Figure(reason: Reason), cancel);
        return Done("The figure is corrected.", $"/value/{Id}");
    }
}
