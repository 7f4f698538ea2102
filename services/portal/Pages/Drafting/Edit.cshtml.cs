using System.Security.Cryptography;
using System.Text.Json;
using Charter.Portal.Apis;
using Charter.Portal.Components;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Charter.Portal.Pages.Drafting;

/// <summary>One section of a draft as a form. Only this section is replaced, so that several people can write at several sections at once.</summary>
public sealed class EditModel(SignatoryApi signatory) : DraftPage(signatory)
{
    private readonly SignatoryApi signatory = signatory;

    public static readonly IReadOnlyList<Choice> Countersigning = [new("yes", "A signature takes effect when a registrar has countersigned it")];

    [FromRoute]
    public string Slug { get; set; } = "";

    [BindProperty]
    public DraftAnswers Answers { get; set; } = new();

    /// <summary>Fingerprint of the section as it was when the form was opened.</summary>
    [BindProperty]
    public string? Seen { get; set; }

    /// <summary>Of the button that was pressed, if it is not the one that saves: add, remove-2, up-2.</summary>
    [BindProperty]
    public string? Do { get; set; }

    public DraftSection Section => DraftSection.Find(Slug)!;

    public override async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (DraftSection.Find(Slug) is null) return NotFound();
        var page = await base.OnGetAsync(cancel);
        (Answers, Seen) = (DraftAnswers.Of(Section, Version.Content), FingerprintOf(Version.Content));
        return page;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (DraftSection.Find(Slug) is null) return NotFound();
        await LoadAsync(cancel);
        if (!string.IsNullOrEmpty(Do)) return Rearranged();
        // Rows left empty go, so that the service's errors count the same rows as the page that comes back.
        if (Section.Row is { IsFixed: false }) Answers.Rows.RemoveAll(row => row.IsEmpty);
        ForgetRows();
        var edited = Answers.In(Section, Version.Content, (field, message) => ModelState.AddModelError(field, message));
        if (!ModelState.IsValid) return Again(StatusCodes.Status400BadRequest);
        if (Seen != FingerprintOf(Version.Content))
        {
            ModelState.Clear();
            ModelState.AddModelError("", "Somebody else has changed this section since you opened it. What you typed is still here: saving it again replaces what they wrote.");
            Seen = FingerprintOf(Version.Content);
            return Again(StatusCodes.Status409Conflict);
        }
        try
        {
            await signatory.EditDraft(Id, Number, edited, Version.ContentHash, cancel);
        }
        catch (ApiRefusal refusal) when (refusal.Errors.Count > 0)
        {
            foreach (var (path, messages) in refusal.Errors)
                foreach (var message in messages) ModelState.AddModelError(Answers.FieldOf(Section, path), message);
            return Again(StatusCodes.Status400BadRequest);
        }
        return Done($"{Section.Title}: saved.", Here);
    }

    private PageResult Rearranged()
    {
        var (what, at) = Do!.Split('-') is [var verb, var number] && int.TryParse(number, out var index) && index < Answers.Rows.Count ? (verb, index) : (Do, -1);
        if (what == "add" && Answers.Rows.Count < Section.Row?.Most) Answers.Rows.Add(new());
        if (what == "remove" && at >= 0) Answers.Rows.RemoveAt(at);
        if (what == "up" && at > 0) (Answers.Rows[at - 1], Answers.Rows[at]) = (Answers.Rows[at], Answers.Rows[at - 1]);
        ModelState.Clear();   // the rows are shown as they stand now, not as they were sent
        return Page();
    }

    private PageResult Again(int status)
    {
        if (Section.Row is { IsFixed: false } && Answers.Rows.Count == 0) Answers.Rows.Add(new());
        Response.StatusCode = status;
        return Page();
    }

    private void ForgetRows()
    {
        foreach (var key in ModelState.Keys.Where(key => key.StartsWith("Answers.Rows", StringComparison.Ordinal)).ToList()) ModelState.Remove(key);
    }

    private string FingerprintOf(CharterContent charter)
    {
        var all = JsonSerializer.SerializeToElement(charter, ServiceClient.Json);
        var section = Section.Fields.Select(field => all.TryGetProperty(field, out var value) ? value.GetRawText() : "");
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(section)));
    }
}
