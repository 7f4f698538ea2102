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

    /// <remarks>Asks the network rather than the token, which may not state an appointment of a minute ago.</remarks>
    public override async Task LoadAsync(CancellationToken cancel)
    {
        if ((await network.MyAppointments(cancel)).Items.All(one => one.OrganisationId != Organisation))
            throw Refusal.Forbidden("Only a champion of the organisation publishes its practice.");
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var published = await network.PublishPractice(new(Organisation, Title, DeliveryArea, Given(Stage), Given(Outcome), Summary, WhatWeDid, WhatChanged), cancel);
        return Done("The practice is published.", $"/network/practices/{published.Id}");
    }

    private static string? Given(string? optional) => string.IsNullOrWhiteSpace(optional) ? null : optional;
}
