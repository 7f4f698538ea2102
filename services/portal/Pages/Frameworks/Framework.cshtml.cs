using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Frameworks;

[AllowAnonymous]
public sealed class FrameworkModel(FrameworksApi frameworks) : PortalPage
{
    /// <summary>A framework with more measures is shown theme by theme.</summary>
    private const int MostAtOnce = 200;

    private ILookup<string, FrameworkRelation> _matching = Enumerable.Empty<FrameworkRelation>().ToLookup(one => one.Code);
    private ILookup<string, FrameworkMeasure> _measures = null!;

    [FromRoute]
    public Guid Id { get; set; }

    [FromQuery]
    public int? Version { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Theme { get; set; }

    public Framework Framework { get; private set; } = null!;

    public bool IsByTheme => Framework.Measures.Count > MostAtOnce && Framework.Themes.Count > 1;

    public IEnumerable<FrameworkTheme> Themes => !IsByTheme ? Framework.Themes : Framework.Themes.Where(theme => theme.Code == Theme).DefaultIfEmpty(Framework.Themes[0]);

    /// <summary>The organisation for which the visitor can make a pledge at the moment, when there is only one.</summary>
    public Guid? Editing => Visitor?.Memberships.Where(held => held.Role == Roles.Editor && Visitor.Has(Roles.Editor, held.Organisation)).Select(held => held.Organisation).Distinct().ToList() is [var only] ? only : null;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Framework = await frameworks.Framework(Id, Version, cancel);
        _measures = Framework.Measures.ToLookup(measure => measure.Outcome);
        _matching = ((await frameworks.Crosswalk(Id, Framework.Version, cancel).OrNothing())?.Items ?? []).ToLookup(one => one.Code);
        Theme ??= Framework.Themes.Select(theme => theme.Code).FirstOrDefault();
    }

    public IEnumerable<FrameworkMeasure> MeasuresOf(string outcome) => _measures[outcome];

    public IEnumerable<FrameworkRelation> Matching(string code) => _matching[code];

    public string Named(FrameworkMeasure measure) => Uri.EscapeDataString($"{Id}/{Framework.Version}/{measure.Code}");

    public static string KindOf(string kind) => kind switch { "same" => "The same as", "broader" => "Part of the broader", "narrower" => "Takes in the narrower", _ => "Related to" };

    public IHtmlContent Mark(bool? verified) => verified == false ? Html.Of($"<strong class=\"govuk-tag govuk-tag--yellow\">Not verified</strong>") : HtmlString.Empty;
}
