using System.Text.Json.Nodes;

namespace Charter.Pledges.Contracts;

/// <summary>
/// Merges the releases of one process by the rules of OCDS 1.1 ("Merging", reference section): the oldest first, each over what came before. A value replaces the earlier
/// one, null takes it away, objects are merged field by field, lists of objects entry by entry with the same id, other lists as a whole. The ids, dates and
/// tags of releases are no part of the outcome.
/// </summary>
internal static class OcdsMerge
{
    private static readonly HashSet<string> Omitted = ["id", "date", "tag"];

    /// <param name="releases">Oldest first, as <see cref="OcdsCheck.Read"/> keeps them.</param>
    public static JsonObject Merge(IEnumerable<JsonObject> releases)
    {
        var merged = new JsonObject();
        foreach (var release in releases)
            Over(merged, release, OcdsFields.Release, Omitted);
        return merged;
    }

    private static void Over(JsonObject merged, JsonObject newer, Field[] fields, HashSet<string>? omitted = null)
    {
        foreach (var field in fields)
        {
            if (omitted?.Contains(field.Name) == true || !newer.TryGetPropertyValue(field.Name, out var value))
                continue;
            if (value is null)
                merged.Remove(field.Name);
            else if (field.Type == FieldType.Object)
                Over(merged[field.Name] as JsonObject ?? Add(merged, field.Name, new JsonObject()), (JsonObject)value, field.Fields!);
            else if (field.Type == FieldType.List)
                Entries(merged[field.Name] as JsonArray ?? Add(merged, field.Name, new JsonArray()), (JsonArray)value, field.Fields!);
            else
                merged[field.Name] = value.DeepClone();
        }
    }

    private static T Add<T>(JsonObject to, string name, T node) where T : JsonNode
    {
        to[name] = node;
        return node;
    }

    /// <summary>An entry without an id is none of the others.</summary>
    private static void Entries(JsonArray merged, JsonArray newer, Field[] fields)
    {
        foreach (var entry in newer.Cast<JsonObject>())
        {
            var same = entry["id"]?.GetValue<string>() is { } id ? merged.Cast<JsonObject>().FirstOrDefault(m => m["id"]?.GetValue<string>() == id) : null;
            if (same is null)
                merged.Add(same = []);
            Over(same, entry, fields);
        }
    }
}
