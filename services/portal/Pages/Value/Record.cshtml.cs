using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Value;

[AllowAnonymous]
public sealed class RecordModel(ValueApi value) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    public ValueRecord Record { get; private set; } = null!;

    private bool Counts => Record.Value is { JoinedTo: null, Amount: > 0 };
    public bool MayCorrect => Record.Value.JoinedTo is null && Visitor?.Has(Roles.Editor, Record.Value.OrganisationId) == true;
    public bool MayClaim => Counts && Visitor?.Has(Roles.Editor) == true;
    public bool MayJoin => Counts && (MayCorrect || Visitor?.Has(Roles.Registrar) == true);
    public bool MaySettle => Record.Value.IsDisputed && Visitor?.Has(Roles.Registrar) == true && !Record.Parts.Any(part => Visitor.BelongsTo(part.OrganisationId));

    public override async Task LoadAsync(CancellationToken cancel) => Record = await value.Read(Id, cancel);
}
