using Charter.Signatories.Charters;

namespace Charter.Signatories.Signatures;

/// <summary>
/// The time in which signatories of a version may sign a newer one while their signature still holds: from the day on which the first newer version
/// comes into force, for as long as that version says. A version after that does not prolong it.
/// </summary>
/// <param name="OpensOn">Day on which the newer version came into force.</param>
/// <param name="ResignBy">Last day on which the signature holds.</param>
/// <param name="Reminders">Days before that on which signatories are reminded.</param>
internal sealed record ResigningWindow(DateOnly OpensOn, DateOnly ResignBy, IReadOnlyList<int> Reminders)
{
    /// <summary>Null while there is nothing newer to sign.</summary>
    /// <param name="versions">Published versions of the charter.</param>
    public static ResigningWindow? Of(int signed, IEnumerable<CharterVersion> versions, DateOnly today)
    {
        var first = versions.Where(v => v.Number > signed && v.InForceFrom <= today).OrderBy(v => v.InForceFrom).ThenByDescending(v => v.Number).FirstOrDefault();
        if (first is null)
            return null;
        var (rules, opensOn) = (first.Rules(), first.InForceFrom!.Value);
        return new(opensOn, opensOn.AddDays(rules.ResigningDays), rules.Reminders());
    }

    /// <summary>
    /// The window as this signature has it: as it was told, once it was told. Where nobody was asked while there was time (the rule is newer than the charter,
    /// or nothing ran for so long), it begins today: nobody lapses unasked.
    /// </summary>
    public ResigningWindow For(Signature signature, DateOnly today) =>
        signature.ResignBy is { } told ? this with { ResignBy = told }
        : ResignBy < today ? this with { OpensOn = today, ResignBy = today.AddDays(ResignBy.DayNumber - OpensOn.DayNumber) }
        : this;

    /// <summary>The next day after this one on which there is something to do: remind, or enter the lapse.</summary>
    public DateOnly NextAfter(DateOnly day) => Reminders.Select(days => ResignBy.AddDays(-days)).Append(ResignBy.AddDays(1)).Where(d => d > day).DefaultIfEmpty(day.AddDays(1)).Min();
}
