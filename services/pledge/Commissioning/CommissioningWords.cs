using Charter.Contracts;

namespace Charter.Pledges.Commissioning;

/// <summary>On which side of a contract an organisation stands.</summary>
internal static class Sides
{
    public const string Commissioner = "commissioner";
    public const string Provider = "provider";

    public static IReadOnlyList<string> All { get; } = [Commissioner, Provider];

    /// <summary>Whether an organisation of this kind can stand there.</summary>
    public static bool IsOpenTo(string side, string kind) => side == kind || kind == OrganisationKinds.Both;
}

/// <summary>What a question in a tender asks for.</summary>
internal static class QuestionKinds
{
    public static IReadOnlyList<string> All { get; } = ["promise", "method", "record", "condition"];
}

/// <summary>The five tests of a measure (seed 004, "Testing ideas and practice"), in their order.</summary>
internal static class FeasibilityTests
{
    public static IReadOnlyList<string> All { get; } = ["feasible", "fair", "relevant", "legal", "enforceable"];
}

/// <summary>How a measure did in one of the tests.</summary>
internal static class Verdicts
{
    public const string Yes = "yes";
    public const string No = "no";

    public static IReadOnlyList<string> All { get; } = [Yes, No, "unsure"];
}

/// <summary>States of a stage of one contract. The first four are those of a duty: it is in place once it is described, and the rest follows from the evidence named.</summary>
internal static class StageStates
{
    public const string NotApplicable = "not-applicable";
}
