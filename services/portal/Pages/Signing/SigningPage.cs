using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Signing;

/// <summary>What has been answered on the way to a signature, and the exact text that was read.</summary>
public sealed record SigningAnswers(
    Guid Organisation, Guid Charter, string Title, int Version, string ContentHash, string? Name = null, string? Role = null, bool ConfirmsAuthority = false, bool? ConsentsToPublish = null);

/// <summary>One question of the signing ceremony.</summary>
public abstract class SigningPage(Carried carried) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    /// <summary>The answers so far.</summary>
    [FromQuery]
    public string? S { get; set; }

    public SigningAnswers? Answers { get; private set; }

    public override async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (Read() is not { } answers) return LocalRedirect(Start);
        Show(answers);
        await LoadAsync(cancel);
        return Page();
    }

    public string Start => $"/organisations/{Id}/sign";

    public string To(string step) => $"{Start}/{step}?s={S}";

    /// <summary>Puts earlier answers into the fields of this page.</summary>
    protected virtual void Show(SigningAnswers answers)
    {
    }

    protected SigningAnswers? Read()
    {
        Person.MustBe(Roles.Signatory, Id);
        Answers = carried.Read<SigningAnswers>(S);
        return Answers?.Organisation == Id ? Answers : Answers = null;
    }

    /// <summary>On to the next question, or back to the start when the answers so far are too old.</summary>
    protected IActionResult Next(string step, Func<SigningAnswers, SigningAnswers> add) =>
        LocalRedirect(Read() is { } answers ? $"{Start}/{step}?s={carried.Write(add(answers))}" : Start);
}
