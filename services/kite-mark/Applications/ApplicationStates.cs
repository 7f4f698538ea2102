using System.Collections.Frozen;

namespace Charter.KiteMarks.Applications;

/// <summary>States of an application, as on the wire, and the steps between them.</summary>
internal static class ApplicationStates
{
    public const string Draft = "draft";
    public const string Submitted = "submitted";
    public const string Eligible = "eligible";
    public const string Ineligible = "ineligible";
    public const string Completeness = "completeness";
    public const string InformationRequested = "information-requested";
    public const string Assessment = "assessment";
    public const string Moderation = "moderation";
    public const string RightOfReply = "right-of-reply";
    public const string Panel = "panel";
    public const string Deferred = "deferred";
    public const string Awarded = "awarded";
    public const string AwardedWithConditions = "awarded-with-conditions";
    public const string Declined = "declined";
    public const string WithdrawnByApplicant = "withdrawn-by-applicant";

    // Assessors who agree need no moderation, so the panel may follow assessment at once.
    private static readonly FrozenDictionary<string, string[]> Steps = new Dictionary<string, string[]>
    {
        [Draft] = [Submitted, WithdrawnByApplicant],
        [Submitted] = [Eligible, Ineligible, WithdrawnByApplicant],
        [Eligible] = [Completeness, WithdrawnByApplicant],
        [Ineligible] = [],
        [Completeness] = [InformationRequested, Assessment, WithdrawnByApplicant],
        [InformationRequested] = [Completeness, WithdrawnByApplicant],
        [Assessment] = [Moderation, Panel, WithdrawnByApplicant],
        [Moderation] = [RightOfReply, WithdrawnByApplicant],
        [RightOfReply] = [Panel, WithdrawnByApplicant],
        [Panel] = [Awarded, AwardedWithConditions, Declined, Deferred, WithdrawnByApplicant],
        [Deferred] = [Panel, WithdrawnByApplicant],
        [Awarded] = [],
        [AwardedWithConditions] = [],
        [Declined] = [],
        [WithdrawnByApplicant] = [],
    }.ToFrozenDictionary();

    public static IReadOnlyList<string> All { get; } =
    [
        Draft, Submitted, Eligible, Ineligible, Completeness, InformationRequested, Assessment, Moderation, RightOfReply, Panel, Deferred,
        Awarded, AwardedWithConditions, Declined, WithdrawnByApplicant,
    ];

    /// <summary>States that may follow; none when the application has ended.</summary>
    public static IReadOnlyList<string> After(string state) => Steps[state];

    public static bool IsEnd(string state) => Steps[state].Length == 0;
}
