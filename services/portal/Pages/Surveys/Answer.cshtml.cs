using System.Globalization;
using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Surveys;

/// <summary>The questions behind a link. To open it does nothing; it is used up by answering.</summary>
[AllowAnonymous]
public sealed class AnswerModel(SurveysApi surveys) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    [BindProperty]
    public Dictionary<string, string?> Answers { get; set; } = [];

    /// <summary>Null when the link leads nowhere any more.</summary>
    public Questionnaire? Asked { get; private set; }

    public string WhyNot { get; private set; } = "";

    public IReadOnlyList<Choice> Scale => [.. Enumerable.Range(1, 5).Select(i => new Choice($"{i}", i switch { 1 => $"1 – {Asked?.Instrument.Low?.ToLowerInvariant()}", 5 => $"5 – {Asked?.Instrument.High?.ToLowerInvariant()}", _ => $"{i}" }))];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        try
        {
            Asked = await surveys.Questionnaire(string.IsNullOrWhiteSpace(Code) ? "none" : Code, cancel);
            foreach (var question in Asked.Instrument.Questions) Answers.TryAdd(question.Code, null);
        }
        catch (ApiRefusal refusal) when (refusal.Status is 400 or 404 or 409)
        {
            WhyNot = refusal.Status == 400 ? "Your mail program may have cut it off." : refusal.Message;
            Response.StatusCode = StatusCodes.Status410Gone;
        }
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        if (Asked is null) return Page();
        var given = new Dictionary<string, decimal>();
        foreach (var question in Asked.Instrument.Questions)
            if (Answers.GetValueOrDefault(question.Code) is { } typed && !string.IsNullOrWhiteSpace(typed))
                if (decimal.TryParse(typed.Replace("£", "", StringComparison.Ordinal), NumberStyles.Number, CultureInfo.InvariantCulture, out var value)) given[question.Code] = value;
                else ModelState.AddModelError($"Answers[{question.Code}]", "Give an amount in pounds, like 1250 or 1250.50");
        try
        {
            if (ModelState.IsValid)
            {
                await surveys.Answer(Code, given, cancel);
                return LocalRedirect("/survey/thanks");
            }
        }
        catch (ApiRefusal refusal) when (refusal.Errors.Count > 0)
        {
            foreach (var (field, messages) in refusal.Errors)
                ModelState.AddModelError(field.StartsWith("answers.", StringComparison.Ordinal) ? $"Answers[{field["answers.".Length..]}]" : "", messages[0]);
        }
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
