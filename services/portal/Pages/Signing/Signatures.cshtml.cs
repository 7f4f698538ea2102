using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Signing;

/// <summary>All that an organisation has signed, is signing and has taken back.</summary>
public sealed class SignaturesModel(SignatoryApi signatory, SigningApi signing) : PortalPage
{
    private IReadOnlyList<CharterInForce> charters = [];

    [FromRoute]
    public Guid Id { get; set; }

    public Organisation Organisation { get; private set; } = null!;
    public IReadOnlyList<Receipt> Signed { get; private set; } = [];
    public IReadOnlyList<OpenSignature> Open { get; private set; } = [];
    public bool IsSignatory => Person.Has(Roles.Signatory, Id);

    public string TitleOf(Receipt signed) => charters.FirstOrDefault(charter => charter.Id == signed.CharterId)?.Title ?? "A charter";

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Signed = (await signing.Signatures(Id, cancel)).Items;
        Organisation = await signatory.Organisation(Id, cancel);
        Open = (await signing.OpenOf(Id, cancel)).Items;
        charters = (await signatory.Charters(cancel)).Items;
    }
}
