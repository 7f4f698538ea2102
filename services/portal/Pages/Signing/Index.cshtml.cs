using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Signing;

public sealed class IndexModel(SignatoryApi signatory, SigningApi signing) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    public Organisation Organisation { get; private set; } = null!;

    /// <summary>Each charter in force, with what the organisation signed last of it and what it has begun to sign.</summary>
    public IReadOnlyList<(CharterInForce Charter, Receipt? Signed, OpenSignature? Open)> Charters { get; private set; } = [];

    public bool CanSign(CharterInForce charter, Receipt? signed, OpenSignature? open) => open?.Version == charter.CurrentVersion
        ? open!.Missing.Count > 0 && open.Parts.All(part => part.SignedBy != Person.Subject)
        : signed is not { Status: "in-force" } || signed.Version != charter.CurrentVersion;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Organisation = await signatory.Organisation(Id, cancel);
        if (Organisation.Status != "confirmed") return;
        Person.MustBe(Roles.Signatory, Id);
        var signed = (await signing.Signatures(Id, cancel)).Items;
        var open = (await signing.OpenOf(Id, cancel)).Items;
        Charters = [.. (await signatory.Charters(cancel)).Items.Where(charter => charter.CurrentVersion is not null)
            .Select(charter => (charter, signed.FirstOrDefault(one => one.CharterId == charter.Id), open.FirstOrDefault(one => one.CharterId == charter.Id)))];
    }
}
