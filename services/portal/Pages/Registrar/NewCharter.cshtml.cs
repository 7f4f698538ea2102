using System.Text;
using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Registrar;

[ForRole(Roles.Registrar)]
public sealed class NewCharterModel(SignatoryApi signatory) : PortalPage
{
    /// <summary>The form of Markdown that the service reads.</summary>
    public const string Example = """
        # Title of the charter

        Partnership: Name of the partnership

        ## Vision

        What the partnership wants.

        ## Value words

        - Wellbeing

        ## Principles

        1. Think long term.

        ## Commitments

        ### embed: Title

        What signatories commit to. Then deliver and demonstrate.

        ## Duties of commissioners

        ### C1 (embed)

        The duty.

        ## Duties of providers

        ### P1 (deliver)

        The duty.

        ## Measures

        ### E1

        The measure.

        ## Outcome menu

        ### Theme

        - Outcome

        ## Indicators

        ### social: Outcome

        - Indicator

        ## Signing

        - Signatory: Chief executive
        - Countersigned: no
        - Notice: 28 days
        - Re-signing: 90 days
        - Reminders: 60, 30, 7 days before
        """;

    private const string Unwritten = "To be written";

    /// <summary>The charter of which this is a new version; none for a new charter.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Charter { get; set; }

    [BindProperty]
    public IFormFile? Upload { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    /// <summary>The charter whose text a new one starts with.</summary>
    [BindProperty]
    public string? From { get; set; }

    public CharterLine? Line { get; private set; }
    public IReadOnlyList<Choice> Starts { get; private set; } = [];
    public IReadOnlyList<BadLine> Lines { get; private set; } = [];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        if (Charter is { } id)
            Line = await signatory.Charter(id, cancel).OrNothing();
        else
            Starts = [.. ((await signatory.Charters(cancel).OrNothing())?.Items ?? []).Select(one => new Choice(one.Id.ToString(), $"{one.Title}, {one.Partnership}"))];
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var text = Encoding.UTF8.GetBytes(Text ?? "");
        if (Upload is not null)
        {
            using var file = new MemoryStream();
            await Upload.CopyToAsync(file, cancel);
            text = file.ToArray();
            Text = Encoding.UTF8.GetString(text);
            ModelState.Remove(nameof(Text));   // what was in the file is shown, so that it can be put right here
        }
        if (string.IsNullOrWhiteSpace(Text))
        {
            ModelState.AddModelError(nameof(Text), "Choose a file or paste the text");
            return await Again(cancel);
        }
        try
        {
            var draft = await signatory.BringIn(Charter, text, Text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n') is ['{' or '[', ..], cancel);
            return LocalRedirect($"/registrar/charters/{draft.Id}/versions/{draft.Version}");
        }
        catch (ApiRefusal refusal) when (refusal.Fact<List<BadLine>>("lines") is { Count: > 0 } lines)
        {
            Lines = lines;
            ModelState.AddModelError(nameof(Text), $"Nothing was brought in: {Words.Count(Lines.Count, "line is", "lines are")} not right. What to write instead is listed on this page");
            return await Again(cancel);
        }
    }

    public async Task<IActionResult> OnPostStartAsync(CancellationToken cancel)
    {
        var from = Charter ?? (Guid.TryParse(From, out var chosen) ? chosen : null);
        var content = Empty();
        if (from is { } id)
            content = (await signatory.CharterVersion(id, (await signatory.Charter(id, cancel)).Versions[0].Number, cancel)).Content;
        var draft = await signatory.StartDraft(Charter, content, cancel);
        return LocalRedirect($"/registrar/charters/{draft.Id}/versions/{draft.Version}");
    }

    private async Task<IActionResult> Again(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    // The service takes no charter with parts missing, and publishes none in which these words are left.
    private static CharterContent Empty() => new(Unwritten, Unwritten, Unwritten, [Unwritten], [Unwritten],
        [.. Words.Commitments.Select(commitment => new Commitment(commitment.Value, commitment.Label, Unwritten))],
        [new("C1", "embed", Unwritten)], [new("P1", "embed", Unwritten)], [new("E1", Unwritten)], [new(Unwritten, [Unwritten])], [new("social", Unwritten, [Unwritten])]);
}
