using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Charter.Portal.Pages;

[AllowAnonymous, BindProperties(SupportsGet = true)]
public sealed class RegisterModel(SignatoryApi signatory, IConfiguration configuration, TimeProvider time) : PortalPage
{
    public string? Q { get; set; }
    public string? Sector { get; set; }
    public string? Place { get; set; }
    public string? Mark { get; set; }
    public string? Status { get; set; }
    public string? Commitment { get; set; }
    public string? After { get; set; }

    /// <summary>Only for the question that leads to the register on a day in the past.</summary>
    [BindNever]
    public DateOnly? On => null;

    public RegisterPage Results { get; private set; } = null!;

    public object StructuredData => new Dictionary<string, object>
    {
        ["@context"] = "https://schema.org",
        ["@type"] = "Dataset",
        ["name"] = "Register of signatories of the social value charter",
        ["description"] = "Organisations that have signed the charter, with sector, places, signature and kite mark.",
        ["url"] = $"{Site}/register",
        ["license"] = DataLicence.From(configuration).Address,
        ["isAccessibleForFree"] = true,
        ["temporalCoverage"] = $"{time.Today():yyyy-MM-dd}",
        ["distribution"] = new (string Type, string Path)[] { ("text/csv", "/api/register/export?format=csv"), ("application/json", "/api/register/export?format=json"), ("application/atom+xml", "/api/register/changes.atom") }
            .Select(file => new Dictionary<string, string> { ["@type"] = "DataDownload", ["encodingFormat"] = file.Type, ["contentUrl"] = Site + file.Path }),
    };

    private string Site => Request.Address(configuration);

    public bool IsFiltered => $"{Q}{Sector}{Place}{Mark}{Status}{Commitment}" != "";

    public override async Task LoadAsync(CancellationToken cancel) => Results = await signatory.Register(new(Q, Sector, Place, Mark, After, Status: Status, Commitment: Commitment), cancel);

    public string Heading => $"{(Results.TotalIsEstimate ? "About " : "")}{Words.Count(Results.Total, "organisation")} {(IsFiltered ? "found" : Results.Total == 1 ? "has signed" : "have signed")}";

    /// <summary>What there is to choose, each with how many where that was counted; what is chosen stays in the list also when nothing matches it.</summary>
    public IReadOnlyList<Choice> Choices(IReadOnlyList<Facet>? facet, string? chosen) =>
        [.. (facet ?? []).Concat(string.IsNullOrEmpty(chosen) || facet?.Any(one => one.Value == chosen) == true ? [] : [new Facet(chosen, null, 0)])
            .Select(one => new Choice(one.Value, $"{one.Label ?? (one.Value == "none" ? "No kite mark" : Words.Say(one.Value))}{(one.Count is { } count ? $" ({count:N0})" : "")}"))];

    /// <summary>In force is what is shown when nothing is chosen.</summary>
    public IReadOnlyList<Choice> Statuses =>
        [.. Choices(Results.Facets?.Status, Status == "all" ? null : Status).Where(one => one.Value != "in-force"), new Choice("all", "Every status")];
}
