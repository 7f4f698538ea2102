using System.Text.Json.Nodes;

namespace Charter.Signatories.Tests;

/// <summary>Charters as nobody would write them but somebody could.</summary>
internal static class Anyhow
{
    private static readonly string[] Pieces =
        ["value", "social", "value", "air", "work", " ", "  ", "\n", "\n\n", "\t", "#", "# ", "## Vision", "&#10;", "&", "- ", "1. ", ":", " (embed)", "\\", "*", "é", "e\u0301", "👩‍👩‍👧", "🌍", "🌎", "\r\n", "“", "’", ".", "`", "<b>", "\u00a0"];

    /// <summary>The charter with texts, entries and rules changed as chance has it; it stays one that can be imported.</summary>
    public static JsonObject Changed(JsonObject charter, Random chance)
    {
        charter["vision"] = Text(charter["vision"]!.GetValue<string>(), chance, many: true);
        charter["partnership"] = Text("Partnership", chance, many: false);
        foreach (var list in new[] { "valueWords", "principles" })
            Shuffle(charter[list]!.AsArray(), chance, text => Text(text!.GetValue<string>(), chance, many: true));
        foreach (var list in new[] { "commissionerDuties", "providerDuties", "evaluationMeasures" })
            Shuffle(charter[list]!.AsArray(), chance, entry =>
            {
                entry!["text"] = Text(entry["text"]!.GetValue<string>(), chance, many: true);
                return entry;
            });
        foreach (var commitment in charter["commitments"]!.AsArray())
            commitment!["title"] = Text(commitment["title"]!.GetValue<string>(), chance, many: false);
        foreach (var (list, entries) in new[] { ("outcomeMenu", "outcomes"), ("indicatorFramework", "indicators") })
            Shuffle(charter[list]!.AsArray(), chance, entry =>
            {
                Shuffle(entry![entries]!.AsArray(), chance, text => text!);
                return entry;
            });
        if (chance.Next(2) == 0)
        {
            var rules = new JsonObject();
            if (chance.Next(2) == 0)
                rules["signatories"] = new JsonArray(Text("Chief executive", chance, many: false), "Chair");
            rules["countersigned"] = chance.Next(2) == 0;
            rules["noticeDays"] = chance.Next(366);
            rules["resigningDays"] = chance.Next(731);
            if (chance.Next(2) == 0)
                rules["reminderDays"] = new JsonArray([.. Enumerable.Range(0, chance.Next(4)).Select(i => (JsonNode)(i * 10 + chance.Next(10)))]);
            charter["signing"] = rules;
        }
        return charter;
    }

    private static string Text(string text, Random chance, bool many)
    {
        for (var i = chance.Next(5); i > 0; i--)
        {
            var piece = Pieces[chance.Next(Pieces.Length)];
            if (!many)
                piece = piece.Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);
            var places = Enumerable.Range(0, text.Length + 1).Where(p => p == text.Length || !char.IsLowSurrogate(text[p])).ToList();
            text = text.Insert(places[chance.Next(4) switch { 0 => 0, 1 => places.Count - 1, _ => chance.Next(places.Count) }], piece);
        }
        return text;
    }

    private static void Shuffle(JsonArray list, Random chance, Func<JsonNode?, JsonNode> change)
    {
        var entries = list.Select(e => change(e!.DeepClone())).ToList();
        if (chance.Next(3) == 0)
            entries = [.. entries.OrderBy(_ => chance.Next())];
        if (entries.Count > 2 && chance.Next(2) == 0)
            entries.RemoveAt(chance.Next(entries.Count));
        list.Clear();
        foreach (var entry in entries.DistinctBy(e => e.ToJsonString()))
            list.Add(entry);
    }
}
