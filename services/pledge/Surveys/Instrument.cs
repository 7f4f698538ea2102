using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Surveys;

/// <summary>
/// A question. Those of a scale are answered by a whole number from 1 to 5, those for an amount by pounds.
/// </summary>
internal sealed record SurveyQuestion(string Code, string Kind, string Text)
{
    public const string Scale = "scale";
    public const string Amount = "amount";
}

/// <summary>
/// What a survey asks. Instruments are files of this folder; a version is never changed once it was used, because answers to other words are not compared.
/// </summary>
/// <param name="Asks">Whom.</param>
/// <param name="Low">What 1 means on the scale.</param>
/// <param name="High">What 5 means.</param>
internal sealed record Instrument(string Code, int Version, string Title, string Asks, string Purpose, string? Low, string? High, IReadOnlyList<SurveyQuestion> Questions)
{
    private const decimal LargestAmount = 1_000_000_000;

    /// <summary>Whether people are asked about money that one organisation paid them.</summary>
    public bool IsAboutMoney => Code == Instruments.LocalSpending;

    /// <summary>Refuses answers that leave a question out, or that no one can give.</summary>
    public void Check(IReadOnlyDictionary<string, decimal> answers)
    {
        var errors = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        if (answers.Keys.Any(k => !Questions.Any(q => q.Code == k)))
            errors["answers"] = [$"This survey has these questions: {string.Join(", ", Questions.Select(q => q.Code))}."];
        foreach (var q in Questions)
            if (!answers.TryGetValue(q.Code, out var value))
                errors[$"answers.{q.Code}"] = [q.Kind == SurveyQuestion.Scale ? "Choose a number from 1 to 5." : "Give an amount in pounds; 0 if there was none."];
            else if (q.Kind == SurveyQuestion.Scale && (value is < 1 or > 5 || value != decimal.Truncate(value)))
                errors[$"answers.{q.Code}"] = ["Choose a whole number from 1 to 5."];
            else if (q.Kind == SurveyQuestion.Amount && (value is < 0 or > LargestAmount || decimal.Round(value, 2) != value))
                errors[$"answers.{q.Code}"] = ["Give an amount from 0 to 1,000,000,000 pounds with at most two decimal places."];
        if (IsAboutMoney && errors.Count == 0 && answers[Surveys.LocalSpending.Received] is var received && answers[Surveys.LocalSpending.Spent] is var spent)
        {
            if (received == 0)
                errors[$"answers.{Surveys.LocalSpending.Received}"] = ["Give an amount above 0: who got nothing has nothing to spend again."];
            else if (spent > received)
                errors[$"answers.{Surveys.LocalSpending.Spent}"] = [string.Create(CultureInfo.InvariantCulture, $"This is a part of what you got, so it is at most {received:#,0.##}.")];
        }
        if (errors.Count > 0)
            throw new InvalidRequest(errors);
    }
}

/// <summary>The instruments that ship.</summary>
internal static class Instruments
{
    public const string Understanding = "understanding";
    public const string Capacity = "capacity";
    public const string LocalSpending = "local-spending";

    /// <summary>Their codes.</summary>
    public static IReadOnlyList<string> All { get; } = [Understanding, Capacity, LocalSpending];

    private static readonly FrozenDictionary<(string, int), Instrument> Shipped = typeof(Instruments).Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith("survey:", StringComparison.Ordinal)).Select(Read).ToFrozenDictionary(i => (i.Code, i.Version));

    /// <summary>The versions that new rounds use.</summary>
    public static IEnumerable<Instrument> Latest => All.Select(LatestOf);

    public static Instrument LatestOf(string code) => Shipped.Values.Where(i => i.Code == code).MaxBy(i => i.Version)!;

    public static Instrument Of(string code, int version) => Shipped[(code, version)];

    private static Instrument Read(string name)
    {
        using var file = typeof(Instruments).Assembly.GetManifestResourceStream(name)!;
        return JsonSerializer.Deserialize<Instrument>(file, JsonSerializerOptions.Web)!;
    }
}
