using Charter.Portal.Components;

namespace Charter.Portal.Pages.Drafting;

/// <summary>A part of a charter that has a page of its own while it is drafted.</summary>
/// <param name="Slug">Last step of its address.</param>
/// <param name="Fields">The content's fields, as the API names them, that it holds.</param>
/// <param name="List">The field that its rows fill, if it has rows.</param>
public sealed record DraftSection(string Slug, string Title, string About, string[] Fields, string? List = null, RowForm? Row = null)
{
    public static readonly IReadOnlyList<DraftSection> All =
    [
        new("title", "Title and vision", "What the charter is called, whose it is, and what the partnership wants.", ["title", "partnership", "vision"]),
        new("values", "Value words and principles", "What the partnership holds to. Principles are numbered in their order.", ["valueWords", "principles"], "principles", new("principle", Text: "Principle", Most: 20)),
        new("commitments", "Commitments", "What every signatory commits to, in the charter's own words.", ["commitments"], "commitments", new("commitment", Title: "Title", Text: "What signatories commit to", IsFixed: true)),
        new("commissioners", "Duties of commissioners", "What signatories who buy services or works take upon themselves.", ["commissionerDuties"], "commissionerDuties",
            new("duty", Code: "Code, such as C1", Choice: "Commitment under which it stands", Choices: Words.Commitments, Text: "The duty", Most: 20)),
        new("providers", "Duties of providers", "What signatories who provide services or works take upon themselves.", ["providerDuties"], "providerDuties",
            new("duty", Code: "Code, such as P1", Choice: "Commitment under which it stands", Choices: Words.Commitments, Text: "The duty", Most: 20)),
        new("measures", "Measures", "Questions by which the partnership sees whether the charter makes a difference.", ["evaluationMeasures"], "evaluationMeasures", new("measure", Code: "Code, such as E1", Text: "The measure", Most: 30)),
        new("outcomes", "Outcome menu", "What a pledge can be for, by theme. A pledge names one of these outcomes.", ["outcomeMenu"], "outcomeMenu", new("theme", Title: "Theme", Lines: "Outcomes", Most: 20)),
        new("indicators", "Indicator framework", "What the partnership watches for each pillar.", ["indicatorFramework"], "indicatorFramework",
            new("outcome", Choice: "Pillar", Choices: Words.Pillars, Title: "Outcome", Lines: "Indicators", Most: 10)),
        new("signing", "Signing rules", "Who signs, and what happens when the next version comes.", ["signing"]),
    ];

    public static DraftSection? Find(string slug) => All.FirstOrDefault(section => section.Slug == slug);
}

/// <summary>The fields of a row, each by its label; null for those that a row of this kind does not have.</summary>
/// <param name="Entry">What a row is: "duty".</param>
/// <param name="Lines">A field with one entry to a line.</param>
/// <param name="IsFixed">The rows are always the same ones.</param>
public sealed record RowForm(
    string Entry, string? Code = null, string? Choice = null, IReadOnlyList<Choice>? Choices = null, string? Title = null, string? Text = null, string? Lines = null, int Most = 0, bool IsFixed = false);

public sealed class DraftRow
{
    public string? Code { get; set; }
    public string? Choice { get; set; }
    public string? Title { get; set; }
    public string? Text { get; set; }
    public string? Lines { get; set; }

    public bool IsEmpty => new[] { Code, Choice, Title, Text, Lines }.All(string.IsNullOrWhiteSpace);
}
