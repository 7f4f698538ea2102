using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Signing;

public sealed class WhoModel(SignatoryApi signatory, SigningApi signing, Carried carried) : SigningPage(carried)
{
    [BindProperty, Required(ErrorMessage = "Enter the name of the person who signs"), StringLength(100, ErrorMessage = "The name may have at most 100 characters")]
    public string? Name { get; set; }

    [BindProperty, Required(ErrorMessage = "Give the role of the person who signs"), StringLength(100, ErrorMessage = "The role may have at most 100 characters")]
    public string? Role { get; set; }

    /// <summary>Roles that the charter asks for and nobody has signed in; none where it does not say.</summary>
    public IReadOnlyList<Choice> Choices { get; private set; } = [];

    /// <summary>What others have signed already.</summary>
    public IReadOnlyList<SignedPart> Signed { get; private set; } = [];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        if ((Answers ?? Read()) is not { } answers) return;
        var roles = (await signatory.CharterVersion(answers.Charter, answers.Version, cancel)).Content.Signing?.Signatories ?? [];
        if (roles.Count == 0) return;
        Signed = (await signing.OpenOf(Id, cancel)).Items.FirstOrDefault(open => open.CharterId == answers.Charter && open.Version == answers.Version)?.Parts ?? [];
        Choices = [.. roles.Where(role => Signed.All(part => part.Role != role)).Select(role => new Choice(role, role))];
    }

    protected override void Show(SigningAnswers answers) => (Name, Role) = (answers.Name ?? Person.Name, answers.Role);

    public IActionResult OnPost() => Next("authority", answers => answers with { Name = Name!.Trim(), Role = Role!.Trim() });
}
