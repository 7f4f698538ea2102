namespace Charter.Contracts;

/// <summary>Sectors of organisations, as on the wire, in the order of every list.</summary>
public static class Sectors
{
    /// <summary>Every sector.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "local-authority", "nhs-commissioner", "nhs-provider", "voluntary", "community", "faith",
        "social-enterprise", "business", "industry-body", "education", "housing", "other-public-body",
    ];
}

/// <summary>What an organisation does with public money; it decides which duties bind it.</summary>
public static class OrganisationKinds
{
    /// <summary>Buys services.</summary>
    public const string Commissioner = "commissioner";
    /// <summary>Sells or gives services.</summary>
    public const string Provider = "provider";
    /// <summary>Does both; both lists of duties bind it.</summary>
    public const string Both = "both";
    /// <summary>Does neither; only the three commitments bind it.</summary>
    public const string Neither = "neither";

    /// <summary>Every kind.</summary>
    public static IReadOnlyList<string> All { get; } = [Commissioner, Provider, Both, Neither];
}

/// <summary>Size bands: micro under 10 people, small under 50, medium under 250, large 250 and more.</summary>
public static class SizeBands
{
    /// <summary>Every band, smallest first.</summary>
    public static IReadOnlyList<string> All { get; } = ["micro", "small", "medium", "large"];
}

/// <summary>The three commitments of the charter (seed 004, "All organisations who commit to this charter").</summary>
public static class Commitments
{
    /// <summary>Policies and governance.</summary>
    public const string Embed = "embed";
    /// <summary>Commissioning and procurement.</summary>
    public const string Deliver = "deliver";
    /// <summary>Evidence of how, when and with what impact.</summary>
    public const string Demonstrate = "demonstrate";

    /// <summary>Every commitment.</summary>
    public static IReadOnlyList<string> All { get; } = [Embed, Deliver, Demonstrate];
}

/// <summary>The three pillars of social value (seed 004).</summary>
public static class Pillars
{
    /// <summary>Every pillar.</summary>
    public static IReadOnlyList<string> All { get; } = ["social", "environmental", "economic"];
}

/// <summary>Whom a duty binds.</summary>
public static class Bindings
{
    /// <summary>Every signatory: the three commitments.</summary>
    public const string EverySignatory = "every-signatory";
    /// <summary>Organisations of kind commissioner or both.</summary>
    public const string Commissioner = "commissioner";
    /// <summary>Organisations of kind provider or both.</summary>
    public const string Provider = "provider";

    /// <summary>Whether a duty with this binding binds an organisation of this kind.</summary>
    public static bool Binds(string binding, string kind) =>
        binding == EverySignatory || binding == kind || kind == OrganisationKinds.Both;
}

/// <summary>States of a duty in the ledger; each follows from pledges and evidence. It falls back only when evidence counts no longer.</summary>
public static class DutyStates
{
    /// <summary>Nothing pledged yet.</summary>
    public const string NotStarted = "not-started";
    /// <summary>A pledge stands under it.</summary>
    public const string InPlace = "in-place";
    /// <summary>Evidence was submitted.</summary>
    public const string Evidenced = "evidenced";
    /// <summary>A reviewer from outside the organisation verified evidence.</summary>
    public const string Verified = "verified";

    /// <summary>Every state, in order.</summary>
    public static IReadOnlyList<string> All { get; } = [NotStarted, InPlace, Evidenced, Verified];
}

/// <summary>Where a pledge stands.</summary>
public static class PledgeStatuses
{
    /// <summary>It stands and is worked on.</summary>
    public const string Active = "active";
    /// <summary>Its target was reached.</summary>
    public const string Completed = "completed";
    /// <summary>Its day came and the target was not reached.</summary>
    public const string Missed = "missed";
    /// <summary>The organisation took it back, with the reason.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>Every status.</summary>
    public static IReadOnlyList<string> All { get; } = [Active, Completed, Missed, Withdrawn];
}

