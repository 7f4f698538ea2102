namespace Charter.Pledges.Surveys;

/// <summary>How many people a group must have to be told of on its own: <c>Surveys:SmallestGroup</c>, 5 unless something else is set, and never below 3.</summary>
public sealed record SmallNumbers(int Least)
{
    /// <summary>As the installation sets it.</summary>
    public static SmallNumbers From(IConfiguration configuration) => new(Math.Max(3, configuration.GetValue("Surveys:SmallestGroup", 5)));

    /// <summary>
    /// The groups that can be told of on their own when the whole is told too. Those with too few are told of together, with as many of the next smallest that nobody
    /// can take the others from the whole and be left with one of them, or with too few. Groups of one size share one fate: else the choice among them would
    /// tell; and groups that are all as large as they can be without standing alone take another in, because their sum would tell that they are.
    /// </summary>
    public IReadOnlySet<string> AloneIn(IReadOnlyDictionary<string, int> groups)
    {
        var bySize = groups.Where(g => g.Value > 0).GroupBy(g => g.Value, g => g.Key).OrderBy(g => g.Key).ToList();
        var (together, people, at) = (0, 0, 0);
        while (at < bySize.Count && (bySize[at].Key < Least || (together > 0 && (together < 2 || people < Least || people == together * (Least - 1)))))
        {
            together += bySize[at].Count();
            people += bySize[at].Key * bySize[at].Count();
            at++;
        }
        return bySize.Skip(at).SelectMany(g => g).ToHashSet();
    }

    /// <summary>
    /// Whether two breakdowns of the same people, each of which can be shown by itself, tell of too few when they are laid beside each other: where groups of the
    /// one lie wholly within groups of the other, these without those are a group too.
    /// </summary>
    /// <param name="sorts">How many people are in which group of the one and of the other; groups that are told of together are one.</param>
    public bool TellOfFew(IEnumerable<(string One, string Other, int People)> sorts)
    {
        var list = sorts.Where(s => s.People > 0).ToArray();
        if (list.Select(s => s.One).Distinct().Count() > list.Select(s => s.Other).Distinct().Count())
            list = [.. list.Select(s => (s.Other, s.One, s.People))];
        string[] ones = [.. list.Select(s => s.One).Distinct()];
        if (ones.Length > MostSets)
            return true;   // more than can be looked through, so nobody can vouch for it
        var others = list.GroupBy(s => s.Other).Select(g => (Within: g.Aggregate(0, (set, s) => set | 1 << Array.IndexOf(ones, s.One)), People: g.Sum(s => s.People))).ToArray();
        int[] people = [.. ones.Select(o => list.Where(s => s.One == o).Sum(s => s.People))];
        for (var set = 1; set < 1 << ones.Length; set++)
        {
            var left = -others.Where(o => (o.Within & ~set) == 0).Sum(o => o.People);
            for (var i = 0; i < ones.Length; i++)
                left += (set >> i & 1) * people[i];
            if (left > 0 && left < Least)
                return true;
        }
        return false;
    }

    private const int MostSets = 14;
}
