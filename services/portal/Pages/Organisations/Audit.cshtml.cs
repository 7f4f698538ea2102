using Charter.Portal.Apis;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Organisations;

public sealed class AuditModel(AuditApi audit, ApiDocuments documents, SignatoryApi signatory) : AuditPage(audit, documents)
{
    [FromRoute]
    public Guid Id { get; set; }

    public override Guid? Of => Id;
    public string Name { get; private set; } = "";

    public override async Task LoadAsync(CancellationToken cancel)
    {
        await base.LoadAsync(cancel);
        Name = (await signatory.Organisation(Id, cancel)).Name;
        Names[Id] = Name;
    }
}
