using System.Text;
using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Signing;

/// <summary>The receipt of one signature, of the latest when none is named; to read, to print and to keep as a file.</summary>
public sealed class ReceiptModel(SigningApi signing, IConfiguration configuration) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    [FromQuery]
    public Guid? Signature { get; set; }

    public FullReceipt Full { get; private set; } = null!;

    public IEnumerable<CoSignatory> People => [new(Full.Signed.SignatoryName, Full.Signed.SignatoryRole ?? "", Full.Signed.ConsentsToPublish), .. Full.Signed.Others];

    private string Site => Request.Address(configuration);

    public IEnumerable<string> HowToCheck => Full.HowToCheck.Select(step => step.Replace("REGISTER", Site, StringComparison.Ordinal));

    public override async Task LoadAsync(CancellationToken cancel)
    {
        var signature = Signature ?? (await signing.Signatures(Id, cancel)).Items.FirstOrDefault()?.Id ?? throw Refusal.NotFound("signature");
        Full = await signing.Receipt(signature, cancel);
        if (Full.Organisation.Id != Id) throw Refusal.NotFound("signature of this organisation");
    }

    public async Task<IActionResult> OnGetDownloadAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        return File(Encoding.UTF8.GetBytes(AsText()), "text/plain; charset=utf-8", $"charter-receipt-{Full.Signed.Id}.txt");
    }

    private string AsText()
    {
        var (signed, text) = (Full.Signed, new StringBuilder());
        void Line(string key, string? value) => text.Append(key.PadRight(22)).Append(value).Append("\r\n");
        text.Append("Receipt of a signature\r\n======================\r\n\r\n");
        Line("Organisation", Full.Organisation.Name);
        foreach (var identifier in Full.Organisation.Identifiers) Line("", $"{Words.Say(identifier.Scheme)} {identifier.Id}");
        Line("Charter", $"{Full.Charter.Title}, version {Full.Charter.Version}, in force from {Full.Charter.InForceFrom.Day()}");
        Line("Partnership", Full.Charter.Partnership);
        Line("Fingerprint (SHA-256)", Full.Charter.ContentHash);
        foreach (var (person, index) in People.Select((person, index) => (person, index))) Line(index == 0 ? "Signed by" : "", person.Name is null ? "Name withheld" : $"{person.Name}, {person.Role}");
        Line("Signed", $"{signed.SignedOn.Day()} ({signed.SignedAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}){(signed.Countersigned ? ", countersigned by a registrar" : "")}");
        Line("Signature", signed.Id.ToString());
        Line("State today", signed.EndedOn is { } ended ? $"{Words.Say(signed.Status)} on {ended.Day()}" : "In force");
        Line("Register", $"{Site}/organisations/{Id}");
        text.Append("\r\nHow to check the fingerprint\r\n----------------------------\r\n\r\n");
        foreach (var (step, index) in HowToCheck.Select((step, index) => (step, index))) text.Append(index + 1).Append(". ").Append(step).Append("\r\n");
        return text.ToString();
    }
}
