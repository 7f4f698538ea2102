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

    /// <summary>What was brought in is for fewer people: it names suppliers, who can be people.</summary>
    public bool SeesImports => MayEdit || Person.Has(Roles.Signatory, Contract.OrganisationId) || Person.Has(Roles.Registrar);

    public override async Task LoadAsync(CancellationToken cancel) => Contract = await commissioning.Contract(Id, cancel);

    public string KindOf(AskedInTender question) => Words.QuestionKinds.FirstOrDefault(kind => kind.Value == question.Kind)?.Label ?? Words.Say(question.Kind);
}
