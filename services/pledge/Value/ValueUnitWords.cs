using Charter.Contracts;

namespace Charter.Pledges.Value;

/// <summary>The units of value as frameworks write them.</summary>
internal static class ValueUnitWords
{
    private static readonly Dictionary<string, string[]> Written = new()
    {
        [ValueUnits.Pounds] = ["£", "gbp", "pound", "pounds", "poundssterling"],
        ["people"] = ["person", "people", "persons", "fte", "employees", "learners"],
        ["hours"] = ["hour", "hours", "hr", "hrs", "volunteerhours", "staffhours", "peoplehours", "personhours"],
        ["weeks"] = ["week", "weeks"],
        ["tonnes-co2e"] = ["tonnesco2e", "tco2e", "tonnes-co2e", "tonneco2e", "co2e", "tonnesofco2e"],
        ["kwh"] = ["kwh"],
        ["items"] = ["item", "items", "no", "number", "count"],
    };

    /// <summary>The unit in which value is kept, null when it is kept in none like this.</summary>
    public static string? Of(string unit)
    {
        var plain = new string([.. unit.ToLowerInvariant().Replace('₂', '2').Where(c => char.IsLetterOrDigit(c) || c is '£' or '-')]);
        return Written.FirstOrDefault(w => w.Value.Contains(plain)).Key;
    }
}
