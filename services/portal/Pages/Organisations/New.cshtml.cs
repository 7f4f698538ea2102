using Charter.Portal.Apis;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Charter.Portal.Pages.Organisations;

[BindProperties]
public sealed class NewModel(SignatoryApi signatory) : FactsPage(signatory)
{
    public sealed class GivenIdentifier
    {
        public string? Scheme { get; set; }
        public string? Id { get; set; }
        public bool IsEmpty => string.IsNullOrWhiteSpace(Scheme) && string.IsNullOrWhiteSpace(Id);
    }

    public string? Name { get; set; }
    public List<GivenIdentifier> Identifiers { get; set; } = [];
    /// <summary>It is none of those that the register asked about.</summary>
    public bool IsAnother { get; set; }
    /// <summary>The button that puts what was meant in place of a malformed identifier: row, scheme and identifier.</summary>
    public string? Repair { get; set; }

    [BindNever]
    public IReadOnlyDictionary<string, Identifier> Suggestions { get; private set; } = new Dictionary<string, Identifier>();

    [BindNever]
    public IReadOnlyList<SimilarOrganisation> Similar { get; private set; } = [];

    private readonly SignatoryApi signatory = signatory;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        await base.LoadAsync(cancel);
        while (Identifiers.Count < 3) Identifiers.Add(new());
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Repair?.Split('/', 3) is [var row, var scheme, var id] && int.TryParse(row, out var at) && at >= 0 && at < Identifiers.Count)
            (Identifiers[at].Scheme, Identifiers[at].Id) = (scheme, id);
        // Rows left empty go, so that the service's errors count the same rows as the page that comes back.
        Identifiers.RemoveAll(identifier => identifier is not { IsEmpty: false });
        foreach (var key in ModelState.Keys.Where(key => key.StartsWith(nameof(Identifiers), StringComparison.Ordinal)).ToList()) ModelState.Remove(key);
        try
        {
            await signatory.RegisterOrganisation(new(Name, Sector, Kind, [.. Identifiers.Select(one => new Identifier(one.Scheme ?? "", one.Id ?? ""))], AllPlaces, SizeBand, AllAliases, IsAnother), cancel);
        }
        catch (ApiRefusal refusal) when (refusal.Code == "organisation-maybe-registered")
        {
            Similar = refusal.Fact<List<SimilarOrganisation>>("candidates") ?? [];
            await LoadAsync(cancel);
            Response.StatusCode = StatusCodes.Status409Conflict;
            return Page();
        }
        catch (ApiRefusal refusal)
        {
            Suggestions = refusal.Fact<Dictionary<string, Identifier>>("suggestions") ?? [];
            throw;
        }
        return Done($"{Name} is registered. The registrar will confirm it.", "/account");
    }
}
