using Charter.Contracts;

namespace Charter.Performance;

/// <summary>Pages and filters of the register as people choose them.</summary>
internal static class Filters
{
    public static string Of(int i)
    {
        var random = new Random(i);
        var chosen = new List<string>();
        if (i % 2 == 0)
            chosen.Add("sector=" + Sectors.All[random.Next(Sectors.All.Count)]);
        if (i % 3 != 0)
            chosen.Add("place=" + Places.All[random.Next(Places.All.Count)].Code);
        if (i % 5 == 0)
            chosen.Add("mark=" + new[] { "none", "bronze", "silver", "gold" }[random.Next(4)]);
        var start = new string([(char)('a' + random.Next(25)), (char)('a' + random.Next(26))]);
        chosen.Add("after=" + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($$"""{"Name":"{{start}}","Id":"00000000-0000-0000-0000-000000000000"}""")).TrimEnd('=').Replace('+', '-').Replace('/', '_'));
        return string.Join('&', chosen);
    }
}
