using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;

namespace Charter.Portal.Pages.Registrar;

[ForRole(Roles.Registrar)]
public sealed class AuditModel(AuditApi audit, ApiDocuments documents, SignatoryApi signatory) : AuditPage(audit, documents)
{
    public override Guid? Of => null;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        await base.LoadAsync(cancel);
        var organisations = Entries.Items.SelectMany(entry => new[] { entry.OrganisationId, entry.ActingFor }).OfType<Guid>().Distinct().ToArray();
        foreach (var (id, found) in organisations.Zip(await Task.WhenAll(organisations.Select(id => signatory.Organisation(id, cancel).OrNothing()))))
            if (found is not null) Names[id] = found.Name;
    }
}
