using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Signing;

/// <summary>Why a signature is to be withdrawn.</summary>
public sealed record WithdrawalAnswers(Guid Signature, string? Reason, string? Explanation);

/// <summary>A step on the way to withdrawing a signature.</summary>
public abstract class WithdrawPage(SigningApi signing) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    [FromRoute]
    public Guid Signature { get; set; }

    /// <summary>The answers so far.</summary>
    [FromQuery]
    public string? S { get; set; }

    public FullReceipt Full { get; private set; } = null!;

    public string Here => $"/organisations/{Id}/signatures/{Signature}/withdraw";

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Person.MustBe(Roles.Signatory, Id);
        Full = await signing.Receipt(Signature, cancel);
        if (Full.Organisation.Id != Id) throw Refusal.NotFound("signature of this organisation");
    }
}