/// <summary>Which way the figure of a pledge is to go.</summary>
public static class Directions
{
    /// <summary>From the baseline up to the target.</summary>
    public const string Increase = "increase";
    /// <summary>From the baseline down to the target.</summary>
    public const string Reduce = "reduce";

    /// <summary>Every direction.</summary>
    public static IReadOnlyList<string> All { get; } = [Increase, Reduce];
}

/// <summary>Groups of people whom a pledge is for (seed 003, "Target groups"); the third of them by the characteristics that the Equality Act 2010, section 4, protects.</summary>
public static class TargetGroups
{
    /// <summary>Every group.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "deprivation", "inclusion-health", "age", "disability", "gender-reassignment", "marriage-and-civil-partnership", "pregnancy-and-maternity", "race", "religion-or-belief", "sex", "sexual-orientation",
    ];
}

/// <summary>Segments of the population at which one can act (seed 003, "Population Intervention Triangle").</summary>
public static class Segments
{
    /// <summary>Every segment.</summary>
    public static IReadOnlyList<string> All { get; } = ["civic", "community", "service"];
}

/// <summary>Stages of commissioning (seed 004, "DELIVER"), in their order.</summary>
public static class CommissioningStages
{
    /// <summary>What people need, and where social value could come in.</summary>
    public const string NeedAssessment = "need-assessment";
    /// <summary>Advertisement and pre-qualification.</summary>
    public const string Advertisement = "advertisement";
    /// <summary>What is bought, and with which social value.</summary>
    public const string Specification = "specification";
    /// <summary>How tenders are judged: the weighting and the questions.</summary>
    public const string Evaluation = "evaluation";
    /// <summary>Whether what was offered is delivered.</summary>
    public const string ContractCompliance = "contract-compliance";

    /// <summary>Every stage.</summary>
    public static IReadOnlyList<string> All { get; } = [NeedAssessment, Advertisement, Specification, Evaluation, ContractCompliance];
}

/// <summary>States of an item of evidence.</summary>
public static class EvidenceStates
{
    /// <summary>Its files wait for the scanner; nobody else sees it yet.</summary>
    public const string Scanning = "scanning";
    /// <summary>Waits for a reviewer.</summary>
    public const string Submitted = "submitted";
    /// <summary>Accepted by a reviewer.</summary>
    public const string Verified = "verified";
    /// <summary>Sent back with reasons.</summary>
    public const string Returned = "returned";
    /// <summary>The scanner found something in a file.</summary>
    public const string Refused = "refused";
    /// <summary>Taken back by the organisation.</summary>
    public const string Withdrawn = "withdrawn";
    /// <summary>A new version stands in its place.</summary>
    public const string Superseded = "superseded";
    /// <summary>Too old to count.</summary>
    public const string Expired = "expired";

    /// <summary>Every state.</summary>
    public static IReadOnlyList<string> All { get; } = [Scanning, Submitted, Verified, Returned, Refused, Withdrawn, Superseded, Expired];

    /// <summary>States of evidence that the public never saw, or is not to see any more.</summary>
    public static IReadOnlyList<string> Hidden { get; } = [Scanning, Refused, Withdrawn, Superseded];
}

/// <summary>Kinds of evidence; each counts for a time from the day on which what it shows was introduced or last confirmed.</summary>
public static class EvidenceKinds
{
    /// <summary>What stands when nobody said.</summary>
    public const string Other = "other";

    /// <summary>Every kind, in the order of every list.</summary>
    public static IReadOnlyList<string> All { get; } = ["policy", "strategy", "decision", "contract", "monitoring", "case-study", "survey", "certificate", Other];
}

/// <summary>Why a duty fell back.</summary>
public static class SetbackReasons
{
    /// <summary>All evidence that showed it has expired.</summary>
    public const string Expired = "evidence-expired";
    /// <summary>A scanner found something in the evidence.</summary>
    public const string Refused = "evidence-refused";
    /// <summary>The organisation took the evidence back.</summary>
    public const string Withdrawn = "evidence-withdrawn";
    /// <summary>The new version of the evidence does not show it.</summary>
    public const string Superseded = "evidence-superseded";

