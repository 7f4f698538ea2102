namespace Charter.Pledges.Measures;

/// <summary>One of the eight evaluation measures of the charter, in its words (seed 004, "We will know whether our principles are making a difference by evaluating").</summary>
/// <param name="Unit">ratio, gbp, questions, organisations, score.</param>
/// <param name="TrendUnit">Of what is shown by month.</param>
/// <param name="Trend">What is shown by month, or by round of a survey.</param>
/// <param name="IsState">It is how things stand at the end of a month; else it is what happened in one.</param>
/// <param name="Sources">Where it comes from.</param>
/// <param name="Rule">What counts.</param>
/// <param name="Suppression">Whether small numbers are shown, and why.</param>
internal sealed record Measure(
    string Code, int Number, string Text, string Unit, string What, string TrendUnit, string Trend, bool IsState, IReadOnlyList<string> Sources, string Rule, string Formula, string Suppression)
{
    private const string Published = "Every number is shown, also small ones: it is added up from what organisations publish, and holds nothing about people.";
    private const string Answers = "Numbers that stand on fewer answers than the smallest group of the survey are not shown, nor a second number from which they could be worked out: answers were promised to stay anonymous.";
    private const string Twelve = "Of the twelve months up to the latest for which there is anything.";

    public const string LocalMultiplier = "local-multiplier";
    public const string LocalContracts = "local-contracts";
    public const string ContractSizes = "contract-sizes";
    public const string Understanding = "understanding";
    public const string Questions = "questions";
    public const string Policies = "policies";
    public const string Signatories = "signatories";
    public const string Capacity = "capacity";

    public static IReadOnlyList<Measure> All { get; } =
    [
        new(LocalMultiplier, 1, "The flow of money in the local economy (LM3)", "ratio", "pounds that each pound spent brings about, as far as it stays local", "share", "Share of each month's payments that went to local suppliers", false,
            ["Payments that signatories publish and brought in (council spend over £500 and the like)", "The supplier book of each signatory, for where a supplier is", "The survey on local spending, for what local suppliers spend locally again"],
            $"{Twelve} Local is what goes to suppliers in the places that the paying signatory serves, by the postcode directory or by what somebody of it said. Where nobody knows, it is unknown and not taken to be elsewhere; it is in the whole and not in the local part, so the figure is the least that is certain. Credits are taken off.",
            "LM3 = (R1 + R2 + R3) ÷ R1. R1 is all payments, R2 those to local suppliers, R3 = R2 × the share that suppliers say they spend locally again, of at least two organisations that each have enough answers; without it there is no LM3, and only R2 ÷ R1 is known.", Published),
        new(LocalContracts, 2, "Value of public contracts placed with local providers", "gbp", "pounds of contracts that went to local providers", "gbp", "Value of the contracts awarded to local providers in each month", false,
            ["Contract awards that signatories brought in as open contracting data (OCDS)", "The supplier book of each signatory, for where a provider is"],
            $"{Twelve} Awards that were neither cancelled nor unsuccessful and state a value in pounds; that of the contract where there is one. Local is a provider in the places that the signatory serves. An award to several providers is divided equally among them. A contracting process that several signatories brought in counts once, with the one that brought it in first.",
            "Sum of the value of awards to local providers; beside it those elsewhere and those of whom nobody knows where they are.", Published),
        new(ContractSizes, 3, "Size of contracts, and of the providers who deliver them", "gbp", "pounds is the average contract", "gbp", "Average value of the contracts awarded in each month", false,
            ["Contract awards that signatories brought in as open contracting data (OCDS), with the size of the provider as the publisher states it"],
            $"{Twelve} The same awards as for the measure before. Sizes of providers are those of the publisher: micro, small and medium (sme), large, or a voluntary or community organisation; many publishers state none, which is unknown. An award to several providers is divided equally among them, and is one award for each size that is among them.",
            "Value of the awards ÷ number of awards with a value; and both by bands of value and by the size of the provider.", Published),
        new(Understanding, 4, "How well commissioners and providers understand the benefits of social value", "score", "out of 5, as commissioners and providers rate their understanding", "score", "Average answer, round by round", true,
            ["The survey of understanding, in the rounds that are closed"], "Answers to the questions of the survey with a scale from 1 to 5. Everybody with a link answers once and stays anonymous.",
            "Mean of all answers on a scale. The first round is before; each later one is compared with it.", Answers),
        new(Questions, 5, "The questions that commissioners and procurement teams ask", "questions", "questions on social value asked in tenders", "questions", "Questions asked in each month", false,
            ["Questions that signatories recorded with their contracts on the commissioning cycle"],
            $"{Twelve} Every question that a commissioner recorded, by what it asks for, by the kind of value, and by how the measure behind it did in the five tests: feasible, fair, relevant, legal, enforceable.",
            "Number of questions, by the day on which they were asked.", Published),
        new(Policies, 6, "Whether all policies, strategies and decisions include social value", "organisations", "signatories have a verified policy, strategy or decision that includes social value", "organisations", "Signatories with at least one, at the end of each month", true,
            ["Evidence of the kinds policy, strategy and decision that a reviewer from outside the organisation verified"],
            "Evidence counts from the day on which it was verified, for as long as it has not grown too old, was not replaced and not taken back.",
            "Signatories with at least one such item; and for each kind, signatories and items.", Published),
        new(Signatories, 7, "How many and what sort of organisations have signed the charter", "organisations", "organisations have signed and their signature holds", "organisations", "Signatures that held at the end of each month", true,
            ["The register of signatures, and what signatories say of their sector, size, kind and places"],
            "An organisation counts from the month in which it signed until its signature lapsed or was withdrawn. An organisation that has taken the place of another counts once. Who serves several places counts in each.",
            "Number of organisations whose signature holds.", "Every number is shown, also small ones: who has signed is public, organisation by organisation."),
        new(Capacity, 8, "The capacity of local providers to report their social value", "score", "out of 5, as providers rate their capacity to report", "score", "Average answer, round by round", true,
            ["The survey of capacity, in the rounds that are closed"], "Answers to the questions of the survey with a scale from 1 to 5. Everybody with a link answers once and stays anonymous.",
            "Mean of all answers on a scale. The first round is before; each later one is compared with it.", Answers),
    ];

    public static Measure Of(string code) => All.Single(m => m.Code == code);

    /// <summary>It is added up from parts of signatories; else it comes from a survey.</summary>
    public bool IsAddedUp => Code is not (Understanding or Capacity);
}
