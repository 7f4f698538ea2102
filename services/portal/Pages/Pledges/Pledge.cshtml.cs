using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Pledges;

public sealed class PledgeModel(PledgeApi pledges) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    public Pledge Pledge { get; private set; } = null!;
    public bool SeesEvidence => Person.BelongsTo(Pledge.OrganisationId) || Person.Has(Roles.EvidenceReviewer) || Person.Has(Roles.Registrar) || Person.Has(Roles.Assessor) || Person.Has(Roles.PanelChair);
    public bool MayEdit => Person.Has(Roles.Editor, Pledge.OrganisationId);

    public override async Task LoadAsync(CancellationToken cancel) => Pledge = await pledges.Pledge(Id, cancel);
}
