using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Successions;

[ForRole(Roles.Registrar)]
public sealed class WhenModel(SignatoryApi signatory, Carried carried) : SuccessionPage(signatory, carried)
{
    [BindProperty, Display(Name = "The day"), Required(ErrorMessage = "Enter the day from which it holds")]
    public DateOnly? On { get; set; }

    protected override void Show(SuccessionAnswers answers) => On = answers.On;

    public IActionResult OnPost() => Next("check", answers => answers with { On = On });
}
