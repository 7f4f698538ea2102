using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Successions;

/// <summary>What a registrar has answered on the way to a succession.</summary>
public sealed record SuccessionAnswers(Guid Predecessor, Guid Successor, string SuccessorName, string? Kind = null, string? Note = null, DateOnly? On = null);

/// <summary>One question of the way to a succession.</summary>
public abstract class SuccessionPage(SignatoryApi signatory, Carried carried) : PortalPage
{
    /// <summary>The organisation whose place another takes.</summary>
    [FromRoute]
    public Guid Id { get; set; }

    /// <summary>The answers so far.</summary>
    [FromQuery]
    public string? S { get; set; }

    public SuccessionAnswers? Answers { get; private set; }
    public Organisation Organisation { get; private set; } = null!;

    public string Start => $"/registrar/organisations/{Id}/succession";

    public string To(string step) => $"{Start}/{step}?s={S}";

    public override async Task LoadAsync(CancellationToken cancel) => Organisation = await signatory.Organisation(Id, cancel);

    public override async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (Read() is not { } answers) return LocalRedirect(Start);
        Show(answers);
        await LoadAsync(cancel);
        return Page();
    }

    /// <summary>Puts earlier answers into the fields of this page.</summary>
    protected virtual void Show(SuccessionAnswers answers)
    {
    }

    protected SuccessionAnswers? Read()
    {
        Answers = carried.Read<SuccessionAnswers>(S);
        return Answers?.Predecessor == Id ? Answers : Answers = null;
    }

    /// <summary>On to the next question, or back to the start when the answers so far are too old.</summary>
    protected IActionResult Next(string step, Func<SuccessionAnswers, SuccessionAnswers> add) =>
        LocalRedirect(Read() is { } answers ? $"{Start}/{step}?s={carried.Write(add(answers))}" : Start);
}
