using System.Globalization;
using System.Text;

namespace Charter.Signatories.Charters;

/// <summary>A piece of text that two texts share, or that only one of them has.</summary>
/// <param name="Kind">unchanged, removed or added.</param>
internal sealed record Run(string Kind, string Text);

/// <summary>What changed between two texts, word by word, after E. Myers, An O(ND) Difference Algorithm and Its Variations (1986).</summary>
internal static class WordDiff
{
    public const string Unchanged = "unchanged";
    public const string Removed = "removed";
    public const string Added = "added";

    // The cost grows with the square of the changes. Texts that have less than this in common are shown as one replaced by the other.
    private const int MostChanges = 400;

    /// <summary>
    /// Runs in reading order: unchanged and removed ones make up the text before, unchanged and added ones the text after. No two of a kind follow each other.
    /// </summary>
    public static IReadOnlyList<Run> Between(string before, string after)
    {
        var (old, now) = (Words(before), Words(after));
        var (start, end) = (0, 0);
        while (start < old.Count && start < now.Count && old[start] == now[start])
            start++;
        while (end < old.Count - start && end < now.Count - start && old[^(end + 1)] == now[^(end + 1)])
            end++;
        var runs = new Runs();
        runs.Add(Unchanged, old[..start]);
        foreach (var (kind, word) in Script(old[start..^end], now[start..^end]))
            runs.Add(kind, [word]);
        runs.Add(Unchanged, old[^end..]);
        return runs.Tidy();
    }

    /// <summary>How much two texts share, from 0 to 1, by the words in both whatever their order (Dice).</summary>
    public static double Likeness(string one, string other)
    {
        var (first, second) = (Counts(one), Counts(other));
        var all = first.Values.Sum() + second.Values.Sum();
        return all == 0 ? 1 : 2.0 * first.Sum(word => Math.Min(word.Value, second.GetValueOrDefault(word.Key))) / all;
    }

    private static Dictionary<string, int> Counts(string text) =>
        Words(text).Where(w => char.IsLetterOrDigit(w[0]) || char.IsSurrogate(w[0])).CountBy(w => w.ToLowerInvariant()).ToDictionary();

    // A word, the space between two, or a single sign; never half a character.
    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var (start, at, before) = (0, 0, Sort.Sign);
        foreach (var rune in text.EnumerateRunes())
        {
            var sort = Rune.IsWhiteSpace(rune) ? Sort.Space : IsOfWord(rune) ? Sort.Word : Sort.Sign;
            if (at > start && (sort != before || sort == Sort.Sign))
            {
                words.Add(text[start..at]);
                start = at;
            }
            at += rune.Utf16SequenceLength;
            before = sort;
        }
        if (at > start)
            words.Add(text[start..at]);
        return words;
    }

    private enum Sort { Word, Space, Sign }

    private static bool IsOfWord(Rune rune) => Rune.IsLetterOrDigit(rune) || rune.Value is '\'' or '’'
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static IEnumerable<(string Kind, string Word)> Script(List<string> old, List<string> now)
    {
        if (old.Count == 0 || now.Count == 0 || Furthest(old, now) is not { } rounds)
            return [.. old.Select(w => (Removed, w)), .. now.Select(w => (Added, w))];
        var script = new List<(string, string)>();
        var (x, y) = (old.Count, now.Count);
        for (var changes = rounds.Count - 1; changes > 0; changes--)
        {
            var (reached, k) = (rounds[changes - 1], x - y);
            var isAddition = k == -changes || (k != changes && At(reached, changes - 1, k - 1) < At(reached, changes - 1, k + 1));
            var from = isAddition ? k + 1 : k - 1;
            var startX = At(reached, changes - 1, from);
            var startY = startX - from;
            while (x > startX + (isAddition ? 0 : 1) && y > startY + (isAddition ? 1 : 0))
                (script, x, y) = (Put(script, Unchanged, old[x - 1]), x - 1, y - 1);
            (script, x, y) = isAddition ? (Put(script, Added, now[y - 1]), x, y - 1) : (Put(script, Removed, old[x - 1]), x - 1, y);
        }
        while (x > 0)
            script.Add((Unchanged, old[--x]));
        script.Reverse();
        return script;

        static List<(string, string)> Put(List<(string, string)> script, string kind, string word)
        {
            script.Add((kind, word));
            return script;
        }
    }

    // After each number of changes: how far in the old text one comes on every diagonal. Null when too much has changed.
    private static List<int[]>? Furthest(List<string> old, List<string> now)
    {
        var rounds = new List<int[]>();
        for (var changes = 0; changes <= Math.Min(old.Count + now.Count, MostChanges); changes++)
        {
            var reached = new int[changes + 1];
            rounds.Add(reached);
            for (var k = -changes; k <= changes; k += 2)
            {
                var x = changes == 0 ? 0
                    : k == -changes || (k != changes && At(rounds[changes - 1], changes - 1, k - 1) < At(rounds[changes - 1], changes - 1, k + 1)) ? At(rounds[changes - 1], changes - 1, k + 1)
                    : At(rounds[changes - 1], changes - 1, k - 1) + 1;
                while (x < old.Count && x - k < now.Count && x - k >= 0 && old[x] == now[x - k])
                    x++;
                reached[(k + changes) / 2] = x;
                if (x >= old.Count && x - k >= now.Count)
                    return rounds;
            }
        }
        return null;
    }

    private static int At(int[] reached, int changes, int k) => reached[(k + changes) / 2];

    private sealed class Runs
    {
        private readonly List<(string Kind, StringBuilder Text)> _runs = [];

        public void Add(string kind, List<string> words)
        {
            if (words.Count == 0)
                return;
            if (_runs.Count == 0 || _runs[^1].Kind != kind)
                _runs.Add((kind, new()));
            foreach (var word in words)
                _runs[^1].Text.Append(word);
        }

        /// <summary>Changes with nothing but space between them are read as one: what was there, then what is there now.</summary>
        public IReadOnlyList<Run> Tidy()
        {
            var tidy = new List<Run>();
            var (removed, added) = (new StringBuilder(), new StringBuilder());
            for (var i = 0; i < _runs.Count; i++)
            {
                var (kind, text) = _runs[i];
                var joins = kind == Unchanged && removed.Length + added.Length > 0 && i + 1 < _runs.Count && string.IsNullOrWhiteSpace(text.ToString());
                if (kind == Removed || joins)
                    removed.Append(text);
                if (kind == Added || joins)
                    added.Append(text);
                if (kind != Unchanged || joins)
                    continue;
                Flush();
                tidy.Add(new(Unchanged, text.ToString()));
            }
            Flush();
            return tidy;

            void Flush()
            {
                if (removed.Length > 0)
                    tidy.Add(new(Removed, removed.ToString()));
                if (added.Length > 0)
                    tidy.Add(new(Added, added.ToString()));
                removed.Clear();
                added.Clear();
            }
        }
    }
}
