using Charter.ServiceDefaults;

namespace Charter.Pledges.Surveys;

/// <summary>Every refusal about surveys.</summary>
internal static class SurveyErrors
{
    public static Refusal NoRound() => Refusal.NotFound("survey");
    public static Refusal NoCharter() => Refusal.NotFound("charter");
    public static Refusal WaveExists(string wave) =>
        new(409, "survey-wave-exists", $"This charter has a survey of this kind with the wave {wave} already. Choose another wave: after, or the next follow-up.");
    public static Refusal AnotherOpen(DateOnly opens, DateOnly closes) =>
        new(409, "survey-overlaps", $"Another survey of this kind is open from {opens:yyyy-MM-dd} to {closes:yyyy-MM-dd}. Close it first, or choose other days: whoever answers must know which one it is.");
    public static Refusal NotOpen(DateOnly on) => new(409, "survey-not-open", $"This survey opens on {on:yyyy-MM-dd}.");
    public static Refusal Closed(DateOnly on) => new(409, "survey-closed", $"This survey closed on {on:yyyy-MM-dd}, and takes no answers any more.");
    public static Refusal HasAnswers() => new(409, "survey-has-answers", "People have answered this survey, so it stays. Close it instead.");
    public static Refusal LinkTaken() =>
        new(409, "survey-link-taken", "You have taken your link to this survey already. It was shown once, and nobody can say which it was: that is how the answers stay anonymous.");
    public static Refusal TooManyLinks(int most, int left) =>
        new(409, "survey-too-many-links", left == 0 ? $"Your organisation has taken all of its {most} links to this survey." : $"An organisation takes at most {most} links to a survey, and yours has {left} left.");
    public static Refusal LinkNotGood() =>
        new(404, "survey-link-not-good", "This link leads to no survey, or was used. Each link is good for one answer; ask whoever gave it to you for another.");
    public static Refusal NotClosed(DateOnly closes) =>
        new(409, "survey-not-closed", $"Results are shown when the survey has closed, which is after {closes:yyyy-MM-dd} unless it is closed earlier. Nobody can follow then how single answers change them.");
}
