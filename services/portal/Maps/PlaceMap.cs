using System.Text.Json;
using Charter.Contracts;

namespace Charter.Portal.Maps;

/// <summary>One area of a map: its outline as an SVG path, what is written on it, and where.</summary>
public sealed record Shape(string Path, string? Label, double X, double Y);

/// <summary>
/// The map of the places: real boundaries from <c>geo/north-west-lad.geojson</c> in the data folder (setting <c>CHARTER_DATA</c>) where there is such a
/// file, else our own tile map. Read once; a file that is no good is told in the log, and the tile map stays.
/// </summary>
public sealed class PlaceMap
{
    public PlaceMap(IConfiguration configuration, ILogger<PlaceMap> log)
    {
        (Width, Height) = Tiles.Box;
        Shapes = Tiles.All;
        if (configuration["CHARTER_DATA"] is not { Length: > 0 } folder)
        {
            log.LogInformation("The map of places is the tile map: there is no data folder (CHARTER_DATA)");
            return;
        }
        var file = new FileInfo(Path.Combine(folder, "geo", "north-west-lad.geojson"));
        try
        {
            if (!file.Exists)
            {
                log.LogInformation("The map of places is the tile map: {File} is not there", file.FullName);
                return;
            }
            (Shapes, Height, Licence) = Boundaries.Read(file);
            HasBoundaries = true;
            log.LogInformation("The map of places shows the boundaries of {Count} places from {File}: {Licence}", Shapes.Count, file.FullName, Licence ?? "it states no licence");
        }
        // InvalidOperation: JSON of another shape than GeoJSON has
        catch (Exception bad) when (bad is FormatException or JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            log.LogWarning("The map of places is the tile map, because {File} cannot be used: {Reason}", file.FullName, bad.Message);
        }
    }

    public bool HasBoundaries { get; }

    /// <summary>What the file says of its licence, in its own words.</summary>
    public string? Licence { get; }

    public int Width { get; }

    public int Height { get; }

    public IReadOnlyDictionary<string, Shape> Shapes { get; }

    /// <summary>Places that the map does not show; the table has them.</summary>
    public IReadOnlyList<string> Missing => [.. Places.All.Where(place => !Shapes.ContainsKey(place.Code)).Select(place => place.Name)];
}
