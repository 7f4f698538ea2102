using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Commissioning;

public sealed class ContractModel(CommissioningApi commissioning) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    public Contract Contract { get; private set; } = null!;
    public bool MayEdit => Person.Has(Roles.Editor, Contract.OrganisationId);

    public override async Task LoadAsync(CancellationToken cancel) => Contract = await commissioning.Contract(Id, cancel);

    public string KindOf(AskedInTender question) => Words.QuestionKinds.FirstOrDefault(kind => kind.Value == question.Kind)?.Label ?? Words.Say(question.Kind);
}
