using System.ComponentModel.DataAnnotations;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Signing;

public sealed class WhoModel(Carried carried) : SigningPage(carried)
{
    [BindProperty, Required(ErrorMessage = "Enter the name of the person who signs"), StringLength(100, ErrorMessage = "The name may have at most 100 characters")]
    public string? Name { get; set; }

    [BindProperty, Required(ErrorMessage = "Enter the role of the person who signs"), StringLength(100, ErrorMessage = "The role may have at most 100 characters")]
    public string? Role { get; set; }

    protected override void Show(SigningAnswers answers) => (Name, Role) = (answers.Name ?? Person.Name, answers.Role);

    public IActionResult OnPost() => Next("authority", answers => answers with { Name = Name!.Trim(), Role = Role!.Trim() });
}
