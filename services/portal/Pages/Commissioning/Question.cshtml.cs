using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Charter.Portal.Pages.Commissioning;

[BindProperties]
public sealed class QuestionModel(CommissioningApi commissioning) : PortalPage
{
    public sealed class Answer
    {
        public string? Verdict { get; set; }
        public string? Note { get; set; }
    }

    [FromRoute]
    public Guid Id { get; set; }

    public string? Text { get; set; }
    public string? Kind { get; set; }
    public string? Pillar { get; set; }
    public string? Measure { get; set; }

    [Display(Name = "The day")]
    public DateOnly? AskedOn { get; set; }

    /// <summary>One for each of the five, in their order.</summary>
    public List<Answer> Tests { get; set; } = [];

    [BindNever]
    public Contract Contract { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Contract = await commissioning.Contract(Id, cancel);
        Person.MustBe(Roles.Editor, Contract.OrganisationId);
        Tests = [.. Words.FeasibilityTests.Select((_, i) => i < Tests.Count ? Tests[i] : new Answer())];
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var tests = Words.FeasibilityTests.Select((test, i) => new TestOfMeasure(test.Value, i < Tests.Count ? Tests[i].Verdict : null, i < Tests.Count ? Tests[i].Note : null));
        await commissioning.Ask(Id, new(Text, Kind, Pillar, AskedOn, [.. tests], string.IsNullOrWhiteSpace(Measure) ? null : Measure), cancel);
        return Done("The question is recorded.", $"/commissioning/{Id}");
    }
}
