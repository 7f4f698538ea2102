using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Signing;

public sealed class WithdrawCheckModel(SigningApi signing, Carried carried) : WithdrawPage(signing)
{
    private readonly SigningApi signing = signing;

    /// <summary>Null when they are too old, or are about another signature.</summary>
    public WithdrawalAnswers? Answers => carried.Read<WithdrawalAnswers>(S) is { } answers && answers.Signature == Signature ? answers : null;

    public override async Task<IActionResult> OnGetAsync(CancellationToken cancel) => Answers is null ? LocalRedirect(Here) : await base.OnGetAsync(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Answers is not { } answers) return LocalRedirect(Here);
        await signing.Withdraw(Signature, answers.Reason, answers.Explanation, cancel);
        return Done("The signature is withdrawn.", $"/organisations/{Id}/signatures");
    }
}
