using System.Globalization;

namespace Charter.Signatories.Charters;

/// <summary>
/// What changed between two texts of a charter, part by part. Nothing is left out: removed and unchanged runs and entries with a place <c>from</c> make up the
/// text before, added and unchanged ones and those with a place <c>to</c> the text after.
/// </summary>
internal static class CharterDifference
{
    // below this two entries are different ones rather than one that was changed
    private const double Alike = 0.5;

    /// <summary>A part of a charter or of an entry: a text, or a list of entries.</summary>
    /// <param name="Name">The field's name in JSON.</param>
    internal sealed record Part(string Name, bool Changed, IReadOnlyList<Run>? Text, IReadOnlyList<Entry>? Entries);

    /// <summary>An entry of a list.</summary>
    /// <param name="Change">unchanged, added, removed, changed, or moved for one that is the same at another place among the others.</param>
    /// <param name="Moved">Whether it stands at another place among the others, changed or not.</param>
    /// <param name="From">Place in the list before, from 1; null for an added one.</param>
    /// <param name="To">Place in the list after; null for a removed one.</param>
    /// <param name="Code">The code by which it was recognised; of the text after.</param>
    internal sealed record Entry(string Change, bool Moved, int? From, int? To, string? Code, IReadOnlyList<Part> Parts);

    private sealed record Side(string Name, string? Text, IReadOnlyList<Item>? Items);

    private sealed record Item(string? Code, IReadOnlyList<Side> Sides)
    {
        public string Words { get; } = string.Join(' ', Sides.Select(WordsOf));

        private static string WordsOf(Side side) => side.Text ?? string.Join(' ', side.Items!.Select(i => i.Words));
    }

    public static IReadOnlyList<Part> Between(CharterContent before, CharterContent after) => [.. Sides(before).Zip(Sides(after), Compare)];

    private static Side[] Sides(CharterContent charter) =>
    [
        Of("title", charter.Title), Of("partnership", charter.Partnership), Of("vision", charter.Vision),
        Of("valueWords", charter.ValueWords), Of("principles", charter.Principles),
        Of("commitments", charter.Commitments, c => c.Code, c => [Of("code", c.Code), Of("title", c.Title), Of("text", c.Text)]),
        Of("commissionerDuties", charter.CommissionerDuties, d => d.Code, OfDuty), Of("providerDuties", charter.ProviderDuties, d => d.Code, OfDuty),
        Of("evaluationMeasures", charter.EvaluationMeasures, m => m.Code, m => [Of("code", m.Code), Of("text", m.Text)]),
        Of("outcomeMenu", charter.OutcomeMenu, t => t.Theme, t => [Of("theme", t.Theme), Of("outcomes", t.Outcomes)]),
        Of("indicatorFramework", charter.IndicatorFramework, _ => null, s => [Of("pillar", s.Pillar), Of("outcome", s.Outcome), Of("indicators", s.Indicators)]),
        Of("signing", RulesOf(charter.Signing).ToList(), r => r.Name, r => [r]),
    ];

    private static Side[] OfDuty(Duty duty) => [Of("code", duty.Code), Of("commitment", duty.Commitment), Of("text", duty.Text)];

    private static IEnumerable<Side> RulesOf(SigningRules? rules)
    {
        if (rules is null)
            yield break;
        if (rules.Signatories is { } roles)
            yield return Of("signatories", roles);
        yield return Of("countersigned", rules.Countersigned ? "true" : "false");
        yield return Of("noticeDays", rules.NoticeDays.ToString(CultureInfo.InvariantCulture));
        yield return Of("resigningDays", rules.ResigningDays.ToString(CultureInfo.InvariantCulture));
        if (rules.ReminderDays is { } days)
            yield return Of("reminderDays", [.. days.Select(d => d.ToString(CultureInfo.InvariantCulture))]);
    }

    private static Side Of(string name, string text) => new(name, text, null);

    private static Side Of(string name, IReadOnlyList<string> texts) => Of(name, texts, _ => null, text => [Of("text", text)]);

    private static Side Of<T>(string name, IReadOnlyList<T> items, Func<T, string?> code, Func<T, IReadOnlyList<Side>> sides) => new(name, null, [.. items.Select(i => new Item(code(i), sides(i)))]);

