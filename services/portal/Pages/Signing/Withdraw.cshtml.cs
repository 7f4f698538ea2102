using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Signing;

public sealed class WithdrawModel(SigningApi signing, Carried carried) : WithdrawPage(signing)
{
    [BindProperty, Required(ErrorMessage = "Choose why the organisation withdraws")]
    public string? Reason { get; set; }

    [BindProperty, StringLength(2000, ErrorMessage = "This may have at most 2,000 characters")]
    public string? Explanation { get; set; }

    public override Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (carried.Read<WithdrawalAnswers>(S) is { } answers) (Reason, Explanation) = (answers.Reason, answers.Explanation);
        return base.OnGetAsync(cancel);
    }

    public IActionResult OnPost() => LocalRedirect($"{Here}/check?s={carried.Write(new WithdrawalAnswers(Signature, Reason, Explanation?.Trim()))}");
}
