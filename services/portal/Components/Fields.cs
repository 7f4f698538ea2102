namespace Charter.Portal.Components;

/// <summary>The form fields on the page being rendered, in their order, so that the error summary above them can link to each.</summary>
public sealed class Fields
{
    private readonly List<(string Name, string Id, string Label)> rendered = [];

    public void Add(string name, string id, string label) => rendered.Add((name, id, label));

    /// <summary>The id of the control that <paramref name="key"/>, a model state key such as <c>identifiers[0].id</c> or <c>DueOn.Day</c>, belongs to.</summary>
    public string? IdOf(string key) => rendered.Where(field => Covers(field.Name, key)).Select(field => field.Id).FirstOrDefault();

    public int PlaceOf(string key) => rendered.FindIndex(field => Covers(field.Name, key)) is var place and >= 0 ? place : int.MaxValue;

    /// <summary>Beside its field "This is required." is clear; in the summary the field's label has to come first.</summary>
    public string InSummary(string key, string message) =>
        message.StartsWith("This ", StringComparison.Ordinal)
            ? rendered.Where(field => Covers(field.Name, key)).Select(field => $"{field.Label}: {message}").FirstOrDefault() ?? message
            : message;

    /// <summary>A list's errors come with an index (<c>places[1]</c>), a date's with a part (<c>dueOn.day</c>): they all belong to the one field.</summary>
    public static bool Covers(string name, string key) =>
        key.StartsWith(name, StringComparison.OrdinalIgnoreCase) && (key.Length == name.Length || key[name.Length] is '[' or '.');
}
