using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Network;

[BindProperties]
public sealed class PublishModel(NetworkApi network) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Organisation { get; set; }

    public string? Title { get; set; }
    public string? DeliveryArea { get; set; }
    public string? Stage { get; set; }
    public string? Outcome { get; set; }
    public string? Summary { get; set; }
    public string? WhatWeDid { get; set; }
    public string? WhatChanged { get; set; }

    public override Task LoadAsync(CancellationToken cancel)
    {
        Person.MustBe(Roles.Champion, Organisation);
        return Task.CompletedTask;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var published = await network.PublishPractice(new(Organisation, Title, DeliveryArea, Given(Stage), Given(Outcome), Summary, WhatWeDid, WhatChanged), cancel);
        return Done("The practice is published.", $"/network/practices/{published.Id}");
    }

    private static string? Given(string? optional) => string.IsNullOrWhiteSpace(optional) ? null : optional;
}
