using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;

namespace Charter.Portal.Pages.Account;

public sealed class IndexModel(SignatoryApi signatory, SigningApi signing, EvidenceApi evidence, ValueApi value, KiteMarkApi kiteMarks, NetworkApi network, PeopleApi people) : PortalPage
{
    public IReadOnlyList<OrganisationSteps> Organisations { get; private set; } = [];
    public List<Step> Duties { get; } = [];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        foreach (var offer in (await people.MyInvitations(cancel).OrNothing())?.Items ?? [])
            Duties.Add(new($"Answer the invitation to {offer.OrganisationName ?? "an organisation"}", $"/account/invitations/{offer.Id}", Step.ToDo, $"From {offer.InvitedBy}, good until {offer.GoodUntil.Day()}"));
        var signatoryOf = Person.Memberships.Where(one => Person.Has(Roles.Signatory, one.Organisation)).Select(one => one.Organisation).Distinct();
        foreach (var (id, requests) in await Task.WhenAll(signatoryOf.Select(async id => (id, await people.JoinRequests(id, cancel).OrNothing()))))
            foreach (var request in requests?.Items ?? [])
                Duties.Add(new($"Decide whether {request.Name} may join", $"/organisations/{id}/people/requests/{request.Id}", Step.ToDo, $"Asked {request.AskedOn.Day()}"));
        if (Person.Has(Roles.Registrar))
        {
            var leaderless = await people.WithoutSignatory(null, cancel).OrNothing();
            if (leaderless?.Items.Count > 0) Duties.Add(Waiting("Find signatories for organisations without one", "/registrar/without-signatory", leaderless.Items.Count, leaderless.Next));
            var domains = await people.DomainsToVerify(null, cancel).OrNothing();
            if (domains?.Items.Count > 0) Duties.Add(Waiting("Verify e-mail domains", "/registrar/domains", domains.Items.Count, domains.Next));
            Duties.Add(new("Give, renew and end offices", "/registrar/offices", "Any time", "Who is registrar, assessor, on the panel …"));
            var waiting = await signatory.Organisations("registered", null, cancel).OrNothing();
            Duties.Add(Waiting("Confirm organisations", "/registrar/organisations", waiting?.Items.Count, waiting?.Next));
            var unsigned = await signing.AllOpen(waiting: true, null, cancel).OrNothing();
            if (unsigned is null or { Items.Count: > 0 }) Duties.Add(Waiting("Countersign signatures", "/registrar/signatures", unsigned?.Items.Count, unsigned?.Next));
            var disputes = await value.Disputes(null, cancel).OrNothing();
            if (disputes?.Items.Count > 0) Duties.Add(Waiting("Settle disputes about shares in value", "/registrar/value-disputes", disputes.Items.Count, disputes.Next));
            Duties.Add(new("Bring in a list of organisations", "/registrar/imports", "Any time", "A table of many, checked row by row before anything is registered"));
            Duties.Add(new("Bring in a framework", "/registrar/frameworks", "Any time", "Measures by which a partnership counts, private to its people"));
            Duties.Add(new("Ask a survey", "/surveys", "Any time", "What people understand, can report and spend locally again; before and after"));
            Duties.Add(new("Load a postcode directory", "/registrar/postcodes", "Any time", "By which suppliers are local or not"));
            Duties.Add(new("Load wards and other places", "/registrar/places", "Any time", "Where organisations can say they work"));
            Duties.Add(new("Enter mergers and successions", "/registrar/successions", "Any time", "An organisation has closed, was acquired or merged, or is registered twice"));
            Duties.Add(new("Look into the audit trail", "/registrar/audit", "Any time", "Who did or tried what, and when"));
            Duties.Add(new("Publish a charter", "/registrar/charters/new", Step.ToDo, "Bring in a charter, read the draft, publish it"));
            Duties.Add(new("Help somebody who has lost their second factor", "/registrar/second-factors", "Any time", "App, passkeys and recovery codes are all gone"));
        }
        if (Person.Has(Roles.EvidenceReviewer))
        {
            var waiting = await evidence.ToReview(null, null, null, false, null, cancel).OrNothing();
            Duties.Add(Waiting("Review evidence", "/evidence", waiting?.Items.Count, waiting?.Next));
        }
        if (Person.Has(Roles.Assessor) || Person.Has(Roles.PanelChair))
        {
            var waiting = await kiteMarks.Applications("assessment", null, cancel).OrNothing();
            Duties.Add(Waiting(Person.Has(Roles.PanelChair) ? "Decide on applications" : "Assess applications", "/kite-marks/applications", waiting?.Items.Count(one => one.DecisionOpen ? Person.Has(Roles.PanelChair) : !one.AssessedByMe), waiting?.Next));
        }
        foreach (var appointment in (await network.MyAppointments(cancel).OrNothing())?.Items ?? [])
            Duties.Add(new($"Publish a practice of {appointment.OrganisationName}", $"/network/practices/new?organisation={appointment.OrganisationId}", "Any time", "Tell the other champions what worked"));
        var mine = await signatory.MyOrganisations(cancel);
        var applications = mine.Items.Count == 0 ? null : await kiteMarks.MyApplications(cancel).OrNothing();
        Organisations = await Task.WhenAll(mine.Items.OrderBy(one => one.Name, StringComparer.CurrentCultureIgnoreCase).Select(async organisation => OrganisationSteps.Of(organisation, Person,
            await signatory.FindEntry(organisation.Id, cancel).OrNothing(),
            Person.BelongsTo(organisation.Id) ? (await signing.OpenOf(organisation.Id, cancel).OrNothing())?.Items.FirstOrDefault() : null,
            await network.ChampionsOf(organisation, cancel).OrNothing(),
            applications?.Items.FirstOrDefault(one => one.OrganisationId == organisation.Id))));
    }

    private static Step Waiting(string title, string href, int? count, string? next) => count switch
    {
        null => new(title, href, "Not available", "This part of Charter is not answering"),
        0 => new(title, href, Step.Done, "Nothing is waiting"),
        _ => new(title, href, $"{count}{(next is null ? "" : "+")} waiting"),
    };
}
