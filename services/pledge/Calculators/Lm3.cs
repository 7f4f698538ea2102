using System.ComponentModel.DataAnnotations;
using Charter.Pledges.Pledges;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Calculators;

/// <summary>
/// Local Multiplier 3 (New Economics Foundation; seed 004, "the flow of money in the local economy"):
/// LM3 = (R1 + R2 + R3) ÷ R1, from 1 (nothing stays) to 3 (everything does).
/// R1 is the money studied; R2 the part of it that reaches local suppliers and staff; R3 what those spend locally again, either known or worked out from the
/// answers of some of them: the rate at which these spend locally is applied to all of R2, and the coverage is shown.
/// </summary>
internal static class Lm3
{
    /// <summary>What a supplier answered.</summary>
    internal sealed record Answered([Figure] decimal Received, [Figure] decimal SpentLocally);

    /// <param name="Money">R1.</param>
    /// <param name="LocalSuppliers">Part of R1 that reached local suppliers.</param>
    /// <param name="LocalStaff">Part of R1 that reached local people as pay.</param>
    /// <param name="SpentAgain">R3, where it is known of all. Else <paramref name="Answers"/>.</param>
    /// <param name="Coverage">What the money studied holds and what it does not, such as payroll.</param>
    internal sealed record Request(
        [Figure] decimal Money,
        [Required(ErrorMessage = "Say where the figure comes from."), AtMost(300)] string MoneySource,
        [Figure] decimal LocalSuppliers,
        [Figure] decimal LocalStaff,
        [Required(ErrorMessage = "Say where the figures come from, and what local means here."), AtMost(300)] string LocalSource,
        [Figure] decimal? SpentAgain = null,
        IReadOnlyList<Answered>? Answers = null,
        [AtMost(300)] string? SpentAgainSource = null,
        [AtMost(500)] string? Coverage = null);

    public static Working Calculate(Request asked)
    {
        var errors = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        var answers = asked.Answers ?? [];
        var second = asked.LocalSuppliers + asked.LocalStaff;
        if (asked.Money <= 0)
            errors["money"] = ["This must be more than 0: without money there is nothing to multiply."];
        if (asked.LocalSuppliers < 0)
            errors["localSuppliers"] = ["This must be 0 or more."];
        if (asked.LocalStaff < 0)
            errors["localStaff"] = ["This must be 0 or more."];
        if (asked.Money > 0 && second > asked.Money)
            errors["localSuppliers"] = [$"Local suppliers and staff together have {second.Say()}, which is more than the {asked.Money.Say()} studied. They are a part of it."];
        if (asked.SpentAgain is null == (answers.Count == 0))
            errors["spentAgain"] = ["Give what local suppliers and staff spend locally again, or the answers of some of them; not both."];
        for (var i = 0; i < answers.Count; i++)
            if (answers[i].Received <= 0 || answers[i].SpentLocally < 0 || answers[i].SpentLocally > answers[i].Received)
                errors[$"answers[{i}]"] = ["Give what was received, more than 0, and the part of it that was spent locally, at most as much."];
        var received = answers.Sum(a => a.Received);
        if (errors.Count == 0 && received > second)
            errors["answers"] = [$"Those who answered received {received.Say()}, which is more than the {second.Say()} that all local suppliers and staff have."];
        if (asked.SpentAgain < 0 || asked.SpentAgain > second)
            errors["spentAgain"] = [asked.SpentAgain < 0 ? "This must be 0 or more." : $"This is more than the {second.Say()} that local suppliers and staff have to spend."];
        if (errors.Count > 0)
            throw new InvalidRequest(errors);

        var spent = answers.Sum(a => a.SpentLocally);
        var third = asked.SpentAgain ?? second * spent / received;
        var steps = new List<Step>
        {
            new("Round 1: the money studied", asked.Money.Say(), asked.Money),
            new("Round 2: the part that reaches local suppliers and staff", $"{asked.LocalSuppliers.Say()} + {asked.LocalStaff.Say()}", second),
        };
        if (answers.Count > 0)
            steps.Add(new("Of what they received, those who answered spent locally", $"{spent.Say()} ÷ {received.Say()}", spent / received));
        steps.Add(new("Round 3: what those spend locally again", answers.Count > 0 ? $"{second.Say()} × {spent.Say()} ÷ {received.Say()}" : third.Say(), third));
        steps.Add(new("LM3", $"({asked.Money.Say()} + {second.Say()} + {third.Say()}) ÷ {asked.Money.Say()}", (asked.Money + second + third) / asked.Money));
        var coverage = second == 0 ? 0 : received / second;
        return new(steps[^1].Result, null, null, steps,
            [
                new("", "Money studied (R1)", asked.Money, null, null, asked.MoneySource.Trim()),
                new("", "To local suppliers", asked.LocalSuppliers, null, null, asked.LocalSource.Trim()),
                new("", "To local staff", asked.LocalStaff, null, null, asked.LocalSource.Trim()),
                new("", "Spent locally again (R3)", third, null, null, string.IsNullOrWhiteSpace(asked.SpentAgainSource) ? answers.Count > 0 ? "Answers of suppliers and staff" : "Not stated" : asked.SpentAgainSource.Trim()),
            ],
            [],
            [
                .. answers.Count > 0 ? [$"Round 3 rests on answers that cover {(coverage * 100).Say2()} % of the money in round 2; the others are taken to spend alike."] : Array.Empty<string>(),
                .. string.IsNullOrWhiteSpace(asked.Coverage) ? Array.Empty<string>() : [asked.Coverage.Trim()],
            ]);
    }

    private static string Say2(this decimal percent) => percent.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);
}
