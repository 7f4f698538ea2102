using System.Globalization;
using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Pledges;

public sealed class PledgeModel(PledgeApi pledges, TimeProvider time) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    public Pledge Pledge { get; private set; } = null!;
    public bool SeesEvidence => Person.BelongsTo(Pledge.OrganisationId) || Person.Has(Roles.EvidenceReviewer) || Person.Has(Roles.Registrar) || Person.Has(Roles.Assessor) || Person.Has(Roles.PanelChair);
    public DateOnly Today => time.Today();
    public bool MayEdit => Person.Has(Roles.Editor, Pledge.OrganisationId);
    public bool MayReopen => MayEdit && Pledge.ReopenableUntil >= Today;
    public string PlaceName => Pledge.Place is { } code ? Charter.Contracts.Places.Of(code).Name : "";

    public override async Task LoadAsync(CancellationToken cancel) => Pledge = await pledges.Pledge(Id, cancel);

    /// <summary>The rule, in a few words.</summary>
    public static string About(string standing) => standing switch
    {
        "on-track" => "The latest figure keeps up with an even way from baseline to target.",
        "at-risk" => "It lags behind an even way by more than a tenth of the whole, or is not known well enough, or no figure has come for a quarter of a year.",
        "off-track" => "It lags behind an even way by more than a quarter of the whole, or its day has passed.",
        _ => "No figure is due yet.",
    };

    public static string FieldName(string field) => field switch
    {
        "charterVersion" => "Version of the charter",
        "baselineOn" => "Day of the baseline",
        "dueOn" => "By when",
        "targetGroups" => "Target groups",
        "owner" => "Answers for it",
        "frameworkMeasure" => "Counted by",
        _ => Words.Say(field),
    };

    public static string Said(string field, string value) => field switch
    {
        "pillar" or "segment" => Words.Say(value),
        "targetGroups" => Words.Listed([.. value.Split(", ").Select(Words.Say)]),
        "place" => Charter.Contracts.Places.Of(value).Name,
        _ when field.EndsWith("On", StringComparison.Ordinal) && DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day.Day(),
        _ => value,
    };
}
