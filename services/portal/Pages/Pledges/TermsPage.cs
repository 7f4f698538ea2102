using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Pages.Frameworks;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Charter.Portal.Pages.Pledges;

/// <summary>A page on which an editor writes what is pledged.</summary>
[BindProperties]
public abstract class TermsPage(SignatoryApi signatory, PledgeApi pledges, FrameworksApi frameworks) : PortalPage
{
    protected PledgeApi Service => pledges;

    public string? Title { get; set; }
    public string? Commitment { get; set; }
    public string? Pillar { get; set; }
    public string? Outcome { get; set; }
    public string? Duty { get; set; }
    public string? Measure { get; set; }
    public string? Unit { get; set; }
    public string? Direction { get; set; }

    /// <summary>Framework, version and code, with strokes between.</summary>
    public string? FrameworkMeasure { get; set; }

    [Display(Name = "Where it stands now")]
    public decimal? Baseline { get; set; }

    [Display(Name = "The day of the baseline")]
    public DateOnly? BaselineOn { get; set; }

    [Display(Name = "Where it will stand")]
    public decimal? Target { get; set; }

    [Display(Name = "The date")]
    public DateOnly? DueOn { get; set; }

    public string? Owner { get; set; }
    public string? Place { get; set; }
    public List<string> TargetGroups { get; set; } = [];
    public string? Segment { get; set; }

    [BindNever]
    public IReadOnlyList<Choice> Outcomes { get; private set; } = [];
    [BindNever]
    public IReadOnlyList<Choice> Duties { get; private set; } = [];
    [BindNever]
    public IReadOnlyList<Choice> Places { get; private set; } = [];
    [BindNever]
    public IReadOnlyList<Choice> Measures { get; private set; } = [];

    /// <summary>What can be chosen for a pledge of this organisation.</summary>
    /// <param name="measure">One that stays on offer though a newer version has come.</param>
    /// <param name="kept">One that stays on offer though the organisation may read it no longer.</param>
    /// <param name="outcome">One that stays on offer though the menu has gone on.</param>
    protected async Task LoadChoices(Guid organisation, string? outcome, string? place, MeasureOfFramework? measure, NamedMeasure? kept, CancellationToken cancel)
    {
        Person.MustBe(Roles.Editor, organisation);
        var ledger = await pledges.Ledger(organisation, cancel);
        var charter = await signatory.CharterVersion(ledger.CharterId, ledger.CharterVersion, cancel);
        var served = (await signatory.Organisation(organisation, cancel)).Places;
        Outcomes = [.. charter.Content.OutcomeMenu.SelectMany(theme => theme.Outcomes.Select(one => new Choice(one, $"{theme.Theme}: {one}"))), .. Also(outcome)];
        Outcomes = [.. Outcomes.DistinctBy(choice => choice.Value)];
        Duties = [.. ledger.Items.Where(duty => duty.Binding != "every-signatory").Select(duty => new Choice(duty.Code, $"{duty.Code} ({Words.Say(duty.Commitment).ToLowerInvariant()}): {duty.Text}"))];
        Measures = await MeasureChoices.For(frameworks, organisation, measure, cancel, kept);
        Places = [.. (await PlacesAround(served, cancel)).Concat(place is null ? [] : [new(place, Charter.Contracts.Places.Of(place).Name)]).DistinctBy(choice => choice.Value)];
    }

    /// <summary>The places that an organisation serves, those that lie in them when they are few, and then all districts and counties.</summary>
    private async Task<IEnumerable<Choice>> PlacesAround(IReadOnlyList<Place> served, CancellationToken cancel)
    {
        const int few = 3;
        var within = served.Count > few ? [] : await Task.WhenAll(served.Select(one => signatory.Places(cancel, within: one.Code)));
        var (districts, counties) = (await signatory.Places(cancel), await signatory.Places(cancel, type: "county"));
        return [
            .. served.Select(one => new Choice(one.Code, one.Name)),
            .. within.SelectMany(list => list.Items).Select(one => new Choice(one.Code, one.Parent is { } parent ? $"{one.Name}, {parent.Name}" : one.Name)),
            .. districts.Items.Select(one => new Choice(one.Code, one.Name)),
            .. counties.Items.Select(one => new Choice(one.Code, $"All of {one.Name}"))];
    }

    /// <summary>
    /// What the form says. With a measure of a framework, a unit that is not written is that of the measure, and so are the words, unless they are private: a pledge is public.
    /// </summary>
    protected async Task<NewPledge> TermsOf(Guid organisation, CancellationToken cancel)
    {
        if (MeasureChoices.Named(FrameworkMeasure) is not { } named) return Terms;
        var chosen = (await frameworks.Measures(organisation, cancel)).Items.FirstOrDefault(one => MeasureChoices.Written(one) == FrameworkMeasure);
        if (string.IsNullOrWhiteSpace(Unit)) Unit = chosen?.Unit;
        if (string.IsNullOrWhiteSpace(Measure) && chosen is { IsPrivate: false }) Measure = chosen.Name;
        if (string.IsNullOrWhiteSpace(Direction)) Direction = chosen?.Direction;
        return Terms with { FrameworkMeasure = named };
    }

    private NewPledge Terms => new(
        Commitment, Pillar, Outcome, Title, Measure, Unit, Baseline, Target, DueOn, Filled(Duty), Filled(Direction), BaselineOn, Filled(Owner), Filled(Place), TargetGroups, Filled(Segment));

    private static IEnumerable<Choice> Also(string? value) => value is null ? [] : [new(value, value)];

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
