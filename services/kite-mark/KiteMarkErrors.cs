using Charter.KiteMarks.Gate;
using Charter.ServiceDefaults;

namespace Charter.KiteMarks;

/// <summary>Every refusal of this service.</summary>
internal static class KiteMarkErrors
{
    public static Refusal NoScheme() => Refusal.NotFound("version of the scheme");
    public static Refusal NoApplication() => Refusal.NotFound("application");
    public static Refusal NoAward() => Refusal.NotFound("award");

    /// <param name="missing">Codes of what is missing, also given as the member <c>missing</c> of the answer.</param>
    public static Refusal NotEligible(IReadOnlyList<string> missing) => new(409, "kite-mark-not-eligible",
        $"Your organisation cannot apply yet. Still missing: {string.Join(" and ", missing.Select(m => m == Organisation.SignatureInForce
            ? "a signature of the charter in force"
            : "evidence of how it embeds social value that a reviewer has verified"))}.",
        new Dictionary<string, object> { ["missing"] = missing });
    public static Refusal OrganisationSucceeded() =>
        new(409, "organisation-succeeded", "Another organisation has taken the place of this one, which acts no more. Do it for the successor.");
    public static Refusal AlreadyOpen() =>
        new(409, "kite-mark-application-open", "Your organisation has an application under way. Wait for its decision before you apply again.");
    public static Refusal AlreadyHeld(string level, DateOnly until) =>
        new(409, "kite-mark-level-held", $"Your organisation holds the level {level} until {until:yyyy-MM-dd}.");

    public static Refusal OwnOrganisation() =>
        new(403, "own-organisation", "You belong to the organisation that applies, so others must assess it and decide.");
    public static Refusal AlreadyAssessed() => new(409, "kite-mark-already-assessed", "You have submitted your assessment of this application. It is locked.");
    public static Refusal NotInAssessment(string state) =>
        new(409, "kite-mark-not-in-assessment", $"This application is in the state {state}. It can be assessed only in the state assessment.");

    public static Refusal AssessorCannotDecide() =>
        new(403, "assessor-cannot-decide", "You assessed this application, so another chair must decide it.");
    public static Refusal DecisionTooEarly(int received, int needed) =>
        new(409, "decision-too-early", $"{received} of {needed} assessments are in. The decision opens with the last of them.");
    public static Refusal AlreadyDecided(string state) => new(409, "kite-mark-already-decided", $"This application is decided already: it is {state}.");
    public static Refusal TransitionRefused(string from, string to, IReadOnlyList<string> allowed) => new(409, "kite-mark-transition-refused",
        $"An application cannot go from {from} to {to}. {(allowed.Count == 0 ? $"{from} is its end." : $"Allowed: {string.Join(", ", allowed)}.")}");
}
