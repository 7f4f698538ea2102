using Charter.Contracts;

namespace Charter.Pledges.Evidence;

/// <summary>
/// For how many months evidence of a kind counts, from the day on which what it shows was introduced or last confirmed: a policy of 2019 says little about
/// 2026. A partnership may set others, with <c>Evidence:Validity:policy</c> and so on.
/// </summary>
internal sealed class Validity(IConfiguration configuration)
{
    private static readonly Dictionary<string, int> Usual = new()
    {
        ["policy"] = 36,
        ["strategy"] = 60,
        ["decision"] = 36,
        ["contract"] = 48,
        ["monitoring"] = 24,
        ["case-study"] = 36,
        ["survey"] = 24,
        ["certificate"] = 36,
        [EvidenceKinds.Other] = 24,
    };

    public int MonthsOf(string kind) => Math.Clamp(configuration.GetValue($"Evidence:Validity:{kind}", Usual[kind]), 1, 600);

    /// <summary>Last day on which it counts.</summary>
    public DateOnly Of(string kind, DateOnly introducedOn) => introducedOn.AddMonths(MonthsOf(kind)).AddDays(-1);
}