    private static Part Compare(Side before, Side after)
    {
        if (before.Items is { } old && after.Items is { } now)
        {
            var entries = Compare(old, now);
            return new(after.Name, entries.Any(e => e.Change != WordDiff.Unchanged), null, entries);
        }
        var runs = WordDiff.Between(before.Text!, after.Text!);
        return new(after.Name, runs.Any(r => r.Kind != WordDiff.Unchanged), runs, null);
    }

    private static List<Entry> Compare(IReadOnlyList<Item> before, IReadOnlyList<Item> after)
    {
        var oldOf = Match(before, after);
        var inOrder = LongestRise(oldOf);
        var entries = new List<Entry>();
        var shown = 0;
        for (var i = 0; i < after.Count; i++)
        {
            if (oldOf[i] is not { } old)
            {
                entries.Add(new(WordDiff.Added, false, null, i + 1, after[i].Code, [.. after[i].Sides.Select(s => Compare(Empty(s), s))]));
                continue;
            }
            var moved = !inOrder.Contains(i);
            if (!moved)
                ShowRemovedUntil(old);
            Part[] parts = [.. before[old].Sides.Zip(after[i].Sides, Compare)];
            entries.Add(new(parts.Any(p => p.Changed) ? "changed" : moved ? "moved" : WordDiff.Unchanged, moved, old + 1, i + 1, after[i].Code, parts));
        }
        ShowRemovedUntil(before.Count);
        return entries;

        // a removed entry is shown where it was, before the next that stayed
        void ShowRemovedUntil(int place)
        {
            for (; shown < place; shown++)
                if (!oldOf.Contains(shown))
                    entries.Add(new(WordDiff.Removed, false, shown + 1, null, before[shown].Code, [.. before[shown].Sides.Select(s => Compare(s, Empty(s)))]));
        }
    }

    private static Side Empty(Side side) => side.Items is null ? side with { Text = "" } : side with { Items = [] };

    // For each entry after, the one before that it was: the same, else one of the same code, else the most alike.
    private static int?[] Match(IReadOnlyList<Item> before, IReadOnlyList<Item> after)
    {
        var oldOf = new int?[after.Count];
        var free = Enumerable.Range(0, before.Count).ToList();
        Pair((old, now) => old.Code == now.Code && old.Words == now.Words);
        Pair((old, now) => now.Code is not null && string.Equals(old.Code, now.Code, StringComparison.OrdinalIgnoreCase));
        var alike = from now in Enumerable.Range(0, after.Count)
                    where oldOf[now] is null
                    from old in free
                    let likeness = WordDiff.Likeness(before[old].Words, after[now].Words)
                    where likeness >= Alike
                    orderby likeness descending
                    select (old, now);
        foreach (var (old, now) in alike.ToList())
            if (oldOf[now] is null && free.Remove(old))
                oldOf[now] = old;
        return oldOf;

        void Pair(Func<Item, Item, bool> isSame)
        {
            for (var now = 0; now < after.Count; now++)
                if (oldOf[now] is null && free.FindIndex(old => isSame(before[old], after[now])) is >= 0 and var at)
                {
                    oldOf[now] = free[at];
                    free.RemoveAt(at);
                }
        }
    }

    // The most entries that kept their order among each other; the rest has moved.
    private static HashSet<int> LongestRise(int?[] oldOf)
    {
        var matched = Enumerable.Range(0, oldOf.Length).Where(i => oldOf[i] is not null).ToList();
        var (length, previous) = (new int[oldOf.Length], new int[oldOf.Length]);
        foreach (var i in matched)
        {
            (length[i], previous[i]) = (1, -1);
            foreach (var j in matched.TakeWhile(j => j < i))
                if (oldOf[j] < oldOf[i] && length[j] + 1 > length[i])
                    (length[i], previous[i]) = (length[j] + 1, j);
        }
        var rise = new HashSet<int>();
        for (var i = matched.Count == 0 ? -1 : matched.MaxBy(m => length[m]); i >= 0; i = previous[i])
            rise.Add(i);
        return rise;
    }
}