    /// <summary>The last pledge under it was withdrawn, and nothing had been shown for it.</summary>
    public const string PledgeWithdrawn = "pledge-withdrawn";

    /// <summary>Every reason.</summary>
    public static IReadOnlyList<string> All { get; } = [Expired, Refused, Withdrawn, Superseded, PledgeWithdrawn];
}

/// <summary>How one organisation comes to stand in the place of another.</summary>
public static class SuccessionKinds
{
    /// <summary>It took over what the other did, which has closed or was acquired.</summary>
    public const string Succession = "succession";
    /// <summary>Both became one, under the name of one of them.</summary>
    public const string Merge = "merge";
    /// <summary>It is the same organisation, registered twice.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>Every kind.</summary>
    public static IReadOnlyList<string> All { get; } = [Succession, Merge, Duplicate];
}

/// <summary>Stages in which value is kept and never added together (seed 004, "measure the social value in commissioning at the following stages").</summary>
public static class ValueStages
{
    /// <summary>Essential measures that apply to every activity.</summary>
    public const string Core = "core";
    /// <summary>Offered by a provider and put into the contract: added value.</summary>
    public const string Added = "added";
    /// <summary>Came about during a contract without having been promised.</summary>
    public const string Unpredicted = "unpredicted";

    /// <summary>Every stage, in the order of the charter.</summary>
    public static IReadOnlyList<string> All { get; } = [Core, Added, Unpredicted];
}

/// <summary>Units in which value is recorded. A total is always of one unit.</summary>
public static class ValueUnits
{
    /// <summary>Pounds sterling.</summary>
    public const string Pounds = "gbp";

    /// <summary>Every unit.</summary>
    public static IReadOnlyList<string> All { get; } = [Pounds, "people", "hours", "weeks", "tonnes-co2e", "kwh", "items"];
}

/// <summary>How well a figure is known.</summary>
public static class Confidences
{
    /// <summary>Every word, best first.</summary>
    public static IReadOnlyList<string> All { get; } = ["measured", "estimated", "guessed"];
}

/// <summary>Levels of the kite mark.</summary>
public static class MarkLevels
{
    /// <summary>Every level, lowest first.</summary>
    public static IReadOnlyList<string> All { get; } = ["bronze", "silver", "gold"];
}

/// <summary>How an organisation stands on the register.</summary>
public static class RegisterStatuses
{
    /// <summary>Its signature holds.</summary>
    public const string InForce = "in-force";
    /// <summary>It did not sign the newer version in time.</summary>
    public const string Lapsed = "lapsed";
    /// <summary>It took its signature back.</summary>
    public const string Withdrawn = "withdrawn";
    /// <summary>Another organisation has taken its place.</summary>
    public const string Succeeded = "succeeded";

    /// <summary>Every status.</summary>
    public static IReadOnlyList<string> All { get; } = [InForce, Lapsed, Withdrawn, Succeeded];
}

/// <summary>What a signature was to the organisation that gave it.</summary>
public static class SignatureKinds
{
    /// <summary>The first of this charter.</summary>
    public const string Signed = "signed";
    /// <summary>A newer version, while the signature before held.</summary>
    public const string ReSigned = "re-signed";
    /// <summary>Anew, after a time without.</summary>
    public const string Renewed = "renewed";

    /// <summary>Every kind.</summary>
    public static IReadOnlyList<string> All { get; } = [Signed, ReSigned, Renewed];
}

/// <summary>Why an organisation takes its signature back.</summary>
public static class WithdrawalReasons
{
    /// <summary>Every reason.</summary>
    public static IReadOnlyList<string> All { get; } = ["no-longer-relevant", "cannot-meet-commitments", "organisation-closing", "merged", "other"];
}
