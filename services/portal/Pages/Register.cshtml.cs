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
    public string? After { get; set; }

    public RegisterPage Results { get; private set; } = null!;

    public bool IsFiltered => $"{Q}{Sector}{Place}{Mark}" != "";

    public override async Task LoadAsync(CancellationToken cancel) => Results = await signatory.Register(new(Q, Sector, Place, Mark, After), cancel);

    /// <summary>What there is to choose, each with how many; what is chosen stays in the list also when nothing matches it.</summary>
    public IReadOnlyList<Choice> Choices(IReadOnlyList<Facet>? facet, string? chosen) =>
        [.. (facet ?? []).Concat(chosen is null || facet?.Any(one => one.Value == chosen) == true ? [] : [new Facet(chosen, null, 0)]).Select(one => new Choice(one.Value, $"{one.Label ?? (one.Value == "none" ? "No kite mark" : Words.Say(one.Value))} ({one.Count:N0})"))];
}
