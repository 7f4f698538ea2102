using System.ComponentModel.DataAnnotations;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Signing;

public sealed class AuthorityModel(Carried carried) : SigningPage(carried)
{
    public readonly IReadOnlyList<Choice> Statement = [new("true", "I am authorised to bind this organisation and I accept the charter on its behalf")];
    public readonly IReadOnlyList<Choice> YesNo = [new("true", "Yes"), new("false", "No")];

    [BindProperty, Required(ErrorMessage = "Only a person with authority to bind the organisation may sign. Confirm that you have it")]
    public string? ConfirmsAuthority { get; set; }

    [BindProperty, Required(ErrorMessage = "Choose whether the register may show your name and role")]
    public string? ConsentsToPublish { get; set; }

    protected override void Show(SigningAnswers answers) =>
        (ConfirmsAuthority, ConsentsToPublish) = (answers.ConfirmsAuthority ? "true" : null, answers.ConsentsToPublish switch { true => "true", false => "false", null => null });

    public IActionResult OnPost() => Next("check", answers => answers with { ConfirmsAuthority = ConfirmsAuthority == "true", ConsentsToPublish = ConsentsToPublish == "true" });
}
