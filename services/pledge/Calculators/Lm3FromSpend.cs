using System.Globalization;
using Charter.Pledges.Contracts;
using Charter.Pledges.Imports;
using Charter.Pledges.Pledges;
using Charter.Pledges.Spend;
using Charter.Pledges.Surveys;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charter.Pledges.Calculators;

/// <summary>
/// The inputs of a local multiplier from what an organisation paid, where its suppliers are and what these answered of their own spending, and the result where all
/// three are known. Nothing is kept: whoever agrees keeps it like any other calculation.
/// </summary>
internal static class Lm3FromSpend
{
    private const int LongestSource = 300, LongestCoverage = 500;

    /// <param name="Inputs">As the calculator takes them. Without round 3 they are not whole, and somebody has to give it.</param>
    /// <param name="Working">Null while they are not whole.</param>
    /// <param name="Missing">What has to be given, and how it can be found out.</param>
    /// <param name="Answers">What local suppliers and staff said; null when no survey has closed.</param>
    internal sealed record Answer(Lm3.Request Inputs, Working? Working, IReadOnlyList<string> Missing, ByLocality Spend, string Rule, DateOnly? From, DateOnly? Until, LocalSpending.Answer? Answers);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/{organisationId}/calculations/lm3-from-spend", Handle)
        .Allow(ImportAccess.Readers).WithTags("Calculators").WithSummary("Work out a local multiplier from an organisation's spend")
        .WithDescription("place: what counts as local; without it, the places that the organisation serves. from, until: days. payroll, localPay: all wages paid and those to local people, which spend does not hold. spentAgain: round 3, where it is known otherwise.");

    private static async Task<Ok<Answer>> Handle(
        Guid organisationId, string? place, DateOnly? from, DateOnly? until, decimal? payroll, decimal? localPay, decimal? spentAgain,
        Caller caller, PledgeDb db, SmallNumbers small, TimeProvider time, CancellationToken cancel)
    {
        var held = await db.MustSee(caller, organisationId, cancel);
        if (until < from)
            throw InvalidRequest.For("until", "The last day must not be before the first.");
        Check(payroll, localPay, spentAgain);
        var rule = await LocalRule.For(db, organisationId, place, cancel);
        var spend = await SpendTotals.Of(db, held, rule, from, until, cancel);
        var answers = await LocalSpending.Of(db, small, held, time.Today(), cancel);
        var second = spend.Value.Local + (localPay ?? 0);
        var isAnswered = spentAgain is null && answers?.Received is { } received && received <= second;
        var inputs = new Lm3.Request(
            spend.Value.Total + (payroll ?? 0), Cut(SourceOf(spend, payroll), LongestSource), spend.Value.Local, localPay ?? 0, Cut(rule.Rule, LongestSource), spentAgain,
            isAnswered ? [new(answers!.Received!.Value, answers.SpentLocally!.Value)] : [],
            isAnswered ? Say($"Survey of suppliers and staff that closed on {answers!.AsAt:yyyy-MM-dd}: {answers.Answers} answers through {answers.Links} links") : spentAgain is null ? null : "As given",
            Cut(CoverageOf(spend, payroll), LongestCoverage));
        string[] missing = [.. Missing(spend, inputs, spentAgain, answers, second, isAnswered, small)];
        return TypedResults.Ok(new Answer(inputs, missing.Length == 0 ? Lm3.Calculate(inputs).Rounded() : null, missing, spend.Value, rule.Rule, spend.From, spend.Until, answers));
    }

    private static void Check(decimal? payroll, decimal? localPay, decimal? spentAgain)
    {
        var (errors, rule) = (new SortedDictionary<string, string[]>(StringComparer.Ordinal), new FigureAttribute());
        foreach (var (field, given) in new[] { ("payroll", payroll), ("localPay", localPay), ("spentAgain", spentAgain) })
            if (given < 0 || !rule.IsValid(given))
                errors[field] = ["Give an amount in pounds, 0 or more, with at most four decimal places."];
        if (errors.Count == 0 && localPay > (payroll ?? 0))
            errors["localPay"] = ["Give all wages, and the part of them that goes to local people."];
        if (errors.Count > 0)
            throw new InvalidRequest(errors);
    }

    private static IEnumerable<string> Missing(SpendTotals.Answer spend, Lm3.Request inputs, decimal? spentAgain, LocalSpending.Answer? answers, decimal second, bool isAnswered, SmallNumbers small)
    {
        if (spend.Payments == 0)
            yield return "No payments have been brought in for this time. Bring in a file of spend first.";
        else if (spend.Value.Total <= 0)
            yield return "The payments of this time add up to nothing, so there is nothing to multiply. Choose another time.";
        else if (inputs.LocalSuppliers < 0 || second > inputs.Money)
            yield return "Because of credits, the local part of these payments is less than nothing or more than the whole, so there is no multiplier. Choose another time, or give the figures yourself.";
        if (spentAgain is null && !isAnswered)
            yield return answers switch
            {
                null => "Round 3 is not known. Give what local suppliers and staff spend locally again, or ask them: a registrar opens a survey about local spending, and your editors hand out its links.",
                { Received: null } => Say($"Fewer than {small.Least} suppliers or staff answered the survey, which is too few to be told. Give round 3 yourself, or ask again."),
                { Received: var received } => Say($"Those who answered received {received:#,0.##}, which is more than the {second:#,0.##} of round 2: the survey was about another time, or the place of suppliers is not known. Give round 3 yourself, or choose the time that was asked about."),
            };
    }

    private static string SourceOf(SpendTotals.Answer spend, decimal? payroll) =>
        Say($"Spend brought in, {spend.From:yyyy-MM-dd} to {spend.Until:yyyy-MM-dd}: {spend.Payments:#,0} payments to {spend.Suppliers:#,0} suppliers") + (payroll is { } wages ? Say($", and wages of {wages:#,0.##} as given") : "");

    private static string CoverageOf(SpendTotals.Answer spend, decimal? payroll) =>
        (payroll is null ? spend.Coverage : spend.Coverage.Replace("It holds no wages.", "Wages were added by hand.", StringComparison.Ordinal))
        + (spend.Value.UnknownShare > 0 ? Say($" Where suppliers are who were paid {spend.Value.Unknown:#,0.##} ({spend.Value.UnknownShare * 100:0.#} %) is not known; nothing of it counts as local.") : "");

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Cut(string text, int most) => text.Length <= most ? text : PlainText.Cut(text, most - 1) + "…";
}
