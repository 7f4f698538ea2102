using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages;

[AllowAnonymous, BindProperties(SupportsGet = true)]
public sealed class RegisterModel(SignatoryApi signatory) : PortalPage
{
    public string? Q { get; set; }
    public string? Sector { get; set; }
    public string? Place { get; set; }
    public string? Mark { get; set; }
    public string? Status { get; set; }
    public string? Commitment { get; set; }
    public string? After { get; set; }

    public RegisterPage Results { get; private set; } = null!;

    public bool IsFiltered => $"{Q}{Sector}{Place}{Mark}{Status}{Commitment}" != "";

    public override async Task LoadAsync(CancellationToken cancel) => Results = await signatory.Register(new(Q, Sector, Place, Mark, After, Status: Status, Commitment: Commitment), cancel);

    /// <summary>Those that a search leaves out unless it is asked for them are not said to have signed.</summary>
    public string Heading => $"{(Results.TotalIsEstimate ? "About " : "")}{Words.Count(Results.Total, "organisation")} {(IsFiltered ? "found" : Results.Total == 1 ? "has signed" : "have signed")}";

    /// <summary>What there is to choose, each with how many where that was counted; what is chosen stays in the list also when nothing matches it.</summary>
    public IReadOnlyList<Choice> Choices(IReadOnlyList<Facet>? facet, string? chosen) =>
        [.. (facet ?? []).Concat(string.IsNullOrEmpty(chosen) || facet?.Any(one => one.Value == chosen) == true ? [] : [new Facet(chosen, null, 0)])
            .Select(one => new Choice(one.Value, $"{one.Label ?? (one.Value == "none" ? "No kite mark" : Words.Say(one.Value))}{(one.Count is { } count ? $" ({count:N0})" : "")}"))];

    /// <summary>In force is what is shown when nothing is chosen.</summary>
    public IReadOnlyList<Choice> Statuses =>
        [.. Choices(Results.Facets?.Status, Status == "all" ? null : Status).Where(one => one.Value != "in-force"), new Choice("all", "Every status")];
}
