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

    public IReadOnlyList<Choice> Choices(IReadOnlyList<Facet>? facet) =>
        [.. (facet ?? []).Select(one => new Choice(one.Value, $"{one.Label ?? (one.Value == "none" ? "No kite mark" : Words.Say(one.Value))} ({one.Count:N0})"))];
}
